import type { Environment } from '../../environment/index.ts';
import { checks } from '../../guide/index.ts';
import { caseOf } from '../case.ts';
import { isHome, poolsOf, trafficUsers } from '../estate.ts';
import type { Pair, PlannedCase } from '../model.ts';

/** One registration for each test user, and for each pair one of every transaction of two users; what does not apply is named with why. */
export function syntheticCases(environment: Environment, pairs: readonly Pair[]): PlannedCase[] {
  const homes = poolsOf(environment).filter(isHome);
  const generationOf = new Map(homes.map(({ pool }) => [pool.fqdn, pool.generation]));
  const registrations = homes.flatMap((home) =>
    trafficUsers(environment, home).map((user) =>
      caseOf({
        check: 'synthetic.registration',
        subject: user.name,
        site: home.site.name,
        title: `Test-CsRegistration: ${user.name} at ${home.pool.fqdn}`,
        pools: [home.pool.fqdn],
        target: { kind: 'user', user: user.name, pool: home.pool.fqdn, generation: home.pool.generation },
      }),
    ),
  );
  const ofPairs = checks.filter(({ suite, id }) => suite === 'synthetic' && id !== 'synthetic.registration');
  return [
    ...registrations,
    ...pairs.flatMap((pair) =>
      ofPairs.map(({ id, generations }) => {
        const old = [pair.fromPool, pair.toPool].find(
          (pool) => !(generations as readonly unknown[]).includes(generationOf.get(pool)),
        );
        return caseOf({
          check: id,
          subject: `${pair.from} → ${pair.to}`,
          site: pair.fromSite,
          title: `${pair.from} → ${pair.to}: ${said[id] ?? id}`,
          pools: [pair.fromPool, pair.toPool],
          target: { kind: 'pair', pair },
          ...(old === undefined ? {} : { notCovered: `${said[id]} does not apply to ${old}, a pool of Lync Server 2010.` }),
        });
      }),
    ),
  ];
}

const said: Readonly<Record<string, string>> = {
  'synthetic.im': 'Test-CsIM',
  'synthetic.presence': 'Test-CsPresence',
  'synthetic.group-im': 'Test-CsGroupIM',
  'synthetic.data-conference': 'Test-CsDataConference',
  'synthetic.agrees': 'Test-CsIM and our own clients agree',
};
