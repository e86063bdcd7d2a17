import { parseNameAddr, type SipRequest } from '../../sip/wire/index.ts';
import type { LabPool } from '../estate/index.ts';
import type { LabUser } from '../model.ts';
import { diagnosed } from '../registrar/answers.ts';
import { type Connection, cancelledKey, exchangeKey } from '../registrar/connection.ts';
import type { Core } from '../registrar/core.ts';
import type { Endpoint } from '../registrar/directory.ts';
import { addressOfRecord } from '../registrar/names.ts';
import type { MethodPart } from '../registrar/registrar.ts';
import { type Branch, Exchange, withoutCredentials } from './exchange.ts';
import { createRoutes } from './routes.ts';

const relayed = new Set(['INVITE', 'MESSAGE', 'INFO', 'BYE', 'UPDATE', 'REFER', 'NOTIFY', 'OPTIONS']);

/**
 * Relays what users say to each other: within a pool, and between pools with a Record-Route for each. Signatures are per hop: what comes
 * in was checked and what goes out is signed anew.
 */
export function createRelay(core: Core): MethodPart {
  const routes = createRoutes(core.names, core.random);
  const invites = new Map<string, Exchange>();
  /** Conversations, by Call-ID, in which something was said while their pool forgets them. */
  const begun = new Set<string>();
  const inviteKey = (connection: Connection, key: string): string => `${connection.id}|${key}`;

  const relay = (request: SipRequest, from: Endpoint): void => {
    const caller = from.connection;
    const user = core.estate.users.get(calledUser(request));
    if (user === undefined || !user.enabled) {
      caller.respond(request, 404, 'Not Found', { headers: diagnosed(caller, 1003) });
      return;
    }
    const inDialog = toTagOf(request) !== undefined;
    const endpoints = calledEndpoints(core, request, user, from);
    if (endpoints.length === 0) {
      caller.respond(request, 480, 'Temporarily Unavailable', { headers: diagnosed(caller, 13014) });
      return;
    }
    if (inDialog) {
      const fault = routes.fault(request.headers, pathTo(from, endpoints[0]!));
      if (fault !== undefined) {
        core.violated(caller.server, `${request.method} within a dialog: ${fault}`, from.user.uri);
        caller.respond(request, 400, 'Bad Request');
        return;
      }
    }
    const why = refusalOf(request, from.user, user);
    if (why !== undefined) {
      caller.respond(request, why.status, why.reason);
      return;
    }
    if (request.method === 'INVITE') caller.respond(request, 100, 'Trying');
    if (isLost(core, request, from.user, user)) {
      caller.respond(request, 200, 'OK');
      return;
    }
    const key = inviteKey(caller, exchangeKey(request));
    const exchange = new Exchange(core, caller, request, () => invites.delete(key));
    if (request.method === 'INVITE') invites.set(key, exchange);
    exchange.start(endpoints.map((endpoint) => branchTo(endpoint, request, from, endpoints.length > 1)));
  };

  /** What the faults of either pool make of a text. */
  const refusalOf = (request: SipRequest, from: LabUser, to: LabUser): { status: number; reason: string } | undefined => {
    if (request.method !== 'MESSAGE') return undefined;
    const { faults } = core.estate;
    const forgetful = faults.active('conversations-forgotten')?.pool;
    if (forgetful === from.pool || forgetful === to.pool) {
      const conversation = request.headers.get('Call-ID') ?? '';
      if (begun.has(conversation)) return { status: 481, reason: 'Call Leg/Transaction Does Not Exist' };
      begun.add(conversation);
    }
    const isFormatted = /^\s*multipart\//i.test(request.headers.get('Content-Type') ?? '');
    if (isFormatted && faults.active('formatted-messages-refused')?.pool === to.pool) {
      return { status: 415, reason: 'Unsupported Media Type' };
    }
    return undefined;
  };

  /** An ACK to a 200 goes the way of its dialog and has no answer. */
  const acknowledge = (request: SipRequest, from: Endpoint): void => {
    const user = core.estate.users.get(calledUser(request));
    const [endpoint] = user === undefined ? [] : calledEndpoints(core, request, user, from);
    if (endpoint === undefined) return;
    const fault = routes.fault(request.headers, pathTo(from, endpoint));
    if (fault !== undefined) {
      core.violated(from.connection.server, `ACK: ${fault}`, from.user.uri);
      return;
    }
    endpoint.connection.request(branchTo(endpoint, request, from, false).request);
  };

  const branchTo = (endpoint: Endpoint, request: SipRequest, from: Endpoint, branched: boolean): Branch => {
    const headers = withoutCredentials(request.headers.clone()).remove('Route');
    const hops = pathTo(from, endpoint).length === 1 ? [from.connection] : [from.connection, endpoint.connection];
    for (const connection of hops) {
      headers.prepend('Via', connection.newVia(`;branched=${branched ? 'TRUE' : 'FALSE'};ms-internal-info="${connection.id}"`));
      if (request.method === 'INVITE' && toTagOf(request) === undefined) {
        headers.prepend('Record-Route', routes.record(connection.server, connection));
      }
    }
    const left = Number(headers.get('Max-Forwards') ?? 70) - hops.length;
    headers.set('Max-Forwards', String(Math.max(left, 0)));
    const to = headers.get('To') ?? '';
    if (endpoint.epid !== '' && parseNameAddr(to).parameters.epid === undefined) headers.set('To', `${to};epid=${endpoint.epid}`);
    if (request.method === 'INVITE') {
      headers.remove('P-Preferred-Identity').set('P-Asserted-Identity', `"${from.user.name}"<${addressOfRecord(from.user.uri)}>`);
      // A first text may ride in the INVITE itself: where messages get lost, it must not be the one that arrives.
      if (losesMessages(core, from.user, endpoint.user)) headers.remove('ms-text-format').remove('ms-im-format');
    }
    return { endpoint, request: { ...request, uri: endpoint.contact, headers } };
  };

  return (request, endpoint) => {
    if (request.method === 'ACK') acknowledge(request, endpoint);
    else if (request.method === 'CANCEL') {
      const exchange = invites.get(inviteKey(endpoint.connection, cancelledKey(request)));
      if (exchange === undefined) endpoint.connection.respond(request, 481, 'Call Leg/Transaction Does Not Exist');
      else {
        endpoint.connection.respond(request, 200, 'OK');
        exchange.cancel();
      }
    } else if (relayed.has(request.method)) relay(request, endpoint);
    else return false;
    return true;
  };
}

/** Whom a request is for, as an address of record. @throws WireError */
const calledUser = (request: SipRequest): string => {
  // Within a dialog the request-URI is the far side's Contact, which need not be a GRUU: then To says who is meant.
  return addressOfRecord(
    isGruu(request.uri) || toTagOf(request) === undefined ? request.uri : parseNameAddr(request.headers.get('To') ?? '').uri,
  );
};

const toTagOf = (request: SipRequest): string | undefined => parseNameAddr(request.headers.get('To') ?? '').parameters.tag;

const gruuShape = /;opaque=user:epid:([\w-]+)/i;
const isGruu = (uri: string): boolean => gruuShape.test(uri);

/** The endpoint that a GRUU or the epid of To names; else all of the user but the one that asks. */
function calledEndpoints(core: Core, request: SipRequest, user: LabUser, from: Endpoint): readonly Endpoint[] {
  const spoken = /;ms-opaque=([\da-f]+)/i.exec(request.uri)?.[0];
  const host = spoken && core.directory.spokenAt((endpoint) => endpoint.user === user && endpoint.contact.includes(spoken));
  if (host) return [host];
  const present = core.directory.of(user);
  const opaque = gruuShape.exec(request.uri)?.[1];
  if (opaque !== undefined) return present.filter((endpoint) => endpoint.opaque === opaque);
  if (toTagOf(request) === undefined) return present.filter((endpoint) => endpoint !== from);
  const epid = parseNameAddr(request.headers.get('To') ?? '').parameters.epid;
  return present.filter((endpoint) => (epid === undefined ? endpoint !== from : endpoint.epid === epid)).slice(0, 1);
}

/** The pools that a request from one endpoint to another passes. */
const pathTo = (from: Endpoint, to: Endpoint): readonly LabPool[] => {
  const [mine, theirs] = [from.connection.server.pool, to.connection.server.pool];
  return mine === theirs ? [mine] : [mine, theirs];
};

const losesMessages = (core: Core, from: LabUser, to: LabUser): boolean =>
  core.estate.faults.active('im-legacy-to-migrated-lost') !== undefined &&
  core.topology.pool(from.pool).generation === 'lync-2010' &&
  core.topology.pool(to.pool).generation === 'lync-2013';

const isLost = (core: Core, request: SipRequest, from: LabUser, to: LabUser): boolean =>
  request.method === 'MESSAGE' && losesMessages(core, from, to);
