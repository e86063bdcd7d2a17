import type { Environment, Pool, Site } from '../../environment/model.ts';
import { CoexistenceError } from '../../errors/index.ts';
import type { FaultParameters } from '../model.ts';
import type { DefaultTarget, FaultDescription } from './description.ts';

/**
 * The parameters of a fault with its defaults filled in, checked against the estate.
 * @throws CoexistenceError FAULT_PARAMETER_INVALID: not one of this fault, or it names nothing in the estate
 */
export function completeParameters(fault: FaultDescription, given: FaultParameters, estate: Environment): FaultParameters {
  const taken = Object.keys(fault.parameters);
  for (const [key, value] of Object.entries(given)) {
    if (!taken.includes(key)) {
      throw invalid(
        `The fault ${fault.name} takes no parameter "${key}"; ${taken.length ? `it takes ${taken.join(', ')}` : 'it takes none'}.`,
      );
    }
    if (typeof value !== 'string') throw invalid(`The parameter "${key}" of the fault ${fault.name} must be a text.`);
    requireKnown(fault, key as keyof FaultParameters, value, estate);
  }
  const defaults = Object.entries(fault.parameters)
    .filter(([key]) => !(key in given))
    .map(([key, target]) => [key, defaultOf(target, estate)]);
  return { ...Object.fromEntries(defaults), ...given };
}

function requireKnown(fault: FaultDescription, key: keyof FaultParameters, value: string, estate: Environment): void {
  const known = {
    site: estate.sites.map((site) => site.name),
    pool: pools(estate).map((pool) => pool.fqdn),
    server: pools(estate).flatMap(({ servers, edge }) => [
      ...servers.map((server) => server.fqdn),
      ...[edge?.access, edge?.webConferencing].flatMap((name) => (name === undefined ? [] : [name.fqdn])),
    ]),
    service: undefined,
    name: undefined,
  }[key];
  if (known === undefined || known.includes(value)) return;
  throw invalid(`The fault ${fault.name} cannot work on the ${key} "${value}": the lab has ${known.join(', ')}.`);
}

/** Small estates lack some of it: then the nearest thing that is there. */
function defaultOf(target: DefaultTarget, estate: Environment): string {
  const first = estate.sites[0];
  switch (target) {
    case 'RTCIMMCU':
    case '_sipinternaltls._tcp':
    case 'dialin':
    case 'domain':
    case 'meet':
    case 'federation':
    case 'media':
    case 'media-udp':
      return target;
    case 'second site':
      return (estate.sites[1] ?? first)?.name ?? '';
    case 'Edge pool of 2010':
      return (
        (pools(estate).find((pool) => pool.edge !== undefined && pool.generation === 'lync-2010') ?? newerPool(first))?.fqdn ?? ''
      );
    case 'first site':
      return first?.name ?? '';
    case '2010 pool of the first site':
      return (first?.pools.find((pool) => pool.generation === 'lync-2010') ?? first?.pools[0])?.fqdn ?? '';
    case '2013 pool of the first site':
      return newerPool(first)?.fqdn ?? '';
    case 'last server of the 2013 pool of the first site':
      return newerPool(first)?.servers.at(-1)?.fqdn ?? '';
    case 'second server of the 2013 pool of the first site':
      return (newerPool(first)?.servers[1] ?? newerPool(first)?.servers[0])?.fqdn ?? '';
    case 'first server of the 2013 pool of the first site':
      return newerPool(first)?.servers[0]?.fqdn ?? '';
  }
}

const pools = (estate: Environment): Pool[] => estate.sites.flatMap((site) => site.pools);
const newerPool = (site: Site | undefined): Pool | undefined =>
  site?.pools.find((pool) => pool.generation === 'lync-2013' && isHome(pool)) ?? site?.pools[0];
const isHome = ({ servers }: Pool): boolean => servers.some(({ roles }) => roles.includes('front-end'));

const invalid = (message: string): CoexistenceError => new CoexistenceError('FAULT_PARAMETER_INVALID', message);
