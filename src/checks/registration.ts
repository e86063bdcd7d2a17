import { catalogue } from '../errors/index.ts';
import { type Finding, notCovered, pass, type Reason, undetermined } from '../outcome/index.ts';
import type { LifeEvent } from '../sip/agent/model.ts';
import { humanDuration, isoTime } from '../time/index.ts';
import { type Trouble, troubleFinding, troubleOf } from './trouble.ts';

/** What happened to the registration of one user in a run. */
export interface LifeObservation {
  readonly user: string;
  /** Of all sign-ins of the run, oldest first. */
  readonly life: readonly LifeEvent[];
  /** True while the user is signed in. */
  readonly isSignedIn: boolean;
}

/** The registrations of the users of a pool at the end of a run, and what became of a renewal and a new proof of one of them. */
export interface RegistrationObservation {
  readonly user: string;
  readonly pool: string;
  /** The user was never signed in. */
  readonly notSignedIn?: boolean;
  /** Of every user of the pool who was signed in. */
  readonly lives: readonly LifeObservation[];
  readonly renewal?: RenewalObservation;
  /** Absent where the renewal before it failed. */
  readonly proof?: RenewalObservation & { readonly isNew: boolean };
}

export interface RenewalObservation {
  readonly trouble?: Trouble;
  /** Milliseconds. */
  readonly took: number;
}

const notSignedIn = ({ user, notSignedIn: missing }: RegistrationObservation): Finding | undefined =>
  missing ? undetermined('NOT_SIGNED_IN', `The registration of ${user} was not looked at: ${user} is not signed in.`) : undefined;

interface Loss {
  readonly trouble: Trouble;
  readonly reason: Reason;
}

/** Every loss in a life, with what followed. */
function lossesOf({ user, life }: LifeObservation): readonly Loss[] {
  return life.flatMap((event, at): Loss[] => {
    if (event.kind !== 'lost') return [];
    const after = life.slice(at + 1).find(({ kind }) => kind === 'regained' || kind === 'given-up' || kind === 'lost');
    const trouble = troubleOf(event.error);
    const then = after?.kind === 'regained' ? `; ${user} came back at ${isoTime(after.at)}` : '';
    return [{ trouble, reason: { text: `${isoTime(event.at)}: ${trouble.message.replace(/\.$/, '')}${then}.` } }];
  });
}

/** Everybody who was signed in has been so without interruption. */
export function judgeKept(seen: RegistrationObservation): Finding {
  const missing = notSignedIn(seen);
  if (missing !== undefined) return missing;
  const losses = seen.lives.flatMap(lossesOf);
  // What is a failure by its code decides; what leaves it open (a user who was moved) only where there is nothing else.
  const worst = losses.find(({ trouble }) => catalogue[trouble.code].outcome === 'fail') ?? losses[0];
  if (worst !== undefined)
    return troubleFinding(
      worst.trouble,
      losses.map(({ reason }) => reason),
    );
  const absent = seen.lives.filter(({ isSignedIn }) => !isSignedIn).map(({ user }) => user);
  if (seen.lives.length === 0 || absent.length > 0) {
    return undetermined(
      'NOT_SIGNED_IN',
      `Nobody can tell whether ${absent.join(', ') || seen.user} stayed signed in at ${seen.pool}.`,
    );
  }
  const names = seen.lives.map(({ user }) => user).join(', ');
  return pass(`${names} stayed signed in at ${seen.pool} through the run.`);
}

/** The pool took the renewal. */
export function judgeRenewed(seen: RegistrationObservation): Finding {
  const missing = notSignedIn(seen);
  if (missing !== undefined) return missing;
  if (seen.renewal === undefined) {
    return undetermined('DEPENDS_ON_OTHER', `Nothing was renewed for ${seen.user}, who is not signed in any more.`);
  }
  if (seen.renewal.trouble !== undefined) return troubleFinding(seen.renewal.trouble);
  return pass(`${seen.pool} renewed the registration of ${seen.user} within ${humanDuration(seen.renewal.took)}.`);
}

/** The pool took another proof on the living connection. */
export function judgeProvenAnew(seen: RegistrationObservation): Finding {
  const missing = notSignedIn(seen);
  if (missing !== undefined) return missing;
  if (seen.proof === undefined) {
    return undetermined('DEPENDS_ON_OTHER', `${seen.user} proved nothing anew, because the registration did not stand any more.`);
  }
  if (seen.proof.trouble !== undefined) return troubleFinding(seen.proof.trouble);
  if (!seen.proof.isNew) {
    return notCovered('NOT_COVERED', `${seen.pool} renewed the registration of ${seen.user} without asking for a proof.`);
  }
  return pass(`${seen.user} proved the password anew at ${seen.pool} within ${humanDuration(seen.proof.took)}.`);
}
