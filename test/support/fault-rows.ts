import type { CaseResult } from '../../src/results/index.ts';

/** What a fault turns, and into what: every case it should, and no other. */
export interface Row {
  readonly exitCode: number;
  readonly word: string;
  /** What it breaks, where that can be broken in one way at a time: two such faults are never tried together. */
  readonly on?: string;
  /** The code a case must end with under the fault, or `undefined` for a pass. */
  expected(result: CaseResult): string | undefined;
}

/** The port that faults of certificates and handshakes work on, when nobody names another. */
const port = 'fe2013c.contoso.net:443';
const noGo = { exitCode: 1, word: 'NO-GO' };

const codesOf = (codes: Readonly<Record<string, string>>): Row => ({ ...noGo, expected: ({ case: { id } }) => codes[id] });

/** A server shows one certificate, and accepts one range of TLS versions. */
const certificateWith = (codes: Readonly<Record<string, string>>): Row => ({ ...codesOf(codes), on: port });

/** Nobody sees a certificate where the port does not get so far. */
const portWith = (code: string, at = port): Row => ({
  ...noGo,
  on: at,
  expected({ case: { check, target } }) {
    if (target.kind !== 'port' || target.at !== at) return undefined;
    return check === 'nodes.ports' ? code : 'DEPENDS_ON_OTHER';
  },
});

/** Faults of ports, certificates, names and pages. */
export const entryPointRows: Readonly<Record<string, Row>> = {
  'certificate-expired': certificateWith({
    [`nodes.certificate-expiry[${port}]`]: 'CERTIFICATE_EXPIRED',
    // OpenSSL says of an expired certificate that it is expired, and no more.
    [`nodes.certificate-chain[${port}]`]: 'DEPENDS_ON_OTHER',
  }),
  'certificate-untrusted': certificateWith({ [`nodes.certificate-chain[${port}]`]: 'CERTIFICATE_UNTRUSTED' }),
  'certificate-wrong-name': certificateWith({ [`nodes.certificate-names[${port}]`]: 'CERTIFICATE_WRONG_NAME' }),
  'certificate-weak': certificateWith({ [`nodes.certificate-strength[${port}]`]: 'CERTIFICATE_KEY_WEAK' }),
  'tls-outdated': certificateWith({ [`nodes.tls-version[${port}]`]: 'TLS_VERSION_OLD' }),
  'handshake-broken': portWith('HANDSHAKE_FAILED'),
  'web-port-closed': portWith('CONNECTION_REFUSED'),
  'front-end-refuses': codesOf({ 'nodes.sign-in[fe2013c.contoso.net]': 'SIGN_IN_REFUSED' }),
  'front-end-sends-away': {
    ...codesOf({ 'nodes.sign-in[fe2013b.contoso.net]': 'NODE_SENDS_AWAY' }),
    on: 'redirects of pool02.contoso.net',
  },
  'name-server-silent': {
    exitCode: 2,
    word: 'UNDECIDED',
    expected: ({ case: { check } }) =>
      check === 'entry-points.host-records' || check.endsWith('-srv') ? 'NAME_SERVER_UNREACHABLE' : undefined,
  },
  'name-leads-astray': codesOf({ 'entry-points.internal-srv[_sipinternaltls._tcp.contoso.net]': 'ENTRY_POINT_WRONG' }),
  'name-missing': codesOf({ 'entry-points.host-records[dialin.contoso.net]': 'RECORD_MISSING' }),
  'edge-records-astray': codesOf({
    'entry-points.external-srv[_sip._tls.contoso.net]': 'ENTRY_POINT_WRONG',
    'entry-points.federation-srv[_sipfederationtls._tcp.contoso.net]': 'ENTRY_POINT_WRONG',
    'entry-points.xmpp-srv[_xmpp-server._tcp.contoso.net]': 'ENTRY_POINT_WRONG',
  }),
  'edge-port-closed': {
    ...noGo,
    on: 'access.contoso.net:443',
    expected: (result) =>
      portWith('CONNECTION_REFUSED', 'access.contoso.net:443').expected(result) ??
      (result.case.check === 'signin.remote' ? 'CONNECTION_REFUSED' : undefined),
  },
  'edge-cut-off': {
    ...noGo,
    on: 'access.contoso.net:443',
    expected: ({ case: { check } }) => (check === 'signin.remote' ? 'SIGN_IN_REFUSED' : undefined),
  },
  'edge-offer-closed': portWith('CONNECTION_REFUSED', 'access.contoso.net:5061'),
  'edge-offer-silent': {
    exitCode: 2,
    word: 'UNDECIDED',
    expected: ({ case: { id } }) => (id === 'nodes.ports[av.contoso.net:3478/udp]' ? 'RELAY_UNANSWERED' : undefined),
  },
  'edge-offer-garbled': codesOf({ 'nodes.ports[av.contoso.net:443]': 'PROTOCOL_NOT_SPOKEN' }),
  'autodiscover-astray': codesOf({
    'entry-points.autodiscover[migrated Mika]': 'AUTODISCOVER_WRONG',
    'entry-points.autodiscover-outside[migrated Mika]': 'AUTODISCOVER_WRONG',
  }),
  'simple-url-broken': {
    ...noGo,
    on: 'meetings',
    expected({ case: { id, check } }) {
      if (id === 'entry-points.simple-urls[meet.contoso.net]') return 'WEB_ANSWER_WRONG';
      if (check === 'entry-points.meeting-pool') return 'DEPENDS_ON_OTHER';
      return check.startsWith('entry-points.meeting') ? 'MEETING_NOT_SHOWN' : undefined;
    },
  },
  'meetings-one-sided': {
    ...noGo,
    on: 'meetings',
    expected: ({ case: { id } }) => (/^entry-points\.meeting-outside\[pool\d2\./.test(id) ? 'MEETING_NOT_SHOWN' : undefined),
  },
  'meeting-astray': {
    exitCode: 0,
    word: 'GO',
    expected: ({ case: { id } }) => (id === 'entry-points.meeting-pool[pool02.contoso.net]' ? 'MEETING_ELSEWHERE' : undefined),
  },
  'control-panel-broken': codesOf({
    'entry-points.control-panel[pool02.contoso.net]': 'WEB_ANSWER_WRONG',
    'administration.control-panel[pool02.contoso.net]': 'WEB_ANSWER_WRONG',
  }),
};

/**
 * The rows of faults that keep users from signing in, or from being sent home, at one pool: what needs those users depends on it.
 *
 * @param code what the sign-in comes to
 */
export const signInRow = (pool: string, code: string, end: { readonly exitCode: number; readonly word: string }): Row => ({
  ...end,
  expected({ case: { suite, check, target, pools } }) {
    if (suite === 'signin') {
      if (target.kind !== 'user' || check === 'signin.wrong-password') return undefined;
      return target.pool === pool || (target.via === pool && code === 'ONLY_TLS_DSK') ? code : undefined;
    }
    if (check === 'nodes.sign-in') return pools.includes(pool) ? code : undefined;
    const needsUsers = ['messaging', 'presence', 'conference', 'contacts', 'registration'].includes(suite);
    return needsUsers && pools.includes(pool) ? 'NOT_SIGNED_IN' : undefined;
  },
});

/** Faults of what happens while users sign in. */
export const signInRows: Readonly<Record<string, Row>> = {
  'only-tls-dsk': signInRow('pool02.contoso.net', 'ONLY_TLS_DSK', { exitCode: 2, word: 'UNDECIDED' }),
  'sip-ciphers-outdated': {
    exitCode: 2,
    word: 'UNDECIDED',
    expected({ case: { check, target } }) {
      if (check === 'nodes.sign-in' && target.kind === 'user' && target.via === 'fe2013c.contoso.net')
        return 'CIPHERS_NOT_SPOKEN';
      if (target.kind !== 'port' || target.at !== 'fe2013c.contoso.net:5061') return undefined;
      return check === 'nodes.ports' ? 'CIPHERS_NOT_SPOKEN' : 'DEPENDS_ON_OTHER';
    },
  },
  'redirects-unsigned': {
    ...noGo,
    on: 'redirects of pool02.contoso.net',
    expected: ({ case: { check, target } }) =>
      check === 'signin.redirect' && target.kind === 'user' && target.via === 'pool02.contoso.net'
        ? 'SIGNATURE_MISSING'
        : undefined,
  },
  'answers-changed': signInRow('pool02.contoso.net', 'SIGNATURE_WRONG', noGo),
};

/** Faults of users and what is set up for them, where one run shows them. */
export const userRows: Readonly<Record<string, Row>> = {
  'user-address-blank': codesOf({ 'users.addresses[pool02.contoso.net]': 'ADDRESS_ODD' }),
  'clients-blocked': {
    ...noGo,
    expected: ({ case: { check } }) => (check === 'users.client-versions' ? 'CLIENT_REFUSED' : undefined),
  },
  'dial-plan-differs': codesOf({ 'users.voice-normalization[Redmond]': 'NUMBER_DIFFERS' }),
};
