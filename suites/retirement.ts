import {
  afterEstateRung,
  type Body,
  homePools,
  judgeEmptied,
  judgeGroupsMoved,
  poolNamed,
  type RemainderKind,
  rowsOf,
  suite,
  usersOf,
} from '#live';

/** A look at one kind of what has to leave a pool: all kinds, on all pools, are one question. */
const left = (kind: RemainderKind, what: string): Body<'pool'> =>
  afterEstateRung(async ({ target: { pool }, environment, facts, estateSeat }) => {
    const remainder = await facts.remainderOf(estateSeat, homePools(environment, 'lync-2010'));
    const own = kind === 'users' ? usersOf(environment, pool).map(({ name }) => name) : [];
    return judgeEmptied(poolNamed(environment, pool), what, rowsOf(remainder[kind]), own);
  });

// The pools of 2010 are empty: users, and everything that nobody thinks of because it is no user.
suite('retirement', (checks) => {
  checks.ofPool('users', left('users', 'users'));
  checks.ofPool('um-contacts', left('um-contacts', 'contact objects of unified messaging'));
  checks.ofPool('common-area-phones', left('common-area-phones', 'common area phones'));
  checks.ofPool('analog-devices', left('analog-devices', 'analog devices'));
  checks.ofPool('dial-in-numbers', left('dial-in-numbers', 'dial-in access numbers'));
  checks.ofPool('call-park', left('call-park', 'call park orbits'));
  checks.ofPool('trusted-applications', left('trusted-applications', 'trusted application endpoints'));
  checks.ofPool('meeting-rooms', left('meeting-rooms', 'meeting rooms'));
  checks.ofPool('conference-directories', left('conference-directories', 'conference directories'));

  checks.ofPool(
    'response-groups',
    afterEstateRung(async ({ target: { pool }, environment, facts, estateSeat }) => {
      const remainder = await facts.remainderOf(estateSeat, homePools(environment, 'lync-2010'));
      const newer = homePools(environment, 'lync-2013').map((name) => poolNamed(environment, name));
      return judgeGroupsMoved(poolNamed(environment, pool), newer, rowsOf(remainder['response-groups']));
    }),
  );
});
