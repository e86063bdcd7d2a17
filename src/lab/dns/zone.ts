import { readFileSync } from 'node:fs';
import type { Topology } from '../estate/index.ts';
import type { LabEstate } from '../model.ts';
import { type Answer, recordTypes } from './wire.ts';

/** The records of the lab's estate at this moment. */
export interface Zone {
  /** `undefined` for a name that has no record at all. */
  answers(name: string, type: number): readonly Answer[] | undefined;
}

interface Leading {
  /** Phase from which on it leads to a 2013 pool; before, to a 2010 pool. */
  readonly movesIn: string;
  readonly port?: number;
}

interface Truth {
  readonly phases: readonly string[];
  readonly services: Readonly<Record<string, Leading>>;
  readonly hosts: Readonly<Record<string, Leading>>;
}

const file = new URL('../../../fixtures/lab/names.json', import.meta.url);
let read: Truth | undefined;

/** What is true of names in a migration: the lab's own, from `fixtures/lab/names.json`. */
const truth = (): Truth => {
  read ??= JSON.parse(readFileSync(file, 'utf8')) as Truth;
  return read;
};

/** Host names below each SIP domain through which clients come in: `meet`, `lyncdiscoverinternal` … */
export const entryHosts = (): readonly string[] => Object.keys(truth().hosts);

/** The pool to which an entry point of the estate leads: of the generation of the phase, where the estate has one. */
export function poolBehind(label: string, { environment, faults }: LabEstate, topology: Topology): string {
  const { phases, services, hosts } = truth();
  const { movesIn } = (services[label] ?? hosts[label])!;
  const moved = phases.indexOf(environment.phase) >= phases.indexOf(movesIn);
  const astray = faults.active('name-leads-astray')?.name === label;
  const generation = moved === astray ? 'lync-2010' : 'lync-2013';
  const pool = topology.pools.find((known) => known.generation === generation) ?? topology.pools[0]!;
  return pool.fqdn;
}

/**
 * Addresses of an own loopback network for each server, so that a record shows whom it leads to. Nobody listens there: the address map of
 * the environment file leads to the ports that the system chose.
 */
export function createZone(estate: LabEstate, topology: Topology): Zone {
  const addressOf = new Map(topology.servers.map(({ fqdn }, index) => [fqdn, `127.77.${index >> 8}.${(index & 255) + 1}`]));
  const ofPool = (fqdn: string): Answer[] =>
    topology.pool(fqdn).servers.map((server): Answer => ({ type: recordTypes.A, address: addressOf.get(server.fqdn)! }));

  return {
    answers(name, type) {
      const missing = estate.faults.active('name-missing')?.name;
      const found = recordsOf(name, missing);
      return found?.filter((answer) => answer.type === type);
    },
  };

  function recordsOf(name: string, missing: string | undefined): readonly Answer[] | undefined {
    const own = addressOf.get(name);
    if (topology.pools.some(({ fqdn }) => fqdn === name)) return ofPool(name);
    if (own !== undefined) return [{ type: recordTypes.A, address: own }];
    const domain = estate.environment.sipDomains.find((known) => name.endsWith(`.${known}`));
    const label = domain === undefined ? '' : name.slice(0, -domain.length - 1);
    if (label === missing) return undefined;
    const service = truth().services[label];
    if (service !== undefined) {
      return [{ type: recordTypes.SRV, target: poolBehind(label, estate, topology), port: service.port ?? 5061 }];
    }
    return label in truth().hosts ? ofPool(poolBehind(label, estate, topology)) : undefined;
  }
}
