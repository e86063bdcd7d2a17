import { parseNameAddr, type SipRequest } from '../../sip/wire/index.ts';
import { diagnosed } from '../registrar/answers.ts';
import type { Core } from '../registrar/core.ts';
import type { Endpoint } from '../registrar/directory.ts';
import type { MethodPart } from '../registrar/registrar.ts';
import { contactListXml } from './contact-list.ts';
import { type Document, ownCategories, ownContainers, ownSubscribers, provisioning, roamingData } from './documents.ts';
import { contactsEvent, type PresenceHub, presenceEvent, provisioningEvent, selfEvent } from './hub.ts';
import type { Presentity } from './presentity.ts';
import { eventOf, type Subscription } from './subscriptions.ts';
import { servingPool, takeWanted, watchedDocument } from './watching.ts';
import { attribute, children, readXml } from './xml.ts';

/** Seconds; what real servers answer to a SUBSCRIBE without Expires. */
const longest = 36_000;

/** The first contact is gone, for good, as after a move by force. */
function loseContact(presentity: Presentity): void {
  if (presentity.hasLostContacts) return;
  presentity.hasLostContacts = true;
  presentity.contacts = { ...presentity.contacts, contacts: presentity.contacts.contacts.slice(1) };
}

/** SUBSCRIBE: roaming contacts, roaming self, provisioning and presence (MS-PRES, MS-SIP). */
export function createSubscribePart(core: Core, hub: PresenceHub): MethodPart {
  const { subscriptions } = hub;

  const documentOf = (subscription: Subscription, request: SipRequest): Document | undefined => {
    const { user, connection } = subscription.endpoint;
    const presentity = hub.own(user);
    switch (subscription.event) {
      case contactsEvent:
        if (core.estate.faults.active('contacts-lost')?.pool === user.pool) loseContact(presentity);
        return {
          contentType: 'application/vnd-microsoft-roaming-contacts+xml',
          body: contactListXml(presentity.contacts, connection.server.pool.truth.contactList),
        };
      case selfEvent: {
        const asked = request.body.trim() === '' ? [] : children(readXml(request.body, 'roamingList'), 'roaming');
        const wants = (type: string): boolean =>
          asked.length === 0 || asked.some((roaming) => attribute(roaming, 'type') === type);
        return roamingData([
          ...(wants('categories') ? [ownCategories(presentity)] : []),
          ...(wants('containers') ? [ownContainers(hub.containersOf(presentity))] : []),
          ...(wants('subscribers') ? [ownSubscribers(presentity)] : []),
        ]);
      }
      case provisioningEvent: {
        const asked =
          request.body.trim() === '' ? [] : children(readXml(request.body, 'provisioningGroupList'), 'provisioningGroup');
        return provisioning(
          user,
          asked.flatMap((group) => attribute(group, 'name') ?? []),
        );
      }
      case presenceEvent: {
        const added = takeWanted(subscription, request).filter((wanted) => wanted.isNew);
        const pool = core.names.poolAt(subscription.contact)!;
        // Not every client says it again at the other pool that it is sent to.
        for (const { uri } of added) {
          const presentity = hub.presentityOf(uri);
          if (presentity !== undefined) hub.added(presentity, user);
        }
        return watchedDocument(core, hub, subscription, request, pool);
      }
      default:
        return undefined;
    }
  };

  const subscribe = (request: SipRequest, endpoint: Endpoint): void => {
    const { connection, user } = endpoint;
    if (eventOf(request) === contactsEvent && core.estate.faults.active('contacts-unreadable')?.pool === user.pool) {
      connection.respond(request, 504, 'Server time-out');
      return;
    }
    if (eventOf(request) === contactsEvent && core.estate.faults.active('contacts-in-exchange')?.pool === user.pool) {
      connection.respond(request, 488, 'Not acceptable here', { headers: diagnosed(connection, 2165) });
      return;
    }
    const known = subscriptions.find(request, endpoint);
    const isInDialog = parseNameAddr(request.headers.get('To') ?? '').parameters.tag !== undefined;
    if (isInDialog && known === undefined) {
      connection.respond(request, 481, 'Call Leg/Transaction Does Not Exist');
      return;
    }
    const seconds = Math.min(Number(request.headers.get('Expires') ?? longest) || 0, longest);
    if (known !== undefined && seconds === 0) {
      subscriptions.drop(known);
      subscriptions.answer(known, request, 0, undefined);
      return;
    }
    const contact = core.names.poolUri(servingPool(core, request, endpoint), connection.transport);
    const subscription = known ?? subscriptions.begin(request, endpoint, contact);
    const document = documentOf(subscription, request);
    if (document === undefined) {
      connection.respond(request, 489, 'Bad Event');
      return;
    }
    if (seconds > 0) subscriptions.keep(subscription);
    subscriptions.answer(subscription, request, seconds, document);
  };

  return (request, endpoint) => {
    if (request.method !== 'SUBSCRIBE') return false;
    if (eventOf(request) === '') endpoint.connection.respond(request, 489, 'Bad Event');
    else subscribe(request, endpoint);
    return true;
  };
}
