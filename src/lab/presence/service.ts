import { parseContentType, type SipRequest, WireError } from '../../sip/wire/index.ts';
import { diagnosed } from '../registrar/answers.ts';
import type { Core } from '../registrar/core.ts';
import type { Endpoint } from '../registrar/directory.ts';
import { addressOfRecord } from '../registrar/names.ts';
import type { MethodPart } from '../registrar/registrar.ts';
import { changeContacts, contactOperationIn } from './contact-list.ts';
import { ownCategories, ownContainers, roamingData } from './documents.ts';
import { contactsEvent, type PresenceHub, selfEvent } from './hub.ts';
import type { Member } from './presentity.ts';
import type { ExpireType, PublishOperation, Stale } from './publications.ts';
import { attribute, attributes, children, childText, type Element, readXml, textOf } from './xml.ts';

type Handler = (request: SipRequest, endpoint: Endpoint) => void;

/** SERVICE to the own URI: publishing, containers, subscribers and contact list (MS-PRES, MS-SIP). */
export function createServicePart(core: Core, hub: PresenceHub): MethodPart {
  const handlers: Readonly<Record<string, Handler>> = {
    'application/msrtc-category-publish+xml': (request, endpoint) => publish(core, hub, request, endpoint),
    'application/msrtc-setcontainermembers+xml': (request, endpoint) => setContainerMembers(hub, request, endpoint),
    'application/msrtc-presence-setsubscriber+xml': (request, endpoint) => setSubscribers(hub, request, endpoint),
    'application/soap+xml': (request, endpoint) => editContacts(core, hub, request, endpoint),
  };
  return (request, endpoint) => {
    if (request.method !== 'SERVICE') return false;
    const { connection, user } = endpoint;
    const handler = handlers[parseContentType(request.headers.get('Content-Type') ?? '').type];
    if (hasLimitedFunctionality(core, endpoint)) connection.respond(request, 503, 'Service Unavailable');
    else if (addressOfRecord(request.uri) !== addressOfRecord(user.uri)) {
      connection.respond(request, 404, 'Not Found', { headers: diagnosed(connection, 1003) });
    } else if (handler === undefined) connection.respond(request, 415, 'Unsupported Media Type');
    else handler(request, endpoint);
    return true;
  };
}

/** A pool without its back end lets its users sign in, and takes no change of theirs. */
export const hasLimitedFunctionality = (core: Core, { user }: Endpoint): boolean =>
  core.estate.faults.active('limited-functionality')?.pool === user.pool;

function publish(core: Core, hub: PresenceHub, request: SipRequest, endpoint: Endpoint): void {
  const [list] = children(readXml(request.body, 'publish'), 'publications');
  const operations = (list === undefined ? [] : children(list, 'publication')).map(operationIn);
  if (operations.length === 0) throw new WireError('a publish without publications');
  const presentity = hub.own(endpoint.user);
  const stale = presentity.publications.publish(operations, endpoint.instance, core.clock.now());
  if (stale.length > 0) {
    conflict(request, endpoint, stale);
    return;
  }
  const touched = [...new Set(operations.map((operation) => operation.category))];
  const document = roamingData([
    ownCategories(
      presentity,
      touched,
      operations.filter((operation) => operation.clears),
    ),
  ]);
  endpoint.connection.respond(request, 200, 'OK', document);
  hub.tellOwn(endpoint.user, selfEvent, document, endpoint);
  hub.published(presentity, touched);
}

function operationIn(element: Element): PublishOperation {
  const category = attribute(element, 'categoryName');
  if (category === undefined) throw new WireError('a publication without categoryName');
  return {
    category,
    instance: attribute(element, 'instance') ?? '0',
    container: attribute(element, 'container') ?? '2',
    version: numberOf(element, 'version'),
    expireType: (attribute(element, 'expireType') ?? 'static') as ExpireType,
    content: textOf(element).trim(),
    clears: attribute(element, 'expires') === '0',
  };
}

function numberOf(element: Element, name: string): number {
  const value = attribute(element, name) ?? '0';
  if (!/^\d{1,9}$/.test(value)) throw new WireError(`a ${name} that is not a number`);
  return Number(value);
}

/** Nothing was stored: which operations came with another version than is there. */
function conflict(request: SipRequest, { connection }: Endpoint, stale: readonly Stale[]): void {
  const operations = stale.map(({ index, version, curVersion }) => `<operation${attributes({ index, version, curVersion })}/>`);
  connection.respond(request, 409, 'Conflict', {
    contentType: 'application/msrtc-fault+xml',
    body:
      '<Fault xmlns="http://schemas.microsoft.com/2006/09/sip/fault"><Faultcode>Client.BadCall.WrongDelta</Faultcode>' +
      `<details>${operations.join('')}</details></Fault>`,
  });
}

function setContainerMembers(hub: PresenceHub, request: SipRequest, endpoint: Endpoint): void {
  const wanted = children(readXml(request.body, 'setContainerMembers'), 'container').map((container) => ({
    id: attribute(container, 'id') ?? '',
    version: numberOf(container, 'version'),
    members: children(container, 'member'),
  }));
  const presentity = hub.own(endpoint.user);
  const containers = hub.containersOf(presentity);
  const stale = wanted.flatMap(({ id, version }, at) => {
    const curVersion = containers.get(id)?.version ?? 0;
    return version === curVersion ? [] : [{ index: at + 1, version, curVersion }];
  });
  if (stale.length > 0) {
    conflict(request, endpoint, stale);
    return;
  }
  // What held until now by itself holds on, beside what is new.
  for (const [id, container] of [...containers]) presentity.containers.set(id, container);
  for (const { id, version, members } of wanted) {
    presentity.containers.set(id, {
      version: version + 1,
      members: members.reduce(changeMembers, containers.get(id)?.members ?? []),
    });
  }
  endpoint.connection.respond(request, 200, 'OK');
  const ids = wanted.map((container) => container.id);
  hub.tellOwn(endpoint.user, selfEvent, roamingData([ownContainers(presentity.containers, ids)]));
  hub.shared(presentity);
}

function changeMembers(members: readonly Member[], change: Element): readonly Member[] {
  const type = attribute(change, 'type') ?? '';
  const value = attribute(change, 'value');
  const rest = members.filter((member) => member.type !== type || member.value !== value);
  return attribute(change, 'action') === 'remove' ? rest : [...rest, { type, ...(value !== undefined && { value }) }];
}

function setSubscribers(hub: PresenceHub, request: SipRequest, endpoint: Endpoint): void {
  const { subscribers } = hub.own(endpoint.user);
  for (const element of children(readXml(request.body, 'setSubscribers'), 'subscriber')) {
    const known = subscribers.get((attribute(element, 'user') ?? '').replace(/^sips?:/i, '').toLowerCase());
    if (known !== undefined)
      subscribers.set(known.user, { ...known, acknowledged: attribute(element, 'acknowledged') === 'true' });
  }
  endpoint.connection.respond(request, 200, 'OK');
}

function editContacts(core: Core, hub: PresenceHub, request: SipRequest, endpoint: Endpoint): void {
  const presentity = hub.own(endpoint.user);
  const { name, element } = contactOperationIn(readXml(request.body, 'Envelope'));
  const told = childText(element, 'deltaNum');
  if (told !== String(presentity.contacts.deltaNum)) {
    // Noted and no more: what a pool answers is not known.
    const reason = `a ${name} is based on number "${told}" of the contact list, which is at ${presentity.contacts.deltaNum}`;
    core.violated(endpoint.connection.server, reason, endpoint.user.uri);
  }
  const { list, delta, result } = changeContacts(presentity.contacts, name, element);
  presentity.contacts = list;
  endpoint.connection.respond(request, 200, 'OK', {
    contentType: 'application/SOAP+xml',
    body:
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/winrtc/2002/11/sip"><s:Body>' +
      `<m:${name}>${result}<m:deltaNum>${list.deltaNum}</m:deltaNum></m:${name}></s:Body></s:Envelope>`,
  });
  hub.tellOwn(endpoint.user, contactsEvent, { contentType: 'application/vnd-microsoft-roaming-contacts+xml', body: delta });
}
