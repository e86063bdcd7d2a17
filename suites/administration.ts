import {
  accountOf,
  adminRolesExpected,
  afterFirstRung,
  asReadOnly,
  centralStoreMovesIn,
  firstRung,
  hasReached,
  judgeCertificates,
  judgeOlderTools,
  judgePage,
  judgeReadOnly,
  judgeReplica,
  judgeRoles,
  judgeScope,
  judgeTopology,
  judgeUsers,
  olderToolsAt,
  poolNamed,
  seatOf,
  seatOfCase,
  serversOf,
  suite,
  usersOf,
} from '#live';

// Each site can be administered, through each of its endpoints: a ladder, whose first rung carries all others that ask a shell. A session opens;
// the site and its pools answer; their users are listed; replicas are fresh; the site can be written to; the Control Panel answers; certificates
// are good; the roles are there.
suite('administration', (checks) => {
  checks.ofSite('shell', (look) => firstRung(look, look.case.site, look.target));

  checks.ofPool(
    'topology',
    afterFirstRung(async ({ target, case: { site }, environment, facts }) =>
      judgeTopology(site, poolNamed(environment, target.pool), await facts.pools(site, seatOf(environment, site, target.pool))),
    ),
  );

  checks.ofPool(
    'users',
    afterFirstRung(async ({ target, case: { site }, environment, facts }) => {
      const declared = usersOf(environment, target.pool);
      const found = await facts.users(
        seatOf(environment, site, target.pool),
        target.pool,
        declared.map(({ uri }) => uri),
      );
      return judgeUsers(target.pool, declared, found);
    }),
  );

  checks.ofServer(
    'replication',
    afterFirstRung(async ({ target, case: { site }, environment, facts, now }) =>
      judgeReplica(
        target.server,
        await facts.replication(seatOf(environment, site, target.pool)),
        now(),
        environment.budgets.replicaAge,
        hasReached(environment.phase, centralStoreMovesIn),
      ),
    ),
  );

  // Without a logon: the page shows whether the panel could be opened, by whoever may.
  checks.ofPool('control-panel', async ({ target, looks }) =>
    judgePage(`The Control Panel of ${target.pool}`, await looks.page(`https://${target.pool}/Cscp/`)),
  );

  checks.ofSite(
    'certificates',
    afterFirstRung(async ({ target, case: { site }, environment, facts, now }) =>
      judgeCertificates(
        site,
        serversOf(environment, site),
        await facts.certificates(seatOfCase(environment, site, target)),
        now(),
        environment.budgets.certificateWarning,
      ),
    ),
  );

  checks.ofSite(
    'roles',
    afterFirstRung(async ({ target, case: { site }, environment, facts }) => {
      const seat = seatOfCase(environment, site, target);
      const login = accountOf(environment, site, 'siteAdmin');
      const account = login === '' ? {} : { account: { login, roles: await facts.rolesOf(seat, login) } };
      return judgeRoles({ site, predefined: adminRolesExpected(environment, seat), ...account }, await facts.adminRoles(seat));
    }),
  );

  checks.ofSite(
    'older-tools',
    afterFirstRung(async ({ target, case: { site }, environment, facts }) => {
      const { generation, newer } = olderToolsAt(environment, site, target);
      return judgeOlderTools(generation, await facts.poolSight(seatOfCase(environment, site, target), newer));
    }),
  );

  checks.ofSite(
    'scope',
    afterFirstRung(async ({ case: { site }, environment, facts }) => {
      const others = environment.sites.flatMap(({ name }) => (name === site ? [] : [name]));
      const login = accountOf(environment, site, 'siteAdmin');
      return judgeScope(site, others, { login, roles: await facts.rolesOf(site, login) }, await facts.adminRoles(site));
    }),
  );

  checks.ofSite(
    'read-only',
    afterFirstRung(async ({ case: { site }, environment, facts }) => {
      const login = accountOf(environment, site, 'readOnly');
      return judgeReadOnly({ login, roles: await facts.rolesOf(site, login) }, await facts.adminRoles(site));
    }),
  );

  checks.ofSite(
    'scope-probe',
    afterFirstRung(async ({ target, case: { site }, environment, probeRefusal }) =>
      probeRefusal({
        login: accountOf(environment, site, 'siteAdmin'),
        seat: seatOf(environment, site),
        site: target.other ?? site,
        guardian: seatOf(environment, target.other ?? site),
      }),
    ),
  );

  checks.ofSite(
    'read-only-probe',
    afterFirstRung(async ({ case: { site }, environment, probeRefusal }) =>
      probeRefusal({
        login: accountOf(environment, site, 'readOnly'),
        seat: asReadOnly(seatOf(environment, site)),
        site,
        guardian: seatOf(environment, site),
      }),
    ),
  );

  checks.ofSite(
    'policy',
    afterFirstRung(async ({ target, case: { site }, environment, probePolicy }) =>
      probePolicy(site, seatOfCase(environment, site, target)),
    ),
  );
});
