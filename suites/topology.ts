import {
  afterEstateRung,
  afterFirstRung,
  buildPeers,
  centralStoreOf,
  databasesOf,
  declaredPools,
  edgesDue,
  everyPool,
  federatedEdgesDue,
  generationOf,
  homePools,
  isDirectoryPart,
  judgeArchiving,
  judgeBuilds,
  judgeCentralStore,
  judgeDirectory,
  judgeEdgeNames,
  judgeFabric,
  judgeFederatedEdge,
  judgeFederationRoute,
  judgeLegacyArchiving,
  judgeMediaEdge,
  judgeNamesUnique,
  judgeNextHop,
  judgeReadiness,
  judgeStoreLocation,
  judgeUndeclared,
  judgeUserReplication,
  judgeVersions,
  judgeWebAppsServer,
  judgeWorkloads,
  judgeXmppOff,
  nextHopsDue,
  poolNamed,
  routesDue,
  rowsOf,
  seatOf,
  suite,
} from '#live';

// The topology is of one mind with what is installed, and as the phase asks for: builds and generations, names, the central store, Active
// Directory, the fabric of the new pools, and how Edge pools are tied in. What is true of the whole estate is asked once.
suite('topology', (checks) => {
  checks.ofPool(
    'builds',
    afterEstateRung(async ({ target: { pool }, environment, facts, estateSeat }) => {
      const { servers, peers } = buildPeers(environment, pool);
      return judgeBuilds(pool, servers, peers, await facts.replication(estateSeat));
    }),
  );

  checks.ofPool(
    'versions',
    afterEstateRung(async ({ target, environment, facts, estateSeat }) =>
      judgeVersions(
        poolNamed(environment, target.pool),
        generationOf(target.generation),
        rowsOf((await facts.deployment(estateSeat)).services),
        await facts.replication(estateSeat),
      ),
    ),
  );

  checks.ofPool(
    'names',
    afterEstateRung(async ({ target, environment, facts, estateSeat }) =>
      judgeNamesUnique(poolNamed(environment, target.pool), rowsOf((await facts.deployment(estateSeat)).pools)),
    ),
  );

  checks.ofSite(
    'undeclared-pools',
    afterEstateRung(async ({ case: { site }, environment, facts, estateSeat }) => {
      const { services, pools } = await facts.deployment(estateSeat);
      return judgeUndeclared(site, declaredPools(environment, site), rowsOf(services), rowsOf(pools));
    }),
  );

  checks.ofSite(
    'central-store',
    afterEstateRung(async ({ environment, facts, estateSeat, now }) => {
      const [status] = rowsOf((await facts.deployment(estateSeat)).store);
      return judgeCentralStore(centralStoreOf(environment), status, now(), environment.budgets.replicaAge);
    }),
  );

  checks.ofSite(
    'central-store-location',
    afterEstateRung(async ({ environment, facts, estateSeat }) => {
      const { connection, location } = await facts.deployment(estateSeat);
      return judgeStoreLocation(
        rowsOf(connection)[0],
        rowsOf(location)[0]?.location,
        await databasesOf(environment, facts, estateSeat),
        centralStoreOf(environment).due,
      );
    }),
  );

  checks.ofSite(
    'directory',
    afterEstateRung(async ({ target: { part = '' }, facts, estateSeat }) => {
      if (!isDirectoryPart(part)) throw new Error(`The plan asks for the part ${part} of Active Directory.`);
      return judgeDirectory(part, rowsOf((await facts.directory(estateSeat))[part]));
    }),
  );

  checks.ofPool(
    'user-replicator',
    afterFirstRung(async ({ target: { pool }, case: { site }, environment, facts, estateSeat }) => {
      const { replicated } = await facts.directory(estateSeat);
      const contexts = 'rows' in replicated ? replicated.rows.map(({ context }) => context) : [];
      const texts: string[] = [];
      // One front end has them all; the others are only asked where it has not.
      for (const { fqdn, roles } of poolNamed(environment, pool).servers) {
        if (judgeUserReplication(pool, texts, contexts).outcome === 'pass' || !roles.includes('front-end')) continue;
        const events = rowsOf(await facts.userReplicationOn(seatOf(environment, site, pool), fqdn));
        texts.push(...events.map(({ text }) => text));
      }
      return judgeUserReplication(pool, texts, contexts);
    }),
  );

  checks.ofPool(
    'pool-fabric',
    afterFirstRung(async ({ target: { pool }, case: { site }, environment, facts }) =>
      judgeFabric(
        pool,
        rowsOf(await facts.fabricOf(seatOf(environment, site, pool), pool)).map(({ line }) => line),
      ),
    ),
  );

  checks.ofSite(
    'upgrade-readiness',
    afterFirstRung(async ({ case: { site }, environment, facts }) =>
      judgeReadiness(site, homePools(environment, 'lync-2013', site), rowsOf(await facts.readiness(site))[0]),
    ),
  );

  checks.ofPool(
    'workloads',
    afterEstateRung(async ({ target: { pool }, case: { site }, environment, facts, estateSeat }) =>
      judgeWorkloads(pool, homePools(environment, 'lync-2010', site), rowsOf((await facts.deployment(estateSeat)).services)),
    ),
  );

  checks.ofSite(
    'web-apps-server',
    afterEstateRung(async ({ case: { site }, facts, estateSeat }) =>
      judgeWebAppsServer(site, rowsOf((await facts.deployment(estateSeat)).services)),
    ),
  );

  checks.ofPool(
    'archiving',
    afterEstateRung(async ({ target: { pool }, facts, estateSeat }) =>
      judgeArchiving(pool, rowsOf((await facts.deployment(estateSeat)).services)),
    ),
  );

  checks.ofPool(
    'legacy-archiving',
    afterEstateRung(async ({ target: { pool }, facts, estateSeat }) =>
      judgeLegacyArchiving(pool, rowsOf((await facts.deployment(estateSeat)).services)),
    ),
  );

  checks.ofSite(
    'federated-edge',
    afterEstateRung(async ({ environment, facts, estateSeat }) =>
      judgeFederatedEdge(federatedEdgesDue(environment), rowsOf((await facts.deployment(estateSeat)).services)),
    ),
  );

  checks.ofSite(
    'federation-route',
    afterEstateRung(async ({ environment, facts, estateSeat }) =>
      judgeFederationRoute(routesDue(environment), rowsOf((await facts.deployment(estateSeat)).sites), everyPool(environment)),
    ),
  );

  checks.ofPool(
    'media-edge',
    afterEstateRung(async ({ target: { pool }, environment, facts, estateSeat }) =>
      judgeMediaEdge(pool, edgesDue(environment), rowsOf((await facts.deployment(estateSeat)).services), everyPool(environment)),
    ),
  );

  checks.ofPool(
    'edge-next-hop',
    afterEstateRung(async ({ target: { pool, generation }, environment, facts, estateSeat }) =>
      judgeNextHop(
        pool,
        nextHopsDue(environment, generation),
        rowsOf((await facts.deployment(estateSeat)).services),
        everyPool(environment),
      ),
    ),
  );

  checks.ofPool(
    'edge-names',
    afterEstateRung(async ({ target: { pool }, facts, estateSeat }) =>
      judgeEdgeNames(pool, rowsOf((await facts.deployment(estateSeat)).services)),
    ),
  );

  checks.ofPool(
    'xmpp-federation',
    afterEstateRung(async ({ target: { pool }, facts, estateSeat }) => {
      const { services, sites } = await facts.deployment(estateSeat);
      return judgeXmppOff(pool, rowsOf(services), rowsOf(sites));
    }),
  );
});
