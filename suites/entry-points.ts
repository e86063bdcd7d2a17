import {
  edgeGenerationIn,
  edgeServiceOf,
  entryPointOf,
  judgeAutodiscover,
  judgeEdgeService,
  judgeEntryPoint,
  judgeMeeting,
  judgeMeetingPool,
  judgePage,
  leadsTo,
  poolNamed,
  suite,
} from '#live';

// Clients find the estate: names lead to the generation of the phase, and what stands behind them answers for both generations.
suite('entry-points', (checks) => {
  for (const check of ['internal-srv', 'host-records'] as const) {
    checks.ofName(check, async ({ target, looks, environment }) => {
      const entry = entryPointOf(target.label)!;
      const [seen, pools] = await Promise.all([looks.name(target), looks.poolAddresses()]);
      return judgeEntryPoint(entry, leadsTo(entry, environment.phase), seen, pools);
    });
  }

  for (const check of ['external-srv', 'federation-srv', 'xmpp-srv'] as const) {
    checks.ofName(check, async ({ target, looks, environment }) => {
      const [seen, edges] = await Promise.all([looks.outsideName(target), looks.edges()]);
      return judgeEdgeService(edgeServiceOf(target.label)!, edgeGenerationIn(environment.phase), seen, edges);
    });
  }

  for (const [check, from] of [
    ['autodiscover', 'inside'],
    ['autodiscover-outside', 'outside'],
  ] as const) {
    checks.ofUser(check, async ({ target, looks, environment }) => {
      const { domain, seen } = await looks.autodiscover(target.user, from);
      const pools = environment.sites.flatMap((site) => site.pools);
      return judgeAutodiscover(target.user, domain, poolNamed(environment, target.pool), pools, seen);
    });
  }

  checks.ofName('simple-urls', async ({ target, looks }) =>
    judgePage(`https://${target.name}/`, await looks.page(`https://${target.name}/`)),
  );

  checks.ofPool('meeting', async ({ target, looks, environment }) =>
    judgeMeeting(poolNamed(environment, target.pool), await looks.meeting(target.pool, 'inside')),
  );

  checks.ofPool('meeting-outside', async ({ target, looks, environment }) =>
    judgeMeeting(poolNamed(environment, target.pool), await looks.meeting(target.pool, 'outside')),
  );

  checks.ofPool('meeting-pool', async ({ target, looks, environment }) => {
    const pools = environment.sites.flatMap((site) => site.pools);
    return judgeMeetingPool(poolNamed(environment, target.pool), pools, await looks.meeting(target.pool, 'inside'));
  });

  checks.ofPool('control-panel', async ({ target, looks }) =>
    judgePage(`The Control Panel of ${target.pool}`, await looks.page(`https://${target.pool}/Cscp/`)),
  );
});
