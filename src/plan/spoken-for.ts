import { type Environment, isSpokenFor } from '../environment/index.ts';
import type { PlannedCase } from './model.ts';

/** Checks that look at what a user sends, and at nothing that comes back to the user. */
const sendingAlone: readonly string[] = [
  'messaging.delivered',
  'messaging.text-unchanged',
  'messaging.long-text',
  'messaging.formatted',
];

/**
 * The same cases; not covered those that only a user could pass who is signed in, where this host speaks for the user as a trusted
 * server: nobody is signed in then, so nothing reaches the user.
 */
export function withoutSignIn(environment: Environment, cases: readonly PlannedCase[]): readonly PlannedCase[] {
  const spokenFor = new Set(environment.users.filter((user) => isSpokenFor(environment, user)).map(({ name }) => name));
  if (spokenFor.size === 0) return cases;
  return cases.map((planned) => {
    const mute = neededIn(planned).find((name) => spokenFor.has(name));
    if (planned.notCovered !== undefined || mute === undefined) return planned;
    const why = `${mute} is spoken for by the trusted server ${environment.trustedServer?.fqdn ?? ''}: nobody signs in as ${mute}, who only sends.`;
    return { ...planned, notCovered: { code: 'NOT_COVERED', why } };
  });
}

/** Users who must be signed in for the case to be looked at. */
function neededIn({ check, suite, target }: PlannedCase): readonly string[] {
  switch (target.kind) {
    case 'user':
      return suite === 'entry-points' ? [] : [target.user];
    case 'conference':
      return [target.organizer, ...target.participants];
    case 'pair':
      return sendingAlone.includes(check) ? [target.pair.to] : [target.pair.to, target.pair.from];
    default:
      return [];
  }
}
