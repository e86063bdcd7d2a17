import {
  adminRolesExpected,
  afterFirstRung,
  firstRung,
  judgeCertificates,
  judgeReplica,
  judgeRoles,
  judgeTopology,
  judgeUsers,
  poolNamed,
  serversOf,
  suite,
  usersOf,
} from '#live';

// Each site can be administered: a ladder, whose first rung carries all others. A session opens; the site and its pools answer; their users
// are listed; replicas are fresh; it can be written to; certificates are good; the roles are there.
suite('administration', (checks) => {
  checks.ofSite('shell', ({ case: { site }, facts }) => firstRung(facts, site));

  checks.ofPool(
    'topology',
    afterFirstRung(async ({ target, case: { site }, environment, facts }) =>
      judgeTopology(site, poolNamed(environment, target.pool), await facts.pools(site)),
    ),
  );

  checks.ofPool(
    'users',
    afterFirstRung(async ({ target, case: { site }, environment, facts }) => {
      const declared = usersOf(environment, target.pool);
      const found = await facts.users(
        site,
        target.pool,
        declared.map(({ uri }) => uri),
      );
      return judgeUsers(target.pool, declared, found);
    }),
  );

  checks.ofServer(
    'replication',
    afterFirstRung(async ({ target, case: { site }, environment, facts, now }) =>
      judgeReplica(target.server, await facts.replication(site), now(), environment.budgets.replicaAge),
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
    'policy',
    afterFirstRung(async ({ case: { site }, probePolicy }) => probePolicy(site)),
  );
});
