import type { FaultName, FaultParameters } from '../model.ts';

/** Which thing of an estate a parameter takes when nobody names one: words for `defaults.ts`, so that this file stays data. */
export type DefaultTarget =
  | 'second site'
  | '2013 pool of the first site'
  | 'first server of the 2013 pool of the first site'
  | 'RTCIMMCU';

export interface FaultDescription {
  readonly name: FaultName;
  /** One line for a list of faults. */
  readonly summary: string;
  /** The parameters it takes, each with its default. */
  readonly parameters: Readonly<Partial<Record<keyof FaultParameters, DefaultTarget>>>;
}

/** What can be broken in a lab. */
export const faultCatalogue: readonly FaultDescription[] = [
  {
    name: 'service-stopped',
    summary: 'A Windows service of a server is stopped.',
    parameters: { server: 'first server of the 2013 pool of the first site', service: 'RTCIMMCU' },
  },
  {
    name: 'site-administration-refused',
    summary: 'Whoever administers a site is refused every request.',
    parameters: { site: 'second site' },
  },
  {
    name: 'im-legacy-to-migrated-lost',
    summary: 'Instant messages of users homed on 2010 to users homed on 2013 are accepted and never arrive.',
    parameters: {},
  },
  {
    name: 'presence-to-legacy-frozen',
    summary: 'Users homed on 2010 are no longer told when the presence of anybody changes.',
    parameters: {},
  },
  {
    name: 'conference-not-created',
    summary: 'Users of a pool cannot create conferences: its focus factory is unavailable.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'conference-join-refused',
    summary: 'Conferences of a pool take in no users of the other generation.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'conference-messages-lost',
    summary: 'What is said in conferences of a pool is accepted, and nobody reads it.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'pool-down',
    summary: 'The servers of a pool refuse connections; those that were open are lost.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'estate-unreachable',
    summary: 'Nothing in the estate answers any more, and nothing refuses either.',
    parameters: {},
  },
];
