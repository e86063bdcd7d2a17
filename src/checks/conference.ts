import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';
import { humanDuration } from '../time/index.ts';
import { inTime, ownHostLate } from './in-time.ts';
import { type Trouble, troubleFinding } from './trouble.ts';

/** How one of them came into the room. */
export interface JoinObservation {
  readonly user: string;
  readonly trouble?: Trouble;
  /** Whom this one did not see in the room in time. */
  readonly missing: readonly string[];
}

/** Something said in the room, and one who should have read it. Times in milliseconds. */
export interface RoomMessageObservation {
  readonly from: string;
  readonly to: string;
  readonly after?: number;
  /** How much of that time this process was not at work. */
  readonly ownDelay?: number;
  readonly trouble?: Trouble;
}

/** A conference from its creation to its end. */
export interface ConferenceObservation {
  readonly organizer: string;
  readonly participants: readonly string[];
  readonly budget: number;
  /** Why nothing was tried: one of them is not signed in. */
  readonly notSignedIn?: string;
  readonly createdAfter?: number;
  /** Why it was not created. */
  readonly trouble?: Trouble;
  readonly joins: readonly JoinObservation[];
  readonly messages: readonly RoomMessageObservation[];
}

const notSignedIn = ({ notSignedIn: who, organizer }: ConferenceObservation): Finding | undefined =>
  who === undefined
    ? undefined
    : undetermined('NOT_SIGNED_IN', `The conference of ${organizer} was not tried: ${who} is not signed in.`);

/** Why none of the conference's promises could be looked at. */
function notTried(seen: ConferenceObservation): Finding | undefined {
  return seen.trouble?.code === 'CHANGES_NOT_ALLOWED' ? troubleFinding(seen.trouble) : notSignedIn(seen);
}

/** The organizer's pool created the conference. */
export function judgeConferenceCreated(seen: ConferenceObservation): Finding {
  const missing = notTried(seen);
  if (missing !== undefined) return missing;
  if (seen.trouble !== undefined) return troubleFinding(seen.trouble);
  return pass(`${seen.organizer} created a conference within ${humanDuration(seen.createdAfter ?? 0)}.`);
}

const isWhole = ({ joins }: ConferenceObservation): boolean =>
  joins.length > 0 && joins.every(({ trouble, missing }) => trouble === undefined && missing.length === 0);

/** Everybody is in the room, and is seen there by everybody. */
export function judgeConferenceJoined(seen: ConferenceObservation): Finding {
  const missing = notTried(seen);
  if (missing !== undefined) return missing;
  if (seen.trouble !== undefined) {
    return undetermined('DEPENDS_ON_OTHER', `Nobody could join: the conference of ${seen.organizer} was not created.`);
  }
  const refused = seen.joins.find(({ trouble }) => trouble !== undefined);
  if (refused?.trouble !== undefined) return troubleFinding(refused.trouble);
  const everybody = [seen.organizer, ...seen.participants].join(', ');
  if (isWhole(seen)) return pass(`${everybody} joined the conference of ${seen.organizer} and see each other there.`);
  const reasons = seen.joins
    .filter(({ missing: unseen }) => unseen.length > 0)
    .map(({ user, missing: unseen }): Reason => ({ text: `${user} does not see ${unseen.join(', ')} in the room.` }));
  return fail(
    'CONFERENCE_INCOMPLETE',
    `Not everybody sees everybody in the conference of ${seen.organizer} within ${humanDuration(seen.budget)}.`,
    reasons,
  );
}

const punctualityOf = ({ after, ownDelay = 0 }: RoomMessageObservation, budget: number): ReturnType<typeof inTime> =>
  after === undefined ? 'too late' : inTime({ after, ownDelay }, budget);

/** Whatever one of them said, all the others read. */
export function judgeConferenceHeard(seen: ConferenceObservation): Finding {
  const missing = notTried(seen);
  if (missing !== undefined) return missing;
  if (seen.trouble !== undefined || !isWhole(seen)) {
    return undetermined('DEPENDS_ON_OTHER', `Nothing was said in the conference of ${seen.organizer}: not everybody is in it.`);
  }
  const refused = seen.messages.find(({ trouble }) => trouble !== undefined);
  if (refused?.trouble !== undefined) return troubleFinding(refused.trouble);
  const timed = seen.messages.map((message) => ({ ...message, punctual: punctualityOf(message, seen.budget) }));
  const lost = timed.filter(({ punctual }) => punctual === 'too late');
  const untold = timed.find(({ punctual }) => punctual === 'untold');
  if (lost.length === 0 && untold?.after !== undefined) {
    const time = { ...untold, after: untold.after };
    return ownHostLate(`${untold.to} read in the conference of ${seen.organizer} what ${untold.from} said`, time, seen.budget);
  }
  if (lost.length === 0) {
    return pass(`${[seen.organizer, ...seen.participants].join(', ')} read each other in the conference of ${seen.organizer}.`);
  }
  return fail(
    'CONFERENCE_NOT_HEARD',
    `${lost.length} of ${seen.messages.length} times a message in the conference of ${seen.organizer} was not read within ${humanDuration(seen.budget)}.`,
    lost.map(({ from, to, after }) => ({
      text: `${to} ${after === undefined ? 'did not read' : `read after ${humanDuration(after)}`} what ${from} said.`,
    })),
  );
}
