import type { EdgeNames, Environment, Pool } from '../../environment/model.ts';
import { CoexistenceError } from '../../errors/index.ts';
import type { OfferedScheme } from '../../sip/auth/index.ts';
import { type GenerationTruth, type ListenerTls, truthOf } from './truth.ts';

/** A pool of the lab. Its name leads to its first server, as a DNS record would. */
export interface LabPool {
  readonly fqdn: string;
  readonly site: string;
  readonly generation: Pool['generation'];
  readonly truth: GenerationTruth;
  readonly tls: ListenerTls;
  /** What clients may prove their users by, as the servers offer it. */
  readonly schemes: readonly PoolScheme[];
  readonly servers: readonly LabServer[];
  /** Its servers are Edge Servers: they pass on what comes, and nobody is at home there. */
  readonly isEdge: boolean;
  /** What an Edge pool shows to the outside. */
  readonly outside?: EdgeNames;
  /** What its web services are called outside. */
  readonly webExternal?: string;
}

export type PoolScheme = OfferedScheme | 'Digest';

export interface LabServer {
  readonly fqdn: string;
  readonly pool: LabPool;
}

export interface Topology {
  readonly pools: readonly LabPool[];
  readonly servers: readonly LabServer[];
  /** Pools that users can be at home on. */
  readonly homes: readonly LabPool[];
  /** @throws CoexistenceError UNKNOWN_LAB_USER */
  pool(fqdn: string): LabPool;
}

/** What the servers of a pool or of a generation (by name) accept in a TLS handshake, instead of what is true for the generation. */
export type TlsOverrides = Readonly<Record<string, Partial<ListenerTls>>>;

/** What the servers of a pool or of a generation (by name) offer; else NTLM alone, or Digest where the estate has a gateway in front. */
export type SchemeOverrides = Readonly<Record<string, readonly PoolScheme[]>>;

/**
 * The pools and servers of an environment, each with what is true for its generation.
 * @throws CoexistenceError LAB_ESTATE_INVALID
 */
export function topologyOf(environment: Environment, overrides: TlsOverrides = {}, schemes: SchemeOverrides = {}): Topology {
  const pools = environment.sites.flatMap((site) => site.pools.map((pool) => labPool(pool, site.name, overrides, schemes)));
  const servers = pools.flatMap((pool) => pool.servers);
  if (servers.length === 0) {
    throw new CoexistenceError('LAB_ESTATE_INVALID', `The estate "${environment.name}" has no server to bring to life.`);
  }
  const given = [...Object.keys(overrides), ...Object.keys(schemes)];
  const unknown = given.filter((name) => !pools.some((pool) => pool.fqdn === name || pool.generation === name));
  if (unknown.length > 0) {
    throw new CoexistenceError(
      'LAB_ESTATE_INVALID',
      `Settings were given for ${unknown.join(', ')}, which the estate does not have.`,
    );
  }
  return {
    pools,
    servers,
    homes: pools.filter(({ isEdge }) => !isEdge),
    pool(fqdn) {
      const found = pools.find((pool) => pool.fqdn === fqdn.toLowerCase());
      if (found !== undefined) return found;
      throw new CoexistenceError(
        'UNKNOWN_LAB_USER',
        `The lab has no pool "${fqdn}"; it has ${pools.map((pool) => pool.fqdn).join(', ')}.`,
      );
    },
  };
}

function labPool(pool: Pool, site: string, overrides: TlsOverrides, schemes: SchemeOverrides): LabPool {
  const truth = truthOf(pool.generation);
  const servers: LabServer[] = [];
  const tls = { ...truth.tls, ...overrides[pool.generation], ...overrides[pool.fqdn] };
  const byDefault: readonly PoolScheme[] = [pool.authentication === 'digest' ? 'Digest' : 'NTLM'];
  const made: LabPool = {
    fqdn: pool.fqdn.toLowerCase(),
    site,
    generation: pool.generation,
    truth,
    tls,
    schemes: schemes[pool.fqdn] ?? schemes[pool.generation] ?? byDefault,
    servers,
    isEdge: pool.servers.some(({ roles }) => roles.includes('edge')),
    ...(pool.edge !== undefined && { outside: pool.edge }),
    ...(pool.webExternal !== undefined && { webExternal: pool.webExternal }),
  };
  for (const server of pool.servers) servers.push({ fqdn: server.fqdn.toLowerCase(), pool: made });
  return made;
}
