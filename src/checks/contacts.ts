import { type Finding, fail, notCovered, pass, undetermined } from '../outcome/index.ts';
import { type Comparison, judgeCompared } from './earlier.ts';
import { type Trouble, troubleFinding } from './trouble.ts';

/** A contact that was added and removed, as far as that went. */
export interface ContactChangeObservation {
  /** Name of the one who was added. */
  readonly who: string;
  readonly trouble?: Trouble;
  /** The list showed the change to whoever follows it, and to a second reader. */
  readonly told?: boolean;
  readonly stored?: boolean;
  /** It is out of the list again. */
  readonly removed?: boolean;
}

/** The contact list of a user, and what became of a change of it. */
export interface ContactsObservation {
  readonly user: string;
  readonly pool: string;
  readonly budget: number;
  readonly notSignedIn?: boolean;
  /** Why the list could not be read. */
  readonly trouble?: Trouble;
  readonly list?: {
    readonly keptIn: 'pool' | 'exchange';
    /** Absent where the pool does not give the list out. */
    readonly count?: number;
    /** What the pool says of a list that it does not give out. */
    readonly because?: string;
  };
  /** Absent: nothing was changed, because that was not allowed or there is nobody who could be added. */
  readonly change?: ContactChangeObservation;
  /** Nothing was changed for want of permission. */
  readonly forbidden?: boolean;
}

const notSignedIn = ({ user, notSignedIn: missing }: ContactsObservation): Finding | undefined =>
  missing ? undetermined('NOT_SIGNED_IN', `The contacts of ${user} were not asked for: ${user} is not signed in.`) : undefined;

/** The user could read the own list, or it is known to be kept elsewhere. */
export function judgeContactsRead(seen: ContactsObservation): Finding {
  const missing = notSignedIn(seen);
  if (missing !== undefined) return missing;
  if (seen.list === undefined) return troubleFinding(seen.trouble!);
  const { keptIn, count = 0, because } = seen.list;
  return keptIn === 'exchange'
    ? pass(
        `The contacts of ${seen.user} are kept in Exchange (unified contact store), as ${seen.pool} says${because === undefined ? '' : `: ${because}`}.`,
      )
    : pass(`${seen.user} has ${count} ${count === 1 ? 'contact' : 'contacts'}.`);
}

/** How many contacts a user has and where they are kept, from run to run. */
export type KeptContacts = Pick<NonNullable<ContactsObservation['list']>, 'keptIn' | 'count'>;

/** True for contacts as an earlier run counted them. */
export const isKeptContacts = (value: unknown): value is KeptContacts =>
  typeof value === 'object' &&
  value !== null &&
  'keptIn' in value &&
  (value.keptIn === 'pool' || value.keptIn === 'exchange') &&
  (value.keptIn === 'exchange' || ('count' in value && typeof value.count === 'number'));

/** The user has not lost contacts since an earlier run. Counts of a list in the pool and of one in Exchange cannot be compared. */
export function judgeContactsKept(seen: ContactsObservation, compare: (now: KeptContacts) => Comparison<KeptContacts>): Finding {
  const missing = notSignedIn(seen);
  if (missing !== undefined) return missing;
  const { user, list } = seen;
  if (list === undefined)
    return undetermined('DEPENDS_ON_OTHER', `The contacts of ${user} were not compared, because they could not be read.`);
  const { keptIn, count } = list;
  const comparison = compare({ keptIn, ...(count === undefined ? {} : { count }) });
  if (keptIn === 'exchange' || count === undefined)
    return notCovered('NOT_COVERED', `The contacts of ${user} are kept in Exchange, where the pool does not count them.`);
  return judgeCompared(`The number of contacts of ${user}`, comparison, (before) => {
    if (before.keptIn === 'exchange' || before.count === undefined)
      return notCovered('NOT_COVERED', `The contacts of ${user} were kept in Exchange then, and nobody counted them there.`);
    const sentence = `${user} has ${count} contacts; there were ${before.count}.`;
    if (count >= before.count) return pass(sentence);
    const reason = { text: `Contacts of ${user}`, expected: String(before.count), observed: String(count) };
    return fail('CONTACTS_FEWER', sentence, [reason]);
  });
}

/** An entry was added, was there, and is gone again. */
export function judgeContactsChanged(seen: ContactsObservation): Finding {
  const { user, list, change } = seen;
  if (seen.forbidden) {
    return notCovered(
      'CHANGES_NOT_ALLOWED',
      `The contacts of ${user} were not changed: the run was not allowed to change the estate.`,
    );
  }
  const missing = notSignedIn(seen);
  if (missing !== undefined) return missing;
  if (list === undefined) {
    return undetermined('DEPENDS_ON_OTHER', `The contacts of ${user} were not changed, because they could not be read.`);
  }
  if (list.keptIn === 'exchange') {
    return notCovered('NOT_COVERED', `The contacts of ${user} are kept in Exchange, where the pool does not change them.`);
  }
  if (change === undefined) {
    return notCovered('NOT_COVERED', `Every other test user is among the contacts of ${user} already: there is nobody to add.`);
  }
  if (change.trouble !== undefined) return troubleFinding(change.trouble);
  const { who } = change;
  if (!change.stored)
    return fail('CONTACT_NOT_KEPT', `${who} was added to the contacts of ${user}, and the list does not show it.`);
  if (!change.told) return fail('CONTACT_NOT_KEPT', `${who} was added to the contacts of ${user}, and nobody was told of it.`);
  if (!change.removed) return fail('CONTACT_NOT_KEPT', `${who} was removed from the contacts of ${user}, and is still there.`);
  return pass(`${who} was added to the contacts of ${user}, read back, and removed.`);
}
