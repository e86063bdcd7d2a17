import {
  afterFirstRung,
  generationOf,
  judgeDeclaredRoles,
  judgeEdgeReplica,
  judgeFirstUsers,
  judgeNoUnexpectedService,
  judgeQuorum,
  judgeServiceRunning,
  judgeStartMode,
  poolNamed,
  seatOf,
  suite,
} from '#live';

// Services are started: on every server those that its roles and its generation bring with them, and no others; and enough of each pool.
suite('services', (checks) => {
  checks.ofService(
    'running',
    afterFirstRung(async ({ target, case: { site }, servicesOf, server }) =>
      judgeServiceRunning(
        { name: target.service, displayName: target.displayName },
        await servicesOf(site, server(target.server)),
      ),
    ),
  );

  checks.ofServer(
    'unexpected',
    afterFirstRung(async ({ target, case: { site }, servicesOf, server }) =>
      judgeNoUnexpectedService(await servicesOf(site, server(target.server)), generationOf(target.generation), target.roles),
    ),
  );

  checks.ofServer(
    'start-mode',
    afterFirstRung(async ({ target, case: { site }, servicesOf, server }) =>
      judgeStartMode(
        await servicesOf(site, server(target.server)),
        generationOf(target.generation).expectedServices(target.roles),
      ),
    ),
  );

  checks.ofServer(
    'edge',
    afterFirstRung(async ({ target, case: { site }, environment, facts, now }) =>
      judgeEdgeReplica(
        target.server,
        await facts.replication(seatOf(environment, site, target.pool)),
        now(),
        environment.budgets.replicaAge,
      ),
    ),
  );

  checks.ofPool(
    'declared',
    afterFirstRung(async ({ target, case: { site }, environment, facts }) =>
      judgeDeclaredRoles(
        poolNamed(environment, target.pool),
        generationOf(target.generation),
        await facts.pools(site, seatOf(environment, site, target.pool)),
      ),
    ),
  );

  checks.ofPool(
    'quorum',
    afterFirstRung(async ({ target, case: { site }, frontEndsOf }) => {
      const frontEnds = await frontEndsOf(site, target.pool);
      return judgeQuorum(target.pool, frontEnds, generationOf(target.generation).quorum(frontEnds.length)!);
    }),
  );

  checks.ofPool(
    'first-users',
    afterFirstRung(async ({ target, case: { site }, frontEndsOf }) =>
      judgeFirstUsers(target.pool, await frontEndsOf(site, target.pool)),
    ),
  );
});
