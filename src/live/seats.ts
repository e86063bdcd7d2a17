import type { Environment, Site } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import type { GenerationName } from '../generations/index.ts';
import { type CaseTarget, type Endpoint, endpointFor, endpointsOf } from '../plan/index.ts';

/** As whom a session is opened: what the account is for, in the environment file. */
export type Purpose = 'siteAdmin' | 'readOnly';

/** Where, and as whom, questions about a site are asked. */
export interface Seat {
  readonly site: Site;
  readonly endpoint: Endpoint;
  readonly purpose: Purpose;
}

const asReader = ' as readOnly';

/**
 * The name of the seat of a pool: `Redmond via pool01.contoso.net`, or on this host `Redmond with lync-2010`. Without a pool it is the newest of
 * the site, whose tools read and write both generations.
 */
export function seatOf(environment: Environment, site: string, pool?: string): string {
  const found = environment.sites.find(({ name }) => name === site);
  const endpoint = found === undefined ? undefined : endpointFor(found, pool);
  return endpoint === undefined ? site : `${site} ${endpoint.name}`;
}

/** The name of the seat that a case is looked at from. */
export function seatOfCase(environment: Environment, site: string, target: CaseTarget): string {
  if (target.kind === 'site' && target.tools !== undefined) return `${site} with ${target.tools}`;
  return seatOf(environment, site, 'pool' in target ? target.pool : undefined);
}

/** The same seat, for the account that may only read. */
export const asReadOnly = (seat: string): string => `${seat}${asReader}`;

/** The seat of a name that {@link seatOf} gave, or of a site. */
export function seatNamed(environment: Environment, name: string): Seat {
  const purpose: Purpose = name.endsWith(asReader) ? 'readOnly' : 'siteAdmin';
  const place = purpose === 'readOnly' ? name.slice(0, -asReader.length) : name;
  for (const site of environment.sites) {
    const endpoint =
      site.name === place ? endpointFor(site) : endpointsOf(site).find((each) => `${site.name} ${each.name}` === place);
    if (endpoint !== undefined) return { site, endpoint, purpose };
  }
  throw new CoexistenceError('UNEXPECTED', `The plan names the site ${name}, which is not in the environment.`);
}

/** The generation whose tools a seat on this host asks for; `undefined` where a session leads to a pool. */
export const toolsAsked = ({ endpoint: { at } }: Seat): GenerationName | undefined => ('tools' in at ? at.tools : undefined);
