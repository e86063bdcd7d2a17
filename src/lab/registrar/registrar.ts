import type { Socket } from 'node:net';
import { describeError } from '../../errors/index.ts';
import { parseNameAddr, type SipRequest, WireError } from '../../sip/wire/index.ts';
import { diagnosed } from './answers.ts';
import { challengeAnew, wantsProof } from './authentication.ts';
import { Connection, exchangeKey } from './connection.ts';
import type { Core } from './core.ts';
import type { Endpoint } from './directory.ts';
import { passOn } from './hop.ts';
import type { Listener } from './listener.ts';
import { addressOfRecord, cameThroughEdge } from './names.ts';
import { register } from './register.ts';
import { spokenFor } from './trusted-servers.ts';

/** A part of the registrar that answers some methods for signed-in endpoints. Answers `false` when a request is not its own. */
export type MethodPart = (request: SipRequest, endpoint: Endpoint) => boolean;

/** Takes the connections of all servers and hands what comes in to the parts. */
export interface Registrar {
  connected(socket: Socket, listener: Listener): void;
}

export function createRegistrar(core: Core, parts: readonly MethodPart[]): Registrar {
  const answer = (connection: Connection, request: SipRequest): void => {
    if (request.method === 'REGISTER') {
      if (isPassedOn(core, connection, request)) return;
      register(core, connection, request);
      return;
    }
    const isHost = connection.certificateNames.length > 0 && connection.endpoint === undefined;
    const endpoint = isHost ? spokenFor(core, connection, request) : connection.endpoint;
    if (isHost && endpoint === undefined) return;
    if (endpoint === undefined) {
      refuse(connection, request, 403, 'Forbidden');
      return;
    }
    if (addressOfRecord(parseNameAddr(request.headers.get('From') ?? '').uri) !== addressOfRecord(endpoint.user.uri)) {
      refuse(connection, request, 403, 'Forbidden', 4004);
      return;
    }
    if (!isHost && wantsProof(core, connection) && request.method !== 'ACK' && request.method !== 'CANCEL') {
      challengeAnew(core, connection, request);
      return;
    }
    if (request.method === 'ACK' && connection.refusedInvites.delete(exchangeKey(request))) return;
    if (Buffer.byteLength(request.body) > largestBodyOf(core, connection)) {
      refuse(connection, request, 413, 'Request Entity Too Large');
      return;
    }
    if (!parts.some((part) => part(request, endpoint))) refuse(connection, request, 501, 'Not Implemented');
  };
  return {
    connected(socket, { server, transport }) {
      new Connection({
        core,
        server,
        transport,
        socket,
        hooks: {
          request(connection, request) {
            try {
              answer(connection, request);
            } catch (error) {
              spoilt(core, connection, request, error);
            }
          },
          closed({ endpoint }) {
            if (endpoint !== undefined) core.directory.remove(endpoint);
          },
        },
      });
    },
  };
}

/** Bytes that clients of the pool may send in one body; very few where something stands in front of the pool. */
const largestBodyOf = ({ estate }: Core, { server: { pool } }: Connection): number =>
  estate.faults.active('long-messages-refused')?.pool === pool.fqdn ? shortBody : pool.truth.largestClientBody;

/** What still passes while the fault is on: every request that belongs to the dialect, and no text of some length. */
const shortBody = 4096;

/**
 * Whoever comes through an Edge Server cannot reach other pools: a user who is at home elsewhere is passed on there, and not sent. True if
 * so it was.
 */
function isPassedOn(core: Core, connection: Connection, request: SipRequest): boolean {
  const { server, association } = connection;
  if (association !== undefined || !cameThroughEdge(core, request)) return false;
  const user = core.estate.users.get(addressOfRecord(parseNameAddr(request.headers.get('From') ?? '').uri));
  if (user === undefined || user.pool === server.pool.fqdn) return false;
  passOn({
    client: connection.handOver(),
    open: () => core.reach(core.topology.pool(user.pool).servers[0]!),
    via: core.names.via(server, 'tls'),
    said: [request],
    random: core.random,
    silent: core.silent,
    violated: (reason) => core.violated(server, reason, user.uri),
  });
  return true;
}

/** An ACK is never answered, not even with a refusal. */
function refuse(connection: Connection, request: SipRequest, status: number, reason: string, diagnostic?: 4004): void {
  if (request.method === 'ACK') return;
  connection.respond(request, status, reason, diagnostic === undefined ? {} : { headers: diagnosed(connection, diagnostic) });
}

/** What cannot be read is the client's fault; everything else is ours, and must not end the lab for everybody. */
function spoilt(core: Core, connection: Connection, request: SipRequest, error: unknown): void {
  core.violated(connection.server, `${request.method}: ${describeError(error)}`, connection.endpoint?.user.uri);
  try {
    if (error instanceof WireError) refuse(connection, request, 400, 'Bad Request');
    else refuse(connection, request, 500, 'Server Internal Error');
  } catch {
    connection.close();
  }
}
