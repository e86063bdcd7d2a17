import type { Administration, Pool } from '../environment/model.ts';
import { generationOf } from '../generations/index.ts';

/** The pool whose tools administer a site: the newest generation reads and writes both, the older one only its own. */
export function administeringPool(pools: readonly Pool[]): Pool | undefined {
  // Only the web services of a front end or Director have an endpoint: an Edge or Mediation pool is the last resort.
  const ends = pools.filter(({ servers }) =>
    servers.some(({ roles }) => roles.includes('front-end') || roles.includes('director')),
  );
  const byAge = [...(ends.length > 0 ? ends : pools)];
  return byAge.sort((a, b) => generationOf(b.generation).topologyVersion - generationOf(a.generation).topologyVersion)[0];
}

/**
 * Where the session of a lane is opened: `https://POOL/OcsPowershell`, or for WinRM the first server of the pool; `undefined` for `via: local`.
 * Without a pool it is the one whose tools administer the site.
 */
export function endpointOf(
  site: { readonly administration: Administration; readonly pools: readonly Pool[] },
  pool?: string,
): string | undefined {
  const { via } = site.administration;
  if (via === 'local') return undefined;
  const found = site.pools.find(({ fqdn }) => fqdn === pool) ?? administeringPool(site.pools);
  return via === 'remote' ? `https://${found?.fqdn}/OcsPowershell` : found?.servers[0]?.fqdn;
}

/** What a lane needs to find the cmdlets of a site: stand-ins where there are some (the lab), and where to open a session. */
export function routeTo(
  site: Parameters<typeof endpointOf>[0],
  shell: { readonly module?: string; readonly remoting?: string },
  pool?: string,
): { module?: string; remoting?: string; endpoint?: string } {
  const endpoint = endpointOf(site, pool);
  return {
    ...(shell.module === undefined ? {} : { module: shell.module }),
    ...(shell.remoting === undefined ? {} : { remoting: shell.remoting }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}
