import type { Pool } from '../environment/model.ts';
import type { TlsProfileName } from '../generations/index.ts';
import { type EntryPoint, edgeGenerationIn, entryPoints, leadsTo } from '../guide/index.ts';
import { type Finding, fail, pass, undetermined } from '../outcome/index.ts';
import type { PortSight, SpokenSight } from '../probes/model.ts';
import { humanAge, isoTime } from '../time/index.ts';
import { type Trouble, troubleFinding } from './trouble.ts';

/** A look at one TLS port of one server: what it showed, or why nobody saw anything. */
export interface PortObservation {
  readonly server: string;
  readonly port: number;
  readonly sight?: PortSight;
  /** It takes connections, and no handshake was tried. */
  readonly open?: true;
  /** What it said, where no TLS comes first. */
  readonly spoken?: SpokenSight;
  /** `udp` where it is no port of TCP. */
  readonly over?: 'udp';
  readonly trouble?: Trouble;
}

const at = ({ server, port, over }: PortObservation): string => `${server}:${port}${over === undefined ? '' : `/${over}`}`;

/** Without a handshake there is nothing to judge: the case of the port itself carries the failure. */
function unseen(seen: PortObservation): Finding {
  return undetermined('DEPENDS_ON_OTHER', `${at(seen)} showed no certificate: ${seen.trouble?.message ?? 'nobody looked'}`);
}

/** The port takes connections and speaks TLS, or what else belongs there. */
export function judgePort(seen: PortObservation): Finding {
  if (seen.open === true) return pass(`${at(seen)} takes connections.`);
  if (seen.spoken !== undefined) return pass(`${at(seen)} speaks ${seen.spoken.protocol}: ${seen.spoken.answer}.`);
  if (seen.sight === undefined) return troubleFinding(seen.trouble!);
  const { version, wantsCertificate } = seen.sight;
  if (wantsCertificate !== true) return pass(`${at(seen)} answers with ${version}.`);
  return pass(`${at(seen)} answers with ${version}, and takes nobody who shows no certificate of a partner.`);
}

/** Nobody takes connections at the port any more. Silence shows that only where the host is known to be alive. */
export function judgeClosed(seen: PortObservation): Finding {
  if (seen.open === true) {
    return fail('LEGACY_EDGE_OPEN', `${at(seen)} takes connections although federation has moved to the 2013 Edge pool.`, [
      { text: 'Access Edge service of 2010.', expected: 'stopped and disabled', observed: 'takes connections' },
    ]);
  }
  const { code, message, aliveBecause } = seen.trouble!;
  if (code === 'CONNECTION_REFUSED') return pass(`${at(seen)} is closed from here.`, [{ text: message }]);
  if (code === 'NO_ANSWER' && aliveBecause !== undefined) {
    return pass(`${at(seen)} takes no connections.`, [{ text: message }, { text: aliveBecause }]);
  }
  return undetermined(code, message);
}

// OpenSSL looks at times last and tells one problem only: it has then said nothing about the chain.
const timeProblems = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

/** The certificate leads to an authority that is trusted here. */
export function judgeChain(seen: PortObservation, now: number): Finding {
  if (seen.sight === undefined) return unseen(seen);
  const { problem, certificate } = seen.sight;
  if (problem === undefined)
    return pass(`The certificate of ${at(seen)} was issued by ${certificate.issuer}, who is trusted here.`);
  if (timeProblems.includes(problem)) {
    const { from, to, issuer, subject } = certificate;
    if (to <= now || from > now) {
      return undetermined('DEPENDS_ON_OTHER', `The certificate of ${at(seen)} is out of its time: its chain was not judged.`);
    }
    // Nobody else says so: the time of this one is good.
    return fail('CERTIFICATE_UNTRUSTED', `A certificate above that of ${at(seen)} is out of its time; ${issuer} issued it.`, [
      { text: `Chain of the certificate of ${subject}.`, expected: 'to a trusted authority', observed: problem },
    ]);
  }
  return fail(
    'CERTIFICATE_UNTRUSTED',
    `The certificate of ${at(seen)} was issued by ${certificate.issuer}, who is not trusted here.`,
    [{ text: `Chain of the certificate of ${certificate.subject}.`, expected: 'to a trusted authority', observed: problem }],
  );
}

/** The certificate is valid now, and for as long as the budget asks. */
export function judgeExpiry(seen: PortObservation, now: number, warning: number): Finding {
  if (seen.sight === undefined) return unseen(seen);
  const { from, to, subject } = seen.sight.certificate;
  const reason = { text: `Time of the certificate of ${subject}.`, observed: `${isoTime(from)} to ${isoTime(to)}` };
  if (to <= now) {
    return fail('CERTIFICATE_EXPIRED', `The certificate of ${at(seen)} expired ${humanAge(now - to)} ago.`, [reason]);
  }
  if (from > now) {
    return fail('CERTIFICATE_EXPIRED', `The certificate of ${at(seen)} becomes valid only in ${humanAge(from - now)}.`, [reason]);
  }
  const left = `The certificate of ${at(seen)} is valid for another ${humanAge(to - now)}`;
  if (to - now >= warning) return pass(`${left}.`);
  return fail(
    'CERTIFICATE_EXPIRES_SOON',
    `${left}, less than the ${humanAge(warning)} that budgets.certificateWarning asks for.`,
    [reason],
  );
}

/** A wildcard stands for one label (RFC 6125 section 6.4.3). */
const covers = (name: string, wanted: string): boolean =>
  name === wanted || (name.startsWith('*.') && wanted.includes('.') && wanted.slice(wanted.indexOf('.')) === name.slice(1));

const leadsHere = (entry: EntryPoint, pool: Pool, phase: Parameters<typeof leadsTo>[1]): boolean =>
  leadsTo(entry, phase) === pool.generation && !entry.optional;

/**
 * The names under which clients come to a port: of the web sites also the simple URLs that lead to this generation in this phase; of the
 * Access Edge, where it has XMPP, the SIP domains as well.
 */
export function namesOfPort(
  { port, server }: { readonly port: string; readonly server: string },
  pool: Pool,
  estate: { readonly sipDomains: readonly string[]; readonly phase: Parameters<typeof leadsTo>[1] },
): readonly string[] {
  const inside = pool.servers.find(({ fqdn }) => fqdn === server);
  if (inside === undefined) {
    const hasXmpp = pool.edge?.xmpp === true && edgeGenerationIn(estate.phase) === pool.generation;
    return [server, ...(port === 'sip' && hasXmpp ? estate.sipDomains : [])];
  }
  if (port === 'sip' || inside.roles.includes('edge')) return [...new Set([pool.fqdn, server])];
  const hosts = entryPoints.filter((entry) => entry.record === 'A' && leadsHere(entry, pool, estate.phase));
  return [...new Set([server, ...estate.sipDomains.flatMap((domain) => hosts.map(({ label }) => `${label}.${domain}`))])];
}

/** The certificate has every name under which clients come to the port. */
export function judgeNames(seen: PortObservation, wanted: readonly string[]): Finding {
  if (seen.sight === undefined) return unseen(seen);
  const { names, subject } = seen.sight.certificate;
  const known = names.length > 0 ? names : [subject.toLowerCase()];
  const missing = wanted.filter((name) => !known.some((entry) => covers(entry, name.toLowerCase())));
  if (missing.length === 0) return pass(`The certificate of ${at(seen)} is for ${wanted.join(', ')}.`);
  return fail('CERTIFICATE_WRONG_NAME', `The certificate of ${at(seen)} is not for ${missing.join(', ')}.`, [
    { text: `Names of the certificate of ${subject}.`, expected: wanted.join(', '), observed: known.join(', ') },
  ]);
}

const weakestRsa: Readonly<Record<TlsProfileName, number>> = { modern: 2048, 'lync-2013': 2048, 'lync-2010': 1024 };
const weakestCurve = 224;

/** The key is long enough for the TLS profile of the pool. */
export function judgeStrength(seen: PortObservation, profile: TlsProfileName): Finding {
  if (seen.sight === undefined) return unseen(seen);
  const { type, bits } = seen.sight.certificate.key;
  const least = type === 'rsa' ? weakestRsa[profile] : weakestCurve;
  const what = `The certificate of ${at(seen)} has a key of ${bits} bits (${type})`;
  if (bits >= least) return pass(`${what}.`);
  return fail('CERTIFICATE_KEY_WEAK', `${what}; the TLS profile ${profile} asks for ${least}.`, [
    { text: 'Length of the key.', expected: `${least} bits or more`, observed: `${bits} bits` },
  ]);
}

const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const oldestVersion: Readonly<Record<TlsProfileName, string>> = {
  modern: 'TLSv1.2',
  'lync-2013': 'TLSv1.2',
  'lync-2010': 'TLSv1',
};

/** The newest version that the port offers is not older than the TLS profile of the pool allows. */
export function judgeTlsVersion(seen: PortObservation, profile: TlsProfileName): Finding {
  if (seen.sight === undefined) return unseen(seen);
  const { version, cipher } = seen.sight;
  const oldest = oldestVersion[profile];
  if (versions.indexOf(version) >= versions.indexOf(oldest)) return pass(`${at(seen)} offers ${version} with ${cipher}.`);
  return fail(
    'TLS_VERSION_OLD',
    `${at(seen)} offers nothing newer than ${version}; the TLS profile ${profile} asks for ${oldest}.`,
    [{ text: 'Version of the handshake.', expected: `${oldest} or newer`, observed: version }],
  );
}
