import type { CaseResult } from '../../src/results/index.ts';
import type { Row } from './fault-rows.ts';

const brokenPool = 'pool02.contoso.net';
const noGo = { exitCode: 1, word: 'NO-GO' };

/** True for a case that needs a user of the broken pool to be signed in, and is not about the sign-in itself. */
const needsUserThere = ({ case: { suite, target, pools } }: CaseResult): boolean => {
  if (target.kind === 'pair') return [target.pair.fromPool, target.pair.toPool].includes(brokenPool);
  if (suite === 'conference') return pools.includes(brokenPool);
  return ['contacts', 'registration'].includes(suite) && 'pool' in target && target.pool === brokenPool;
};

const isSignInThere = ({ case: { check, target } }: CaseResult): boolean =>
  ['signin.home', 'signin.redirect', 'signin.remote', 'nodes.sign-in'].includes(check) &&
  target.kind === 'user' &&
  target.pool === brokenPool;

/** What a case comes to whose user of the broken pool was signed in and is not any more; checks that build on another one say that. */
function afterLoss(result: CaseResult): string | undefined {
  const { check } = result.case;
  if (!needsUserThere(result)) return undefined;
  if (check === 'registration.kept') return 'USER_DISABLED';
  const first = ['messaging.delivered', 'conference.created', 'contacts.read'];
  return first.includes(check) || check.startsWith('presence.') ? 'SIGN_IN_NOT_KEPT' : 'DEPENDS_ON_OTHER';
}

const ofRegistration = (result: CaseResult): string | undefined =>
  'pool' in result.case.target && result.case.target.pool === brokenPool ? result.case.check : undefined;

/** Faults of registrations: how users of a pool come in, and whether they stay. */
export const registrationRows: Readonly<Record<string, Row>> = {
  'redirect-loop': {
    ...noGo,
    expected: (result) => (isSignInThere(result) ? 'REDIRECT_LOOP' : needsUserThere(result) ? 'NOT_SIGNED_IN' : undefined),
  },
  'signed-out-at-once': { ...noGo, expected: afterLoss },
  'renewal-refused': {
    ...noGo,
    expected: (result) => {
      const check = ofRegistration(result);
      if (check === 'registration.renewed') return 'SIGN_IN_REFUSED';
      return check === 'registration.proven-anew' ? 'DEPENDS_ON_OTHER' : undefined;
    },
  },
  'second-proof-refused': {
    ...noGo,
    expected: (result) => (ofRegistration(result) === 'registration.proven-anew' ? 'SIGN_IN_REFUSED' : undefined),
  },
};
