import { readFileSync } from 'node:fs';
import type { EdgeNames } from '../../environment/model.ts';
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

interface EdgeLeading extends Leading {
  /** What an Edge pool must have to be led to. */
  readonly through: 'access' | 'federation' | 'xmpp';
}

interface Truth {
  readonly phases: readonly string[];
  readonly services: Readonly<Record<string, Leading>>;
  readonly hosts: Readonly<Record<string, Leading>>;
  /** Services for the outside, which lead to Edge pools. */
  readonly edges: Readonly<Record<string, EdgeLeading>>;
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
  const { services, hosts } = truth();
  const moved = hasMoved((services[label] ?? hosts[label])!, environment);
  const astray = faults.active('name-leads-astray')?.name === label;
  const generation = moved === astray ? 'lync-2010' : 'lync-2013';
  const pool = topology.homes.find((known) => known.generation === generation) ?? topology.homes[0] ?? topology.pools[0]!;
  return pool.fqdn;
}

/** True from the phase on in which a name leads to 2013. */
const hasMoved = ({ movesIn }: Leading, { phase }: LabEstate['environment']): boolean =>
  truth().phases.indexOf(phase) >= truth().phases.indexOf(movesIn);

/** True from the phase on in which federation and remote users come through the 2013 Edge, and the Access Edge service of 2010 is stopped. */
export const edgesHaveMoved = ({ environment }: LabEstate): boolean =>
  hasMoved(truth().edges['_sipfederationtls._tcp']!, environment);

/** Where a service for the outside leads, and at which port; `undefined` where the estate has no such Edge pool. */
function edgeBehind(label: string, { environment, faults }: LabEstate, topology: Topology): Answer | undefined {
  const leading = truth().edges[label]!;
  const astray = faults.active('edge-records-astray') !== undefined || faults.active('name-leads-astray')?.name === label;
  const generation = hasMoved(leading, environment) === astray ? 'lync-2010' : 'lync-2013';
  const { outside } = topology.pools.find((pool) => pool.generation === generation && has(pool.outside, leading.through)) ?? {};
  if (outside === undefined) return undefined;
  return { type: recordTypes.SRV, target: outside.access.fqdn, port: leading.port ?? outside.access.port };
}

const has = (outside: EdgeNames | undefined, what: EdgeLeading['through']): boolean =>
  outside !== undefined && (what === 'access' || outside[what]);

/**
 * Addresses of an own loopback network for each server, so that a record shows whom it leads to. Nobody listens there: the address map of
 * the environment file leads to the ports that the system chose.
 */
export function createZone(estate: LabEstate, topology: Topology): Zone {
  const addressOf = new Map([
    ...topology.servers.map(({ fqdn }, index) => [fqdn, `127.77.${index >> 8}.${(index & 255) + 1}`] as const),
    ...outsideNames(topology).map((fqdn, index) => [fqdn, `127.78.${index >> 8}.${(index & 255) + 1}`] as const),
  ]);
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
    if (label in truth().edges) {
      const edge = edgeBehind(label, estate, topology);
      return edge === undefined ? undefined : [edge];
    }
    const service = truth().services[label];
    if (service !== undefined) {
      return [{ type: recordTypes.SRV, target: poolBehind(label, estate, topology), port: service.port ?? 5061 }];
    }
    return label in truth().hosts ? ofPool(poolBehind(label, estate, topology)) : undefined;
  }
}

/** Every name under which Edge pools are known outside, once. */
const outsideNames = ({ pools }: Topology): readonly string[] => [
  ...new Set(
    pools.flatMap(({ outside }) =>
      [outside?.access, outside?.webConferencing, outside?.audioVideo].flatMap((name) => (name === undefined ? [] : [name.fqdn])),
    ),
  ),
];
