import { judgeReplica, judgeShell, judgeTopology, judgeUsers, poolNamed, suite, usersOf } from '#live';

// Each site can be administered: its shell answers, knows its pools and users, its replicas are fresh, and it can be written to.
suite('administration', (checks) => {
  checks.ofSite('shell', async ({ case: { site }, facts }) => judgeShell(site, await facts.sites(site)));

  checks.ofPool('topology', async ({ target, case: { site }, environment, facts }) =>
    judgeTopology(site, poolNamed(environment, target.pool), await facts.pools(site)),
  );

  checks.ofPool('users', async ({ target, case: { site }, environment, facts }) => {
    const declared = usersOf(environment, target.pool);
    const found = await facts.users(
      site,
      target.pool,
      declared.map(({ uri }) => uri),
    );
    return judgeUsers(target.pool, declared, found);
  });

  checks.ofServer('replication', async ({ target, case: { site }, environment, facts, now }) =>
    judgeReplica(target.server, await facts.replication(site), now(), environment.budgets.replicaAge),
  );

  checks.ofSite('policy', async ({ case: { site }, probePolicy }) => probePolicy(site));
});
