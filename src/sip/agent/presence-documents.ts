import { parseContentType, parseMultipart, WireError } from '../wire/index.ts';
import { attribute, childText, type Element, elementOf, elementsOf, escapeXml, read } from './xml.ts';

/** A user seen in a notification: the aggregated state. */
export interface SeenState {
  readonly uri: string;
  readonly value: number;
  /** Token of the activity beside it: `off-work`, `on-the-phone` … */
  readonly activity?: string;
}

/** The note of a user seen in a notification; `undefined` where it was taken back. */
export interface SeenNote {
  readonly uri: string;
  readonly note: string | undefined;
}

/** A user whose presence has to be asked for elsewhere, or cannot be had. */
export interface Referral {
  readonly uri: string;
  /** `resubscribe` or `terminated`. */
  readonly state: string;
  /** `sip:pool02.contoso.net:5061`: where to subscribe instead; absent: at the user. */
  readonly pool?: string;
  readonly reason?: string;
}

/** What a presence notification tells, of all its parts. */
export interface PresenceNews {
  readonly states: readonly SeenState[];
  readonly notes: readonly SeenNote[];
  readonly referrals: readonly Referral[];
}

/** Reads a presence notification: one categories document, or a multipart of an RLMI list and such documents (MS-PRES, RFC 4662). */
export function presenceNews(contentType: string, body: string): PresenceNews {
  if (!parseContentType(contentType).type.startsWith('multipart/')) return newsOf(body);
  try {
    const parts = parseMultipart(contentType, body).map((part) =>
      presenceNews(part.headers.get('Content-Type') ?? 'application/xml', part.body),
    );
    return {
      states: parts.flatMap(({ states }) => states),
      notes: parts.flatMap(({ notes }) => notes),
      referrals: parts.flatMap(({ referrals }) => referrals),
    };
  } catch (error) {
    if (error instanceof WireError) return { states: [], notes: [], referrals: [] };
    throw error;
  }
}

function newsOf(xml: string): PresenceNews {
  const document = read(xml);
  const seen = elementsOf(document, 'categories').flatMap((categories) => {
    const uri = attribute(categories, 'uri');
    return uri === undefined ? [] : [{ uri, categories: elementsOf(categories, 'category') }];
  });
  const states = seen.flatMap(({ uri, categories }): SeenState[] => {
    const state = aggregateOf(categories);
    return state === undefined ? [] : [{ uri, ...state }];
  });
  const notes = seen.flatMap(({ uri, categories }): SeenNote[] => {
    const told = categories.filter((category) => attribute(category, 'name') === 'note');
    if (told.length === 0) return [];
    const texts = told.map((category) => childText(elementOf(category, 'note'), 'body')).filter((text) => text !== undefined);
    return [{ uri, note: texts[0] }];
  });
  const referrals = elementsOf(elementOf(document, 'list'), 'resource').flatMap((resource) =>
    elementsOf(resource, 'instance').flatMap((instance): Referral[] => {
      const [uri, state] = [attribute(resource, 'uri'), attribute(instance, 'state')];
      if (uri === undefined || state === undefined || state === 'active' || state === 'pending') return [];
      const [pool, reason] = [attribute(instance, 'poolFqdn'), attribute(instance, 'reason')];
      return [{ uri, state, ...(pool && { pool }), ...(reason && { reason }) }];
    }),
  );
  return { states, notes, referrals };
}

/** The state a watcher goes by: the server's aggregate, else whatever state is told. */
function aggregateOf(categories: readonly Element[]): Omit<SeenState, 'uri'> | undefined {
  const states = categories
    .filter((category) => attribute(category, 'name') === 'state')
    .map((category) => elementOf(category, 'state'))
    .filter((state) => state !== undefined);
  const chosen = states.find((state) => attribute(state, 'type') === 'aggregateState') ?? states[0];
  const value = Number(chosen?.availability);
  if (chosen === undefined || Number.isNaN(value)) return undefined;
  const activity = elementsOf(chosen, 'activity').map((element) => attribute(element, 'token'))[0];
  return { value, ...(activity !== undefined && { activity }) };
}

/** A publication that the server keeps of the user (MS-PRES): its version counts up with every change. */
export interface KeptPublication {
  readonly category: string;
  readonly container: string;
  /** Absent: nothing of that category is left in the container. */
  readonly instance?: string;
  readonly version: number;
}

/** The publications in a roaming-self document. */
export function keptPublications(xml: string): readonly KeptPublication[] {
  return elementsOf(elementOf(read(xml), 'roamingData'), 'categories').flatMap((categories) =>
    elementsOf(categories, 'category').flatMap((entry): KeptPublication[] => {
      const [category, container, instance] = [
        attribute(entry, 'name'),
        attribute(entry, 'container'),
        attribute(entry, 'instance'),
      ];
      if (category === undefined || container === undefined) return [];
      return [
        { category, container, ...(instance !== undefined && { instance }), version: Number(attribute(entry, 'version') ?? 0) },
      ];
    }),
  );
}

/** A container of the user: who may see what stands in it (MS-PRES). */
export interface KeptContainer {
  readonly id: string;
  readonly version: number;
  readonly members: readonly { readonly type: string; readonly value?: string }[];
}

/** The containers in a roaming-self document. */
export function keptContainers(xml: string): readonly KeptContainer[] {
  const containers = elementOf(elementOf(read(xml), 'roamingData'), 'containers');
  return elementsOf(containers, 'container').flatMap((container): KeptContainer[] => {
    const id = attribute(container, 'id');
    if (id === undefined) return [];
    const members = elementsOf(container, 'member').map((member) => {
      const value = attribute(member, 'value');
      return { type: attribute(member, 'type') ?? '', ...(value !== undefined && { value }) };
    });
    return [{ id, version: Number(attribute(container, 'version') ?? 0), members }];
  });
}

/** Who has added the user, in a roaming-self document; without `sip:` on the wire, with it here. */
export function subscribersIn(xml: string): readonly { readonly uri: string; readonly isAcknowledged: boolean }[] {
  const subscribers = elementOf(elementOf(read(xml), 'roamingData'), 'subscribers');
  return elementsOf(subscribers, 'subscriber').flatMap((subscriber) => {
    const user = attribute(subscriber, 'user');
    if (user === undefined) return [];
    const isAcknowledged = attribute(subscriber, 'acknowledged')?.toLowerCase() === 'true';
    return [{ uri: `sip:${user.replace(/^sips?:/i, '').toLowerCase()}`, isAcknowledged }];
  });
}

/** Says that the user has seen who added them. */
export const acknowledgement = (uri: string): string =>
  `<setSubscribers xmlns="http://schemas.microsoft.com/2006/09/sip/presence-subscribers">` +
  `<subscriber user="${escapeXml(uri.replace(/^sips?:/i, ''))}" acknowledged="true"/></setSubscribers>`;

/** Puts everybody of the own enterprise into a container, or takes them out. */
export const enterpriseMembership = (container: string, version: number, action: 'add' | 'remove'): string =>
  `<setContainerMembers xmlns="http://schemas.microsoft.com/2006/09/sip/container-management">` +
  `<container id="${container}" version="${version}"><member action="${action}" type="sameEnterprise"/></container></setContainerMembers>`;

/** Which publications of a refused SERVICE were stale: counted from 1, with the version that is stored. */
export function staleVersions(xml: string): readonly { readonly index: number; readonly current: number }[] {
  return elementsOf(elementOf(elementOf(read(xml), 'Fault'), 'details'), 'operation').flatMap((operation) => {
    const [index, current] = [Number(attribute(operation, 'index')), Number(attribute(operation, 'curVersion'))];
    return Number.isNaN(index) || Number.isNaN(current) ? [] : [{ index, current }];
  });
}

/** The batch of a presence subscription: whom to watch, and what of them; `added` says that they are new among the contacts. */
export const batchSubscription = (self: string, uris: readonly string[], added = false): string =>
  `<batchSub xmlns="http://schemas.microsoft.com/2006/01/sip/batch-subscribe" uri="${escapeXml(self)}" name="">` +
  `<action name="subscribe" id="1"><adhocList>${uris.map((uri) => `<resource uri="${escapeXml(uri)}"${added ? '><context/></resource>' : '/>'}`).join('')}</adhocList>` +
  `<categoryList xmlns="http://schemas.microsoft.com/2006/09/sip/categorylist"><category name="state"/><category name="note"/></categoryList>` +
  `</action></batchSub>`;

/** What we want to know of ourselves: versions of all publications. */
export const roamingSelfList =
  `<roamingList xmlns="http://schemas.microsoft.com/2006/09/sip/roaming-self"><roaming type="categories"/>` +
  `<roaming type="containers"/><roaming type="subscribers"/></roamingList>`;
