import { parseNameAddr, type SipRequest } from '../../sip/wire/index.ts';
import { hasLimitedFunctionality } from '../presence/service.ts';
import { createSubscriptions, eventOf, type Subscriptions } from '../presence/subscriptions.ts';
import { diagnosed } from '../registrar/answers.ts';
import type { HeaderPairs } from '../registrar/connection.ts';
import type { Core } from '../registrar/core.ts';
import type { Endpoint } from '../registrar/directory.ts';
import { addressOfRecord } from '../registrar/names.ts';
import type { MethodPart } from '../registrar/registrar.ts';
import { createRoutes } from '../relay/routes.ts';
import { commandIn, commandResponse, endpointEntity, wishedConference } from './documents.ts';
import { dialogOf, isWithin, type Participant, Room, type ServerDialog } from './room.ts';

/** Seconds that a subscription on a roster lasts. */
const longest = 3600;
const c3p = 'application/cccp+xml';
const shape = /;opaque=app:conf:(focusfactory|focus|chat)(?::id:([\w-]+))?/i;

type Respond = (status: number, reason: string, more?: { headers?: HeaderPairs; contentType?: string; body?: string }) => void;

/** What a request to a URI of a conference is about, and how to answer it. */
interface Call {
  readonly request: SipRequest;
  readonly from: Endpoint;
  readonly room: Room;
  readonly respond: Respond;
}

/** Focus factory, focus and IM MCU of all pools (MS-CONFBAS, MS-CONFIM): a conference lives on the pool of its organizer. */
export function createConferences(core: Core): MethodPart {
  const subscriptions = createSubscriptions(core);
  const routes = createRoutes(core.names, core.random);
  const rooms = new Map<string, Room>();

  const leave = (room: Room, endpoint: Endpoint): void => {
    // Whoever was not in it leaves it as it is: a conference nobody has joined yet must not end because somebody else signs out.
    if (!room.remove(endpoint)) return;
    if (room.participants.size === 0) rooms.delete(room.id.toLowerCase());
  };
  core.directory.onLeft((endpoint) => {
    subscriptions.dropAllOf(endpoint);
    for (const room of [...rooms.values()]) leave(room, endpoint);
  });

  const service = (request: SipRequest, endpoint: Endpoint) => {
    const { connection, user } = endpoint;
    const command = commandIn(request);
    const answer = (code: string, content?: string): void =>
      connection.respond(request, 200, 'OK', { contentType: c3p, body: commandResponse(command, code, content) });
    if (addressOfRecord(request.uri) !== addressOfRecord(user.uri)) {
      connection.respond(request, 403, 'Forbidden', { headers: diagnosed(connection, 4004) });
    } else if (command.name === 'getConferencingCapabilities') {
      answer('success', '<mcu-types><mcuType>chat</mcuType></mcu-types>');
    } else if (command.name !== 'addConference') answer('notImplemented');
    else if (isUnavailable(core, endpoint)) {
      connection.respond(request, 503, 'Service Unavailable');
    } else {
      const { id, subject } = wishedConference(command);
      if (id === '' || rooms.has(id.toLowerCase())) return answer('conferenceExistsAlready');
      const room = new Room(core, subscriptions, { id, organizer: user, pool: core.topology.pool(user.pool), subject });
      rooms.set(id.toLowerCase(), room);
      answer('success', `<conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="${room.focus}"/>`);
    }
  };

  /** Headers of a 200 that forms a dialog: a Record-Route for each pool on the way. */
  const forming = ({ room, from }: Call, contact: string): HeaderPairs => {
    const { connection } = from;
    const hops = connection.server.pool === room.pool ? [connection.server] : [room.pool.servers[0]!, connection.server];
    return [
      ...hops.map((server) => ['Record-Route', routes.record(server, connection)] as const),
      ['Contact', `<${contact}>;isfocus`],
    ];
  };

  const invited = (call: Call, dialog: ServerDialog, contact: string, body: { contentType: string; body: string }): void => {
    const headers = forming(call, contact);
    call.from.connection.respond(call.request, 200, 'OK', { toTag: dialog.ourTag, headers, ...body });
  };

  const atFocus = (call: Call) => {
    const { request, from, room, respond } = call;
    const known = room.participants.get(from);
    const isTheirs = isWithin(request, known?.focus);
    switch (request.method) {
      case 'INVITE': {
        const command = commandIn(request);
        if (refusesToJoin(core, room, from)) return respond(403, 'Forbidden');
        const dialog = isTheirs ? known!.focus : dialogOf(core, request);
        const participant: Participant = { endpoint: from, entity: endpointEntity(command), focus: dialog, chats: false };
        room.participants.set(from, participant);
        const user = `<conferenceKeys confEntity="${room.focus}"/><user xmlns="urn:ietf:params:xml:ns:conference-info" entity="${from.user.uri}"/>`;
        invited(call, dialog, room.focus, { contentType: c3p, body: commandResponse(command, 'success', user) });
        return room.changed();
      }
      case 'BYE':
        if (!isTheirs) return respond(481, 'Call Leg/Transaction Does Not Exist');
        respond(200, 'OK');
        return leave(room, from);
      case 'SUBSCRIBE':
        return subscribe(subscriptions, call);
      default:
        return respond(501, 'Not Implemented');
    }
  };

  const atChat = (call: Call) => {
    const { request, from, room, respond } = call;
    const participant = room.participants.get(from);
    if (participant === undefined) return respond(403, 'Forbidden');
    if (request.method === 'INVITE') {
      participant.chat = dialogOf(core, request);
      const sdp = `v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=session\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message 5060 sip ${room.chat}\r\na=accept-types:text/plain text/html multipart/alternative\r\n`;
      return invited(call, participant.chat, room.chat, { contentType: 'application/sdp', body: sdp });
    }
    if (!isWithin(request, participant.chat)) return respond(481, 'Call Leg/Transaction Does Not Exist');
    switch (request.method) {
      case 'MESSAGE':
        respond(200, 'OK', { headers: [['Message-Id', room.messageId()]] });
        if (core.estate.faults.active('conference-messages-lost')?.pool === room.pool.fqdn) return;
        return room.spread(from, request.headers.get('Content-Type') ?? 'text/plain', request.body);
      case 'INFO':
        return respond(200, 'OK');
      case 'BYE':
        delete participant.chat;
        participant.chats = false;
        respond(200, 'OK');
        return room.changed();
      default:
        return respond(501, 'Not Implemented');
    }
  };

  const acknowledged = (room: Room, request: SipRequest, from: Endpoint): void => {
    const participant = room.participants.get(from);
    if (participant === undefined || participant.chats || !isWithin(request, participant.chat)) return;
    participant.chats = true;
    room.changed();
  };

  /** Whoever is in a dialog comes back over the pools that were recorded. */
  const wrongWay = (request: SipRequest, from: Endpoint, room: Room): string | undefined => {
    if (request.method === 'SUBSCRIBE' || parseNameAddr(request.headers.get('To') ?? '').parameters.tag === undefined) return;
    const own = from.connection.server.pool;
    return routes.fault(request.headers, own === room.pool ? [own] : [own, room.pool]);
  };

  return (request, from) => {
    const [, what, id] = shape.exec(request.uri) ?? [];
    if (what === undefined) return false;
    const { connection } = from;
    if (what.toLowerCase() === 'focusfactory') {
      if (request.method !== 'SERVICE') return false;
      service(request, from);
      return true;
    }
    const room = rooms.get((id ?? '').toLowerCase());
    if (room === undefined) {
      if (request.method !== 'ACK') connection.respond(request, request.method === 'BYE' ? 481 : 404, 'Not Found');
      return true;
    }
    const fault = wrongWay(request, from, room);
    if (fault !== undefined) {
      core.violated(connection.server, `${request.method} within a conference: ${fault}`, from.user.uri);
      if (request.method !== 'ACK') connection.respond(request, 400, 'Bad Request');
      return true;
    }
    const respond: Respond = (status, reason, more) => connection.respond(request, status, reason, more);
    if (request.method === 'ACK') acknowledged(room, request, from);
    else if (what.toLowerCase() === 'focus') atFocus({ request, from, room, respond });
    else atChat({ request, from, room, respond });
    return true;
  };
}

const isUnavailable = (core: Core, endpoint: Endpoint): boolean =>
  hasLimitedFunctionality(core, endpoint) || core.estate.faults.active('conference-not-created')?.pool === endpoint.user.pool;

/** Users of the other generation than the organizer's, while the fault is on. */
const refusesToJoin = (core: Core, room: Room, { user }: Endpoint): boolean =>
  core.estate.faults.active('conference-join-refused')?.pool === room.pool.fqdn &&
  core.topology.pool(user.pool).generation !== room.pool.generation;

function subscribe(subscriptions: Subscriptions, { request, from, room, respond }: Call) {
  if (eventOf(request) !== 'conference') return respond(489, 'Bad Event');
  if (!room.participants.has(from)) return respond(403, 'Forbidden');
  const known = subscriptions.find(request, from);
  const seconds = Math.min(Number(request.headers.get('Expires') ?? longest) || 0, longest);
  const subscription = known ?? subscriptions.begin(request, from, room.focus);
  if (seconds > 0) subscriptions.keep(subscription);
  else subscriptions.drop(subscription);
  subscriptions.answer(subscription, request, seconds, seconds > 0 || known === undefined ? room.document() : undefined);
}
