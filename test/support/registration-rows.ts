import type { CaseResult } from '../../src/results/index.ts';
import type { Row } from './fault-rows.ts';

const brokenPool = 'pool02.contoso.net';
const noGo = { exitCode: 1, word: 'NO-GO' };

/** True for a case that needs a user of the broken pool to be signed in, and is not about the sign-in itself. */
const needsUserThere = ({ case: { suite, target, pools } }: CaseResult): boolean => {
  if (target.kind === 'pair') return [target.pair.fromPool, target.pair.toPool].includes(brokenPool);
  if (suite === 'conference') return pools.includes(brokenPool);
  return suite === 'contacts' && 'pool' in target && target.pool === brokenPool;
};

const isSignInThere = ({ case: { check, target } }: CaseResult): boolean =>
  (check === 'signin.home' || check === 'signin.redirect') && target.kind === 'user' && target.pool === brokenPool;

/** Faults of registrations: how users of a pool come in, and whether they stay. */
export const registrationRows: Readonly<Record<string, Row>> = {
  'redirect-loop': {
    ...noGo,
    expected: (result) => (isSignInThere(result) ? 'REDIRECT_LOOP' : needsUserThere(result) ? 'NOT_SIGNED_IN' : undefined),
  },
};
