import type { GenerationName } from '../generations/index.ts';
import type { CheckId } from '../outcome/index.ts';
import { type PhaseName, phaseNames } from './phases/model.ts';

/** A name below each SIP domain through which clients come in. */
export interface EntryPoint {
  /** `meet`, `_sipinternaltls._tcp` */
  readonly label: string;
  readonly record: 'SRV' | 'A';
  /** Port that an SRV record must name. */
  readonly port?: number;
  /** Its absence is no defect. */
  readonly optional: boolean;
  /** Where it leads before the phase named: to a 2010 pool, or to whichever. */
  readonly before: GenerationName | 'either';
  /** From this phase on it leads to a 2013 pool. */
  readonly movesIn: PhaseName;
}

const host = { record: 'A', optional: false, before: 'lync-2010', movesIn: 'federation-moved' } as const;

/**
 * What the migration guide says of names ("Update DNS SRV records", "Configure DNS for simple URLs"), and what the field adds: where
 * lyncdiscover leads before the cut-over is documented nowhere, so either generation will do until then.
 */
export const entryPoints: readonly EntryPoint[] = [
  { label: '_sipinternaltls._tcp', record: 'SRV', port: 5061, optional: false, before: 'lync-2010', movesIn: 'decommission' },
  { ...host, label: 'sip', movesIn: 'decommission', optional: true },
  { ...host, label: 'lyncdiscoverinternal', before: 'either' },
  // An external name: a name server inside need not know it.
  { ...host, label: 'lyncdiscover', before: 'either', optional: true },
  { ...host, label: 'meet' },
  { ...host, label: 'dialin' },
  { ...host, label: 'admin', optional: true },
];

export const entryPointOf = (label: string): EntryPoint | undefined => entryPoints.find((entry) => entry.label === label);

/** The generation to which an entry point leads in a phase. */
export const leadsTo = ({ before, movesIn }: EntryPoint, phase: PhaseName): GenerationName | 'either' =>
  phaseNames.indexOf(phase) >= phaseNames.indexOf(movesIn) ? 'lync-2013' : before;

/** A service of each SIP domain for the outside, which an SRV record leads to an Edge pool. */
export interface EdgeService {
  /** `_sip._tls` */
  readonly label: string;
  readonly check: CheckId;
  /** What an Edge pool must have to be led to. */
  readonly through: 'access' | 'federation' | 'xmpp';
  /** The port that the record must name; absent: that of the Access Edge for remote users. */
  readonly port?: number;
  /** Before federation moves there need be no record: the service came with 2013, or goes through a host that no environment file names. */
  readonly since2013: boolean;
}

/** "Configure federation routes and media traffic" and "Configure XMPP gateway access policies and certificates". */
export const edgeServices: readonly EdgeService[] = [
  { label: '_sip._tls', check: 'entry-points.external-srv', through: 'access', since2013: false },
  { label: '_sipfederationtls._tcp', check: 'entry-points.federation-srv', through: 'federation', port: 5061, since2013: false },
  { label: '_xmpp-server._tcp', check: 'entry-points.xmpp-srv', through: 'xmpp', port: 5269, since2013: true },
];

export const edgeServiceOf = (label: string): EdgeService | undefined => edgeServices.find((entry) => entry.label === label);

/** The generation through whose Edge Servers remote users and partners come in a phase. */
export const edgeGenerationIn = (phase: PhaseName): GenerationName =>
  phaseNames.indexOf(phase) >= phaseNames.indexOf('federation-moved') ? 'lync-2013' : 'lync-2010';
