import type { Pool, Site } from '../environment/index.ts';
import { type GenerationName, generationOf } from '../generations/index.ts';

/** A way into the administration of a site: the remote endpoint of a pool, or on this host the tools of a generation. */
export interface Endpoint {
  /** Unique in the site, and the same in every run: `via pool01.contoso.net`, or `with lync-2010`. */
  readonly name: string;
  /** For sentences: `pool01.contoso.net`, or `the tools of Lync Server 2010`. */
  readonly words: string;
  readonly generation: GenerationName;
  readonly at: { readonly pool: string } | { readonly tools: GenerationName };
  /** Pools that can be administered through it. */
  readonly pools: readonly string[];
  /** True for tools that are older than the newest pool of the site: hosts have one generation, and need not have that one. */
  readonly isOlder: boolean;
}

/** Edge and Mediation pools have no endpoint of their own: only the web services of a front end or Director have one. */
const hasEndpoint = ({ servers }: Pool): boolean =>
  servers.some(({ roles }) => roles.some((role) => role === 'front-end' || role === 'director'));

const versionOf = (generation: GenerationName): number => generationOf(generation).topologyVersion;

/** The endpoints of a site, in the order in which their pools or generations first stand in the file. A site with a pool has at least one. */
export function endpointsOf({ administration: { via }, pools }: Site): readonly Endpoint[] {
  const newest = Math.max(...pools.map(({ generation }) => versionOf(generation)));
  if (via === 'local') {
    return [...new Set(pools.map(({ generation }) => generation))].map((generation) => ({
      name: `with ${generation}`,
      words: `the tools of ${generationOf(generation).productName}`,
      generation,
      at: { tools: generation },
      pools: pools.flatMap((pool) => (versionOf(pool.generation) <= versionOf(generation) ? [pool.fqdn] : [])),
      isOlder: versionOf(generation) < newest,
    }));
  }
  const own = pools.filter(hasEndpoint);
  const ends = own.length > 0 ? own : pools.slice(0, 1);
  const chief = newestOf(ends);
  return ends.map((pool) => ({
    name: `via ${pool.fqdn}`,
    words: pool.fqdn,
    generation: pool.generation,
    at: { pool: pool.fqdn },
    pools: [pool.fqdn, ...(pool === chief ? pools.filter((other) => !ends.includes(other)).map(({ fqdn }) => fqdn) : [])],
    isOlder: false,
  }));
}

const newestOf = (pools: readonly Pool[]): Pool | undefined =>
  [...pools].sort((a, b) => versionOf(b.generation) - versionOf(a.generation))[0];

/**
 * The endpoint through which a pool is asked about: its own, else that of its generation; without a pool the newest of the site, whose tools read
 * and write both generations.
 */
export function endpointFor(site: Site, pool?: string): Endpoint | undefined {
  const ends = endpointsOf(site);
  const generation = site.pools.find(({ fqdn }) => fqdn === pool)?.generation;
  const own = pool === undefined ? [] : ends.filter(({ pools }) => pools.includes(pool));
  return (
    own.find((end) => end.generation === generation) ??
    own[0] ??
    [...ends].sort((a, b) => versionOf(b.generation) - versionOf(a.generation))[0]
  );
}
