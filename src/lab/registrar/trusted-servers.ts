import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type NameAddr, parseNameAddr, parseUri, type SipRequest } from '../../sip/wire/index.ts';
import type { LabUser } from '../model.ts';
import { diagnosed } from './answers.ts';
import { challengeAnew } from './authentication.ts';
import type { Connection } from './connection.ts';
import type { Core } from './core.ts';
import type { Endpoint } from './directory.ts';
import { addressOfRecord } from './names.ts';

/** What the certificate of a client proves: the names in it, or that it is of an authority that nobody knows; nothing without one. */
export function certificateOf(socket: Socket): { readonly names: readonly string[] } | 'stranger' | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const { raw, subjectaltname = '' } = socket.getPeerCertificate();
  if (raw === undefined) return undefined;
  if (!socket.authorized) return 'stranger';
  return { names: [...subjectaltname.matchAll(/DNS:([^,\s]+)/g)].map(([, name = '']) => name.toLowerCase()) };
}

/** The trusted servers that the topology lists at this moment. */
const listed = (core: Core): readonly string[] =>
  core.estate.environment.trustedServer === undefined || core.estate.faults.active('trusted-server-unlisted') !== undefined
    ? []
    : [core.estate.environment.trustedServer.fqdn];

/** What may be said for users by others: conversations, and nothing that belongs to an endpoint of their own. */
const forOthers = new Set(['INVITE', 'ACK', 'CANCEL', 'BYE', 'MESSAGE', 'INFO']);

/**
 * Takes a request of a host that shows a certificate: of a trusted server it speaks for the user whom it asserts (RFC 3325), with no
 * proof and no signature. An endpoint stands for that user on this connection; `undefined` when the request was answered here.
 */
export function spokenFor(core: Core, connection: Connection, request: SipRequest): Endpoint | undefined {
  const isTrusted = connection.certificateNames.some((name) => listed(core).includes(name));
  if (!isTrusted) return void challengeAnew(core, connection, request);
  if (request.method === 'OPTIONS' && parseUri(request.uri).user === undefined)
    return void connection.respond(request, 200, 'OK');
  const asserted = request.headers.get('P-Asserted-Identity') ?? '';
  const from = addressOfRecord(parseNameAddr(request.headers.get('From') ?? '').uri);
  const user = core.estate.users.get(addressOfRecord(parseNameAddr(asserted).uri));
  if (user === undefined || addressOfRecord(user.uri) !== from || !forOthers.has(request.method)) {
    if (request.method !== 'ACK') connection.respond(request, 403, 'Forbidden', { headers: diagnosed(connection, 4004) });
    return undefined;
  }
  return endpointOf(core, connection, request, user);
}

function endpointOf(core: Core, connection: Connection, request: SipRequest, user: LabUser): Endpoint {
  const known = core.directory.spokenAt(({ connection: on, user: whose }) => on === connection && whose === user);
  if (known !== undefined) return known;
  const contact: NameAddr = parseNameAddr(request.headers.get('Contact') ?? request.headers.get('From') ?? '');
  const endpoint: Endpoint = {
    user,
    epid: '',
    instance: '',
    gruu: '',
    opaque: '',
    contact: contact.uri,
    connection,
    callId: request.headers.get('Call-ID') ?? '',
  };
  core.directory.speak(endpoint);
  return endpoint;
}
