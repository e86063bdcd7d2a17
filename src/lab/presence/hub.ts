import type { LabUser } from '../model.ts';
import type { Core } from '../registrar/core.ts';
import type { Endpoint } from '../registrar/directory.ts';
import { aggregate, offline } from './aggregation.ts';
import { categoriesDocument, type Document, ownCategories, ownSubscribers, roamingData } from './documents.ts';
import { sharedWithColleagues, standing } from './membership.ts';
import { type Container, createPresentities, type Presentity } from './presentity.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';

export const presenceEvent = 'presence';
export const contactsEvent = 'vnd-microsoft-roaming-contacts';
export const selfEvent = 'vnd-microsoft-roaming-self';
export const provisioningEvent = 'vnd-microsoft-provisioning-v2';

/** Who has published what, and who is to be told. */
export interface PresenceHub {
  readonly subscriptions: Subscriptions;
  presentityOf(uri: string): Presentity | undefined;
  own(user: LabUser): Presentity;
  /** Who may see what of a user. */
  containersOf(presentity: Presentity): ReadonlyMap<string, Container>;
  /** Tells watchers what they see from now on, after that has changed. */
  shared(presentity: Presentity): void;
  /** Tells watchers, after categories of the user may have changed. */
  published(presentity: Presentity, categories: readonly string[]): void;
  /** Tells the user's own endpoints in their dialogs of that event, but for the one that asked for the change. */
  tellOwn(user: LabUser, event: string, document: Document, except?: Endpoint): void;
  /** Somebody has added the user: a notice for those endpoints that ask for such. */
  added(presentity: Presentity, by: LabUser): void;
}

export function createPresenceHub(core: Core): PresenceHub {
  const subscriptions = createSubscriptions(core);
  const { users, environment } = core.estate;
  // Whoever is there for wrong passwords alone talks with nobody: those are left to be added.
  const isListed = ({ name }: LabUser): boolean => environment.users.find((user) => user.name === name)?.purpose === 'traffic';
  const presentities = createPresentities(users.values(), offline, core.clock.now(), isListed);
  const own = (user: LabUser): Presentity => presentities.get(user.uri.toLowerCase())!;

  const tellOwn: PresenceHub['tellOwn'] = (user, event, document, except) => {
    for (const subscription of subscriptions.of(event)) {
      if (subscription.endpoint.user === user && subscription.endpoint !== except) subscriptions.notify(subscription, document);
    }
  };
  /** Users homed on 2010 hear nothing more while the fault is on. */
  const isFrozen = (watcher: LabUser): boolean =>
    core.estate.faults.active('presence-to-legacy-frozen') !== undefined &&
    core.topology.pool(watcher.pool).generation === 'lync-2010';

  const published: PresenceHub['published'] = (presentity, categories) => {
    const { availability, activity } = aggregate(presentity.publications, core.directory.of(presentity.user).length > 0);
    const stateChanged = availability !== presentity.availability || activity !== presentity.activity;
    if (stateChanged) {
      presentity.availability = availability;
      presentity.activity = activity;
      presentity.changedAt = core.clock.now();
    }
    const changed = [...categories.filter((name) => name !== 'state'), ...(stateChanged ? ['state'] : [])];
    tellWatchers(presentity, (name) => changed.includes(name));
  };
  const tellWatchers = (presentity: Presentity, isNews: (category: string) => boolean): void => {
    const uri = presentity.user.uri.toLowerCase();
    for (const subscription of subscriptions.of(presenceEvent)) {
      const watcher = subscription.endpoint.user;
      const wanted = subscription.watched.get(uri)?.filter(isNews) ?? [];
      if (wanted.length === 0 || isFrozen(watcher)) continue;
      subscriptions.notify(subscription, categoriesDocument(presentity, wanted, standing(containersOf(presentity), watcher)));
    }
  };
  /** Until a client has said who may see what: colleagues may, or, where no client was ever signed in, nobody. */
  const containersOf: PresenceHub['containersOf'] = ({ containers, user }) =>
    containers.size > 0 || core.estate.faults.active('presence-not-shared')?.pool === user.pool
      ? containers
      : sharedWithColleagues;

  core.directory.onLeft((endpoint) => {
    subscriptions.dropAllOf(endpoint);
    const presentity = own(endpoint.user);
    const touched = presentity.publications.endpointLeft(endpoint.instance, core.directory.of(endpoint.user).length === 0);
    if (touched.length > 0) tellOwn(endpoint.user, selfEvent, roamingData([ownCategories(presentity, touched)]));
    published(presentity, touched);
  });

  return {
    subscriptions,
    presentityOf: (uri) => presentities.get(uri),
    own,
    containersOf,
    published,
    shared: (presentity) => tellWatchers(presentity, () => true),
    tellOwn,
    added(presentity, by) {
      const user = by.uri.replace(/^sips?:/i, '').toLowerCase();
      if (presentity.subscribers.has(user)) return;
      presentity.subscribers.set(user, { user, displayName: by.name, acknowledged: false });
      tellOwn(presentity.user, selfEvent, roamingData([ownSubscribers(presentity)]));
    },
  };
}
