import type { FaultName, FaultParameters } from '../model.ts';

/** Which thing of an estate a parameter takes when nobody names one: words for `defaults.ts`, so that this file stays data. */
export type DefaultTarget =
  | 'second site'
  | 'first site'
  | '2010 pool of the first site'
  | '2013 pool of the first site'
  | 'first server of the 2013 pool of the first site'
  | 'second server of the 2013 pool of the first site'
  | 'last server of the 2013 pool of the first site'
  | 'RTCIMMCU'
  | '_sipinternaltls._tcp'
  | 'dialin'
  | 'domain'
  | 'meet'
  | 'Edge pool of 2010'
  | 'federation'
  | 'media'
  | 'media-udp';

export interface FaultDescription {
  readonly name: FaultName;
  /** One line for a list of faults. */
  readonly summary: string;
  /** The parameters it takes, each with its default. */
  readonly parameters: Readonly<Partial<Record<keyof FaultParameters, DefaultTarget>>>;
}
