import { parseContentType, parseMultipart, WireError } from '../wire/index.ts';
import { attribute, type Element, elementOf, elementsOf, escapeXml, read } from './xml.ts';

/** A user seen in a notification: the aggregated state. */
export interface SeenState {
  readonly uri: string;
  readonly value: number;
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
  readonly referrals: readonly Referral[];
}

/** Reads a presence notification: one categories document, or a multipart of an RLMI list and such documents (MS-PRES, RFC 4662). */
export function presenceNews(contentType: string, body: string): PresenceNews {
  if (!parseContentType(contentType).type.startsWith('multipart/')) return newsOf(body);
  try {
    const parts = parseMultipart(contentType, body).map((part) =>
      presenceNews(part.headers.get('Content-Type') ?? 'application/xml', part.body),
    );
    return { states: parts.flatMap(({ states }) => states), referrals: parts.flatMap(({ referrals }) => referrals) };
  } catch (error) {
    if (error instanceof WireError) return { states: [], referrals: [] };
    throw error;
  }
}

function newsOf(xml: string): PresenceNews {
  const document = read(xml);
  const states = elementsOf(document, 'categories').flatMap((categories) => {
    const uri = attribute(categories, 'uri');
    const value = aggregateOf(elementsOf(categories, 'category'));
    return uri === undefined || value === undefined ? [] : [{ uri, value }];
  });
  const referrals = elementsOf(elementOf(document, 'list'), 'resource').flatMap((resource) =>
    elementsOf(resource, 'instance').flatMap((instance): Referral[] => {
      const [uri, state] = [attribute(resource, 'uri'), attribute(instance, 'state')];
      if (uri === undefined || state === undefined || state === 'active' || state === 'pending') return [];
      const [pool, reason] = [attribute(instance, 'poolFqdn'), attribute(instance, 'reason')];
      return [{ uri, state, ...(pool && { pool }), ...(reason && { reason }) }];
    }),
  );
  return { states, referrals };
}

/** The state a watcher goes by: the server's aggregate, else whatever state is told. */
function aggregateOf(categories: readonly Element[]): number | undefined {
  const states = categories
    .filter((category) => attribute(category, 'name') === 'state')
    .map((category) => elementOf(category, 'state'))
    .filter((state) => state !== undefined);
  const chosen = states.find((state) => attribute(state, 'type') === 'aggregateState') ?? states[0];
  const value = Number(chosen?.availability);
  return chosen === undefined || Number.isNaN(value) ? undefined : value;
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

/** Which publications of a refused SERVICE were stale: counted from 1, with the version that is stored. */
export function staleVersions(xml: string): readonly { readonly index: number; readonly current: number }[] {
  return elementsOf(elementOf(elementOf(read(xml), 'Fault'), 'details'), 'operation').flatMap((operation) => {
    const [index, current] = [Number(attribute(operation, 'index')), Number(attribute(operation, 'curVersion'))];
    return Number.isNaN(index) || Number.isNaN(current) ? [] : [{ index, current }];
  });
}

/** The batch of a presence subscription: whom to watch, and what of them. */
export const batchSubscription = (self: string, uris: readonly string[]): string =>
  `<batchSub xmlns="http://schemas.microsoft.com/2006/01/sip/batch-subscribe" uri="${escapeXml(self)}" name="">` +
  `<action name="subscribe" id="1"><adhocList>${uris.map((uri) => `<resource uri="${escapeXml(uri)}"/>`).join('')}</adhocList>` +
  `<categoryList xmlns="http://schemas.microsoft.com/2006/09/sip/categorylist"><category name="state"/></categoryList>` +
  `</action></batchSub>`;

/** What we want to know of ourselves: versions of all publications. */
export const roamingSelfList =
  `<roamingList xmlns="http://schemas.microsoft.com/2006/09/sip/roaming-self"><roaming type="categories"/>` +
  `<roaming type="containers"/><roaming type="subscribers"/></roamingList>`;
