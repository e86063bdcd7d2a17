import { formatMultipart, Headers } from '../../sip/wire/index.ts';
import { isoTime } from '../../time/index.ts';
import type { LabUser } from '../model.ts';
import { offline } from './aggregation.ts';
import type { Standing } from './membership.ts';
import type { Container, Presentity } from './presentity.ts';
import { ownCategory } from './publications.ts';
import { attributes, escapeXml } from './xml.ts';

/** A body with its type. */
export interface Document {
  readonly contentType: string;
  readonly body: string;
}

const categoriesNamespace = 'http://schemas.microsoft.com/2006/09/sip/categories';
const categoriesType = 'application/msrtc-event-categories+xml';

/** What a watcher reads of a user: the categories asked for, in that order. */
export function categoriesDocument(presentity: Presentity, names: readonly string[], stands: Standing): Document {
  const body = names.map((name) => watchedCategory(presentity, name, stands)).join('');
  return {
    contentType: categoriesType,
    body: `<categories xmlns="${categoriesNamespace}"${attributes({ uri: presentity.user.uri })}>${body}</categories>`,
  };
}

/** Containers of colleagues and closer ones, nearest first: what is published for watchers stands there. */
const shownContainers = ['400', '300', '200', '100'];

function watchedCategory(presentity: Presentity, name: string, stands: Standing): string {
  if (name === 'contactCard') return contactCard(presentity.user, presentity.changedAt);
  if (stands === 'stranger' || (stands === 'blocked' && name !== 'state')) return `<category${attributes({ name })}/>`;
  if (name === 'state') {
    const { availability, activity, changedAt } = presentity;
    return aggregateState(stands === 'blocked' ? { availability: offline, changedAt } : { availability, activity, changedAt });
  }
  const published = shownContainers.flatMap((container) =>
    presentity.publications.of(name).filter((publication) => publication.container === container),
  )[0];
  if (published !== undefined) {
    const { instance, publishTime, content } = published;
    return `<category${attributes({ name, instance, publishTime: isoTime(publishTime) })}>${content}</category>`;
  }
  return `<category${attributes({ name })}/>`;
}

function aggregateState({
  availability,
  activity,
  changedAt,
}: Pick<Presentity, 'availability' | 'changedAt'> & { activity?: string | undefined }): string {
  const time = isoTime(changedAt);
  return (
    `<category${attributes({ name: 'state', instance: 1, publishTime: time })}>` +
    '<state xmlns="http://schemas.microsoft.com/2006/09/sip/state" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
    ` xsi:type="aggregateState" lastActive="${time}"><availability>${availability}</availability>${activity === undefined ? '' : `<activity${attributes({ token: activity })}/>`}<endpointLocation/></state></category>`
  );
}

function contactCard({ name, uri }: LabUser, time: number): string {
  return (
    `<category${attributes({ name: 'contactCard', instance: 0, publishTime: isoTime(time) })}>` +
    '<contactCard xmlns="http://schemas.microsoft.com/2006/09/sip/contactcard"><identity>' +
    `<name><displayName>${escapeXml(name)}</displayName></name><email>${escapeXml(uri.replace(/^sip:/i, ''))}</email>` +
    '</identity></contactCard></category>'
  );
}

/** What the answer to a batch says of one user. */
export type ResourceState =
  | {
      readonly state: 'active';
      readonly presentity: Presentity;
      readonly categories: readonly string[];
      readonly stands: Standing;
    }
  | { readonly state: 'resubscribe'; readonly uri: string; readonly poolFqdn: string }
  | { readonly state: 'terminated'; readonly uri: string };

/** RFC 4662 resource list as the first part, and a part for everybody who is answered for here. */
export function resourceListDocument(subscriber: string, resources: readonly ResourceState[], boundary: string): Document {
  const cid = (at: number): string => `c${at}@${boundary}`;
  const instance = (resource: ResourceState, at: number): string => {
    if (resource.state === 'active') return attributes({ id: at, state: 'active', cid: cid(at) });
    if (resource.state === 'resubscribe') return attributes({ id: at, state: 'resubscribe', poolFqdn: resource.poolFqdn });
    return attributes({ id: at, state: 'terminated', reason: 'noresource' });
  };
  const entries = resources.map((resource, at) => {
    const uri = resource.state === 'active' ? resource.presentity.user.uri : resource.uri;
    return `<resource${attributes({ uri })}><instance${instance(resource, at)}/></resource>`;
  });
  const list = `<list xmlns="urn:ietf:params:xml:ns:rlmi"${attributes({ uri: subscriber })} version="0" fullState="false">${entries.join('')}</list>`;
  const parts = resources.flatMap((resource, at) =>
    resource.state === 'active'
      ? [part(cid(at), categoriesDocument(resource.presentity, resource.categories, resource.stands))]
      : [],
  );
  return {
    contentType: `multipart/related;type="application/rlmi+xml";start=resourceList;boundary=${boundary}`,
    body: formatMultipart(boundary, [part('resourceList', { contentType: 'application/rlmi+xml', body: list }), ...parts]),
  };
}

const part = (id: string, document: Document) => ({
  headers: new Headers([
    ['Content-Transfer-Encoding', 'binary'],
    ['Content-ID', `<${id}>`],
    ['Content-Type', document.contentType],
  ]),
  body: document.body,
});

export const roamingSelfType = 'application/vnd-microsoft-roaming-self+xml';

/** `roamingData` around what has changed, or around everything at the first time. */
export const roamingData = (parts: readonly string[]): Document => ({
  contentType: roamingSelfType,
  body: `<roamingData xmlns="http://schemas.microsoft.com/2006/09/sip/roaming-self">${parts.join('')}</roamingData>`,
});

/**
 * All that the user has published in these categories (all categories when none are named). Places that have just been emptied are
 * named without instance: clients keep their old version of them otherwise.
 */
export function ownCategories(
  presentity: Presentity,
  names?: readonly string[],
  emptied: readonly { readonly category: string; readonly container: string }[] = [],
): string {
  const stored = presentity.publications
    .all()
    .filter((publication) => names === undefined || names.includes(publication.category));
  const gone = emptied.filter(
    (place) =>
      !stored.some((publication) => publication.category === place.category && publication.container === place.container),
  );
  const entries = [
    ...stored.map(ownCategory),
    ...gone.map((place) => `<category${attributes({ name: place.category, container: place.container })}/>`),
  ];
  return `<categories xmlns="${categoriesNamespace}"${attributes({ uri: presentity.user.uri })}>${entries.join('')}</categories>`;
}

/** The containers of these ids, or all. */
export function ownContainers(containers: ReadonlyMap<string, Container>, ids?: readonly string[]): string {
  const entries = [...containers]
    .filter(([id]) => ids === undefined || ids.includes(id))
    .map(([id, { version, members }]) => {
      const list = members.map((member) => `<member${attributes({ type: member.type, value: member.value })}/>`);
      return `<container${attributes({ id, version })}>${list.join('')}</container>`;
    });
  return `<containers xmlns="http://schemas.microsoft.com/2006/09/sip/container-management">${entries.join('')}</containers>`;
}

/** Those who added the user, as far as the user has not been told. */
export function ownSubscribers(presentity: Presentity): string {
  const entries = [...presentity.subscribers.values()].map(
    ({ user, displayName, acknowledged }) =>
      `<subscriber${attributes({ user, displayName, acknowledged, type: 'sameEnterprise' })}/>`,
  );
  return `<subscribers xmlns="http://schemas.microsoft.com/2006/09/sip/presence-subscribers">${entries.join('')}</subscribers>`;
}

/** Answers every group that was asked for: where conferences are created, and of the others that there is nothing to say in a lab. */
export function provisioning(user: LabUser, groups: readonly string[]): Document {
  const factory = `<focusFactoryUri>${escapeXml(user.uri)};gruu;opaque=app:conf:focusfactory</focusFactoryUri>`;
  const entries = groups.map(
    (name) => `<provisionGroup${attributes({ name })}>${name === 'ServerConfiguration' ? factory : ''}</provisionGroup>`,
  );
  return {
    contentType: 'application/vnd-microsoft-roaming-provisioning-v2+xml',
    body: `<provisionGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification">${entries.join('')}</provisionGroupList>`,
  };
}
