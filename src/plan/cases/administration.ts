import type { Environment, Site } from '../../environment/index.ts';
import { caseOf } from '../case.ts';
import type { PlannedCase } from '../model.ts';

/** The first rung: of a site that is administered from this host there is one; through sessions each pool has an endpoint of its own. */
function shellCases({ name: site, administration: { via }, pools }: Site): PlannedCase[] {
  const check = 'administration.shell';
  if (via === 'local') {
    const title = `the management shell answers for ${site}`;
    return [caseOf({ check, site, subject: site, title, pools: pools.map(({ fqdn }) => fqdn), target: { kind: 'site' } })];
  }
  return pools.map(({ fqdn: pool }) =>
    caseOf({
      check,
      site,
      subject: `${site} via ${pool}`,
      title: `the management shell of ${pool} answers for ${site}`,
      pools: [pool],
      target: { kind: 'site', pool },
    }),
  );
}

/** Whether accounts may do no more than they are for. A shell of this host is not bound to roles, so it shows nothing of them. */
function rightsCases(environment: Environment, { name: site, administration: { via, accounts }, pools }: Site): PlannedCase[] {
  const ofSite = {
    site,
    subject: site,
    pools: pools.map(({ fqdn }) => fqdn),
    target: { kind: 'site' },
    ...(via === 'local' ? { notCovered: `${site} is administered from this host, where rights by role are not enforced.` } : {}),
  } as const;
  const title = (login: string, bound: string): string => `${login} ${bound}`;
  return [
    ...(accounts.siteAdmin === undefined || environment.sites.length < 2
      ? []
      : [
          caseOf({
            ...ofSite,
            check: 'administration.scope',
            title: title(accounts.siteAdmin.login, `changes nothing but ${site}`),
          }),
        ]),
    ...(accounts.readOnly === undefined
      ? []
      : [caseOf({ ...ofSite, check: 'administration.read-only', title: title(accounts.readOnly.login, 'changes nothing') })]),
  ];
}

function casesOfSite(environment: Environment, found: Site): PlannedCase[] {
  const { name: site, pools } = found;
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
    ...shellCases(found),
    ...ofPools,
    ...ofServers,
    caseOf({
      ...ofSite,
      check: 'administration.certificates',
      title: `the certificates of the server that administers ${site} are good`,
    }),
    caseOf({ ...ofSite, check: 'administration.roles', title: `the roles of ${site} are there` }),
    ...rightsCases(environment, found),
    caseOf({ ...ofSite, check: 'administration.policy', title: `${site} can be changed, and changed back` }),
  ];
}

/** The ladder of administration, site by site: shell, pools, users, replicas, and a change that is taken back. */
export const administrationCases = (environment: Environment): PlannedCase[] =>
  environment.sites.flatMap((site) => casesOfSite(environment, site));
