import type { Environment, Site } from '../../environment/index.ts';
import { caseOf } from '../case.ts';
import type { PlannedCase } from '../model.ts';

function casesOfSite(environment: Environment, { name: site, pools }: Site): PlannedCase[] {
  // What is true of a site is true of all its pools: a wave of any of them needs it.
  const ofSite = { site, subject: site, pools: pools.map(({ fqdn }) => fqdn), target: { kind: 'site' } } as const;
  const ofPools = pools.flatMap((pool) => {
    const ofPool = {
      site,
      subject: pool.fqdn,
      pools: [pool.fqdn],
      target: { kind: 'pool', pool: pool.fqdn, generation: pool.generation },
    } as const;
    const hasUsers = environment.users.some((user) => user.pool === pool.fqdn);
    return [
      caseOf({ ...ofPool, check: 'administration.topology', title: `${pool.fqdn} is in the topology as declared` }),
      ...(hasUsers
        ? [caseOf({ ...ofPool, check: 'administration.users', title: `the test users of ${pool.fqdn} are homed there` })]
        : []),
    ];
  });
  const ofServers = pools.flatMap(({ fqdn: pool, generation, servers }) =>
    servers.map(({ fqdn: server, roles }) =>
      caseOf({
        check: 'administration.replication',
        site,
        subject: server,
        title: `the configuration reaches ${server}`,
        pools: [pool],
        target: { kind: 'server', server, pool, generation, roles },
      }),
    ),
  );
  return [
    caseOf({ ...ofSite, check: 'administration.shell', title: `the management shell answers for ${site}` }),
    ...ofPools,
    ...ofServers,
    caseOf({
      ...ofSite,
      check: 'administration.certificates',
      title: `the certificates of the server that administers ${site} are good`,
    }),
    caseOf({ ...ofSite, check: 'administration.roles', title: `the roles of ${site} are there` }),
    caseOf({ ...ofSite, check: 'administration.policy', title: `${site} can be changed, and changed back` }),
  ];
}

/** The ladder of administration, site by site: shell, pools, users, replicas, and a change that is taken back. */
export const administrationCases = (environment: Environment): PlannedCase[] =>
  environment.sites.flatMap((site) => casesOfSite(environment, site));
