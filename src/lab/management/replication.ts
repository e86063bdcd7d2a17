import { isoTime } from '../../time/index.ts';
import type { LabEstate } from '../model.ts';
import { placesOf, sameName } from './topology.ts';
import { generationTruth } from './truth.ts';

const second = 1000;

/** Rows of `Get-CsManagementStoreReplicationStatus`: one per computer, each with a young report. */
export function replicationRows(estate: LabEstate): readonly object[] {
  const now = estate.clock.now();
  const patched = estate.faults.active('builds-differ')?.server ?? '';
  return placesOf(estate.environment).map(({ pool, server }, index) => ({
    UpToDate: true,
    ReplicaFqdn: server.fqdn,
    // Replicas report at their own times; the first is the youngest here.
    LastStatusReport: isoTime(now - (20 + 7 * index) * second),
    LastUpdateCreation: isoTime(now - (25 + 7 * index) * second),
    // The fault: an update is on this server and not on the others of its pool.
    ProductVersion: generationTruth(pool).productVersion.replace(/\d+$/, (build) =>
      sameName(patched, server.fqdn) ? '556' : build,
    ),
  }));
}
