import { isoTime } from '../../time/index.ts';
import type { LabEstate } from '../model.ts';
import { placesOf } from './topology.ts';
import { generationTruth } from './truth.ts';

const second = 1000;

/** Rows of `Get-CsManagementStoreReplicationStatus`: one per computer, each with a young report. */
export function replicationRows(estate: LabEstate): readonly object[] {
  const now = estate.clock.now();
  return placesOf(estate.environment).map(({ pool, server }, index) => ({
    UpToDate: true,
    ReplicaFqdn: server.fqdn,
    // Replicas report at their own times; the first is the youngest here.
    LastStatusReport: isoTime(now - (20 + 7 * index) * second),
    LastUpdateCreation: isoTime(now - (25 + 7 * index) * second),
    ProductVersion: generationTruth(pool).productVersion,
  }));
}
