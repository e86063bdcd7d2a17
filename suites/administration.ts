import {
  accountOf,
  adminRolesExpected,
  afterFirstRung,
  firstRung,
  judgeCertificates,
  judgeReadOnly,
  judgeReplica,
  judgeRoles,
  judgeScope,
  judgeTopology,
  judgeUsers,
  poolNamed,
  seatOf,
  serversOf,
  suite,
  usersOf,
} from '#live';

// Each site can be administered: a ladder, whose first rung carries all others. A session opens; the site and its pools answer; their users
// are listed; replicas are fresh; it can be written to; certificates are good; the roles are there.
suite('administration', (checks) => {
  checks.ofSite('shell', ({ target, case: { site }, environment, facts }) =>
    firstRung(facts, site, seatOf(environment, site, target.pool)),
  );

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
      ),
    ),
  );

  checks.ofSite(
    'certificates',
    afterFirstRung(async ({ case: { site }, environment, facts, now }) =>
      judgeCertificates(site, serversOf(environment, site), await facts.certificates(site), now()),
    ),
  );

  checks.ofSite(
    'roles',
    afterFirstRung(async ({ case: { site }, environment, facts }) => {
      const login = environment.sites.find(({ name }) => name === site)?.administration.accounts.siteAdmin?.login;
      const account = login === undefined ? {} : { account: { login, roles: await facts.rolesOf(site, login) } };
      return judgeRoles({ site, predefined: adminRolesExpected(environment, site), ...account }, await facts.adminRoles(site));
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
    'policy',
    afterFirstRung(async ({ case: { site }, probePolicy }) => probePolicy(site)),
  );
});
