import { type SipRequest, splitList, WireError } from '../../sip/wire/index.ts';
import type { LabPool } from '../estate/index.ts';
import type { Core } from '../registrar/core.ts';
import type { Endpoint } from '../registrar/directory.ts';
import { addressOfRecord } from '../registrar/names.ts';
import { categoriesDocument, type Document, type ResourceState, resourceListDocument } from './documents.ts';
import type { PresenceHub } from './hub.ts';
import { standing } from './membership.ts';
import type { Subscription } from './subscriptions.ts';
import { attribute, children, readXml } from './xml.ts';

/** A user that a SUBSCRIBE names. */
export interface Wanted {
  readonly uri: string;
  /** The watcher has just added this user to its contacts. */
  readonly isNew: boolean;
}

interface Batch {
  readonly subscribe: readonly Wanted[];
  readonly unsubscribe: readonly string[];
  readonly categories: readonly string[];
}

/**
 * The pool that answers a presence SUBSCRIBE: the one that its request-URI names (as a batch that was sent on does), the watcher's own one,
 * or, for a subscription to a single user, that user's.
 */
export function servingPool(core: Core, request: SipRequest, { user, connection }: Endpoint): LabPool {
  const named = core.names.poolAt(request.uri);
  if (named !== undefined) return named;
  const target = addressOfRecord(request.uri);
  const single = target === addressOfRecord(user.uri) ? undefined : core.estate.users.get(target);
  return single === undefined ? connection.server.pool : core.topology.pool(single.pool);
}

/** Takes the list of a SUBSCRIBE into the subscription; those that are watched from now on. @throws WireError */
export function takeWanted(subscription: Subscription, request: SipRequest): readonly Wanted[] {
  const batch = request.body.trim() === '' ? singleOf(request) : batchIn(request.body);
  if (batch === undefined) return [];
  for (const uri of batch.unsubscribe) subscription.watched.delete(uri);
  for (const { uri } of batch.subscribe) subscription.watched.set(uri, batch.categories);
  return batch.subscribe;
}

/** A SUBSCRIBE without a list is about the user it is sent to; within a dialog it changes nothing. */
function singleOf(request: SipRequest): Batch | undefined {
  const target = addressOfRecord(request.uri);
  if (!target.includes('@')) return undefined;
  return { subscribe: [{ uri: target, isNew: false }], unsubscribe: [], categories: ['state'] };
}

function batchIn(body: string): Batch {
  const actions = children(readXml(body, 'batchSub'), 'action');
  const resourcesOf = (name: string) =>
    actions
      .filter((action) => attribute(action, 'name') === name)
      .flatMap((action) => children(action, 'adhocList'))
      .flatMap((list) => children(list, 'resource'));
  const uriOf = (resource: Parameters<typeof attribute>[0]): string => {
    const uri = attribute(resource, 'uri');
    if (uri === undefined) throw new WireError('a resource without URI');
    return addressOfRecord(/^sips?:/i.test(uri) ? uri : `sip:${uri}`);
  };
  const categories = actions
    .flatMap((action) => children(action, 'categoryList'))
    .flatMap((list) => children(list, 'category'))
    .flatMap((category) => attribute(category, 'name') ?? []);
  return {
    subscribe: resourcesOf('subscribe').map((resource) => ({
      uri: uriOf(resource),
      isNew: children(resource, 'context').length > 0,
    })),
    unsubscribe: resourcesOf('unsubscribe').map(uriOf),
    categories: categories.length === 0 ? ['state'] : [...new Set(categories)],
  };
}

/** Everything the subscription watches, as the pool that serves it sees it: users of other pools are to be asked for there. */
export function watchedDocument(
  core: Core,
  { presentityOf, containersOf }: Pick<PresenceHub, 'presentityOf' | 'containersOf'>,
  subscription: Subscription,
  request: SipRequest,
  pool: LabPool,
): Document {
  const watcher = subscription.endpoint.user;
  const resources = [...subscription.watched].map(([uri, categories]): ResourceState => {
    const presentity = presentityOf(uri);
    if (presentity === undefined) return { state: 'terminated', uri };
    const home = core.topology.pool(presentity.user.pool);
    if (home === pool) return { state: 'active', presentity, categories, stands: standing(containersOf(presentity), watcher) };
    return {
      state: 'resubscribe',
      uri,
      poolFqdn: core.names.poolUri(home, subscription.endpoint.connection.transport).split(';')[0]!,
    };
  });
  // Whoever is watched elsewhere must not be told of here as well.
  for (const resource of resources) if (resource.state !== 'active') subscription.watched.delete(resource.uri);
  const wantsList = request.headers.getAll('Require').flatMap(splitList).includes('adhoclist');
  const [only] = resources;
  if (!wantsList && resources.length === 1 && only?.state === 'active')
    return categoriesDocument(only.presentity, only.categories, only.stands);
  return resourceListDocument(subscription.endpoint.user.uri, resources, core.random(12).toString('hex'));
}
