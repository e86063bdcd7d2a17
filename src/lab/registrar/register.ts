import { gruuOpaqueOfInstance, instanceOfEpid } from '../../sip/auth/index.ts';
import { parseNameAddr, parseUri, type SipRequest, splitList, WireError } from '../../sip/wire/index.ts';
import type { LabUser } from '../model.ts';
import { diagnosed, publiclyDiagnosed } from './answers.ts';
import { authenticate } from './authentication.ts';
import { type Connection, credentialsOf, type HeaderPairs } from './connection.ts';
import type { Core } from './core.ts';
import { deregister } from './deregister.ts';
import type { Endpoint } from './directory.ts';
import { addressOfRecord, cameThroughEdge } from './names.ts';

/** Seconds that a redirect may be remembered. */
const redirectSeconds = 2_592_000;

/** Without blanks and on one line: clients split at the comma and compare exactly. */
const allowedEvents =
  'vnd-microsoft-provisioning,vnd-microsoft-roaming-contacts,vnd-microsoft-roaming-ACL,presence,presence.wpending,' +
  'vnd-microsoft-roaming-self,vnd-microsoft-provisioning-v2';

/**
 * Answers REGISTER: proof of the password first, then 301 to the home pool or 200 (MS-SIPREGE, MS-SIPAE).
 * @throws WireError
 */
export function register(core: Core, connection: Connection, request: SipRequest): void {
  const uri = parseNameAddr(request.headers.get('From') ?? '').uri;
  const user = core.estate.users.get(addressOfRecord(uri));
  if (user === undefined) {
    connection.respond(request, 404, 'Not Found', { headers: diagnosed(connection, 4005) });
    return;
  }
  const isAnother = connection.association !== undefined && isProof(connection, request);
  if (isAnother && core.isBroken('second-proof-refused', connection.server.pool.fqdn)) {
    connection.respond(request, 403, 'Forbidden');
    return;
  }
  const isHere = (fault: 'front-end-refuses' | 'front-end-sends-away'): boolean =>
    core.estate.faults.active(fault)?.server?.toLowerCase() === connection.server.fqdn;
  if (isHere('front-end-refuses')) {
    connection.respond(request, 503, 'Service Unavailable', {}, true);
    return;
  }
  const owner = authenticate(core, connection, request);
  if (owner === undefined) return;
  if (owner !== user || (connection.endpoint !== undefined && connection.endpoint.user !== user)) {
    connection.respond(request, 403, 'Forbidden', { headers: diagnosed(connection, 4004) });
    return;
  }
  if (!user.enabled) {
    connection.respond(request, 403, 'Forbidden', {
      headers: [...diagnosed(connection, 4141), ...publiclyDiagnosed(4141)],
    });
    return;
  }
  const { fqdn } = connection.server.pool;
  const isSentAway = core.isBroken('redirect-loop', fqdn) || isHere('front-end-sends-away');
  if (user.pool !== fqdn || isSentAway) {
    redirect(core, connection, request, isSentAway && user.pool === fqdn ? anotherPool(core, fqdn) : user.pool);
    return;
  }
  if (Number(request.headers.get('Expires') ?? core.registrationSeconds) === 0) {
    signOut(core, connection, request);
    return;
  }
  signIn(core, connection, request, user);
}

/** Any pool but this one: it knows better, and sends the user back. */
const anotherPool = (core: Core, fqdn: string): string => core.topology.homes.find((pool) => pool.fqdn !== fqdn)?.fqdn ?? fqdn;

/** Whether a REGISTER begins or goes on to prove, rather than being signed alone. */
function isProof({ association }: Connection, request: SipRequest): boolean {
  const credentials = credentialsOf(request);
  return credentials === undefined || association?.stepOf(credentials) !== 'other';
}

function redirect(core: Core, connection: Connection, request: SipRequest, pool: string): void {
  const home = core.topology.pool(pool);
  connection.respond(request, 301, 'Redirect request to Home Server', {
    headers: [
      ['Contact', `<${core.names.poolUri(home, connection.transport)}>`],
      ['Expires', String(redirectSeconds)],
    ],
  });
}

function signOut(core: Core, connection: Connection, request: SipRequest): void {
  const endpoint = connection.endpoint;
  connection.respond(request, 200, 'OK', { headers: [['Expires', '0'], ...commonHeaders(connection, 'deleted')] });
  if (endpoint === undefined) return;
  connection.endpoint = undefined;
  core.directory.remove(endpoint);
}

function signIn(core: Core, connection: Connection, request: SipRequest, user: LabUser): void {
  const known = connection.endpoint;
  const pool = connection.server.pool.fqdn;
  if (known !== undefined && core.isBroken('renewal-refused', pool) && !isProof(connection, request)) {
    connection.respond(request, 503, 'Service Unavailable');
    return;
  }
  const endpoint = known ?? newEndpoint(connection, request, user);
  if (known === undefined) {
    // The same device coming back before its old connection was seen to be lost.
    for (const old of core.directory.of(user).filter((other) => other.instance === endpoint.instance)) {
      old.connection.endpoint = undefined;
      core.directory.remove(old);
    }
    connection.endpoint = endpoint;
    core.directory.add(endpoint);
  }
  core.directory.renew(endpoint, core.registrationSeconds);
  connection.respond(request, 200, 'OK', {
    headers: [
      ...core.directory.of(user).map((entry) => ['Contact', contactOf(entry, core.registrationSeconds)] as const),
      ['Expires', String(core.registrationSeconds)],
      ...commonHeaders(connection, known === undefined ? 'added' : 'refreshed'),
      ['ms-keep-alive', `UAS; tcp=no; hop-hop=yes; end-end=no; timeout=${core.keepAliveSeconds}`],
      ...(cameThroughEdge(core, request) ? [['ms-user-logon-data', 'RemoteUser'] as const] : []),
      ['Allow-Events', allowedEvents],
      // One value a line: clients compare whole lines.
      ...connection.server.pool.truth.supported.map((tag) => ['Supported', tag] as const),
    ],
  });
  if (known === undefined && core.isBroken('signed-out-at-once', pool)) deregister(core, endpoint, 'rejected');
}

const commonHeaders = (connection: Connection, action: string): HeaderPairs => [
  [
    'presence-state',
    `register-action="${action}"${connection.server.pool.generation === 'lync-2010' ? '' : ';primary-cluster-type="central";is-connected-to-primary="yes"'}`,
  ],
];

const contactOf = ({ contact, connection, instance, gruu }: Endpoint, seconds: number): string =>
  `<${contact};ms-received-cid=${connection.id}>;expires=${seconds};+sip.instance="<urn:uuid:${instance}>";gruu="${gruu}"`;

/** @throws WireError */
function newEndpoint(connection: Connection, request: SipRequest, user: LabUser): Endpoint {
  const contact = parseNameAddr(splitList(request.headers.get('Contact') ?? '')[0] ?? '');
  const epid = parseNameAddr(request.headers.get('From') ?? '').parameters.epid ?? '';
  const told = /^<urn:uuid:([0-9a-f-]{36})>$/i.exec(contact.parameters['+sip.instance'] ?? '')?.[1]?.toLowerCase();
  if (told === undefined && epid === '') throw new WireError('a REGISTER with neither epid nor +sip.instance');
  // A Contact that cannot be read would be found out only when somebody calls.
  parseUri(contact.uri);
  const instance = told ?? instanceOfEpid(epid);
  const opaque = gruuOpaqueOfInstance(instance);
  return {
    user,
    epid,
    instance,
    opaque,
    gruu: `${addressOfRecord(user.uri)};opaque=user:epid:${opaque};gruu`,
    contact: contact.uri,
    connection,
    callId: request.headers.get('Call-ID') ?? '',
    ...(request.headers.has('User-Agent') && { userAgent: request.headers.get('User-Agent')! }),
  };
}
