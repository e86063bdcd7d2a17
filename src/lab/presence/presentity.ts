import type { LabUser } from '../model.ts';
import { type ContactList, firstContactList } from './contact-list.ts';
import { Publications } from './publications.ts';

/** A member of a container: who may see what is published there. */
export interface Member {
  readonly type: string;
  readonly value?: string;
}

export interface Container {
  readonly version: number;
  readonly members: readonly Member[];
}

/** Somebody who added the user to a contact list. */
export interface Subscriber {
  /** Without `sip:`. */
  readonly user: string;
  readonly displayName: string;
  readonly acknowledged: boolean;
}

/** Everything that is kept for one user, signed in or not. */
export interface Presentity {
  readonly user: LabUser;
  readonly publications: Publications;
  readonly containers: Map<string, Container>;
  readonly subscribers: Map<string, Subscriber>;
  contacts: ContactList;
  /** True once the fault `contacts-lost` has taken one: what is lost stays lost. */
  hasLostContacts?: true;
  /** What watchers were told last. */
  availability: number;
  activity: string | undefined;
  /** Milliseconds since 1970: when that became so. */
  changedAt: number;
}

/** Everybody, each with those in the contact list who may be. */
export function createPresentities(
  users: Iterable<LabUser>,
  offline: number,
  now: number,
  isListed: (user: LabUser) => boolean,
): Map<string, Presentity> {
  const everybody = [...users];
  return new Map(
    everybody.map((user) => {
      // Made when first asked for: everybody in everybody's list is a lot of contacts in an estate of thousands.
      let contacts: ContactList | undefined;
      const presentity: Presentity = {
        user,
        publications: new Publications(),
        containers: new Map(),
        subscribers: new Map(),
        get contacts() {
          contacts ??= firstContactList(everybody.filter((other) => other !== user && isListed(other)));
          return contacts;
        },
        set contacts(changed) {
          contacts = changed;
        },
        availability: offline,
        activity: undefined,
        changedAt: now,
      };
      return [user.uri.toLowerCase(), presentity];
    }),
  );
}
