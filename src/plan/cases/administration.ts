import type { Environment, Pool, Site } from '../../environment/index.ts';
import { type GenerationName, generationOf } from '../../generations/index.ts';
import { caseOf, ofPool } from '../case.ts';
import { endpointsOf } from '../endpoints.ts';
import { isHome } from '../estate.ts';
import type { PlannedCase } from '../model.ts';

/** The rungs that a whole site has at each of its endpoints: does the shell answer, can the site be changed, is the host in order, are the roles there. */
function endpointCases(environment: Environment, site: Site): PlannedCase[] {
  return endpointsOf(site).flatMap(({ name, words, at, generation, pools, isOlder }) => {
    const newer = newerPool(environment, site, generation);
    const common = {
      site: site.name,
      subject: `${site.name} ${name}`,
      pools,
      target: { kind: 'site', ...at },
      optional: isOlder,
    } as const;
    return [
      caseOf({ ...common, check: 'administration.shell', title: `the management shell of ${words} answers for ${site.name}` }),
      caseOf({
        ...common,
        check: 'administration.certificates',
        title: `the certificates are good where ${site.name} is administered through ${words}`,
      }),
      caseOf({ ...common, check: 'administration.roles', title: `the roles of ${site.name} are there for ${words}` }),
      caseOf({
        ...common,
        check: 'administration.policy',
        title: `${site.name} can be changed, and changed back, through ${words}`,
      }),
      ...(newer === undefined
        ? []
        : [
            caseOf({
              ...common,
              check: 'administration.older-tools',
              limit: 'older-tools',
              title: `${words} refuses ${newer}, a pool of a later generation`.replace(
                /^the tools(.*) refuses/,
                'the tools$1 refuse',
              ),
            }),
          ]),
    ];
  });
}

/** A pool of a later generation than the tools of an endpoint: one of the same site, else any of the estate. */
export function newerPool({ sites }: Environment, site: Site, generation: GenerationName): string | undefined {
  const version = (name: GenerationName): number => generationOf(name).topologyVersion;
  const pools = [site, ...sites].flatMap((each) => each.pools);
  return pools.find((pool) => version(pool.generation) > version(generation))?.fqdn;
}

/** Whether accounts may do no more than they are for. Only the remote endpoint of a pool binds anybody to roles. */
function rightsCases(environment: Environment, { name: site, administration: { via, accounts }, pools }: Site): PlannedCase[] {
  const ofSite = {
    site,
    subject: site,
    pools: pools.map(({ fqdn }) => fqdn),
    target: { kind: 'site' },
    ...(via === 'remote'
      ? {}
      : {
          notCovered: `${site} is administered via ${via}, where rights by role are not enforced: only a remote endpoint does that.`,
        }),
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
          ...environment.sites
            .filter(({ name }) => name !== site)
            .map(({ name: other }) =>
              caseOf({
                ...ofSite,
                check: 'administration.scope-probe',
                subject: `${site} → ${other}`,
                title: `a write of ${accounts.siteAdmin?.login} in ${other} is refused`,
                target: { kind: 'site', other },
              }),
            ),
        ]),
    ...(accounts.readOnly === undefined
      ? []
      : [
          caseOf({ ...ofSite, check: 'administration.read-only', title: title(accounts.readOnly.login, 'changes nothing') }),
          caseOf({
            ...ofSite,
            check: 'administration.read-only-probe',
            title: `a write of ${accounts.readOnly.login} in ${site} is refused`,
          }),
        ]),
  ];
}

function poolCases(environment: Environment, site: Site, pool: Pool): PlannedCase[] {
  const common = ofPool({ site, pool });
  const hasUsers = environment.users.some((user) => user.pool === pool.fqdn);
  return [
    caseOf({ ...common, check: 'administration.topology', title: `${pool.fqdn} is in the topology as declared` }),
    ...(hasUsers
      ? [caseOf({ ...common, check: 'administration.users', title: `the test users of ${pool.fqdn} are homed there` })]
      : []),
    ...(isHome({ site, pool })
      ? [caseOf({ ...common, check: 'administration.control-panel', title: `the Control Panel of ${pool.fqdn} can be opened` })]
      : []),
  ];
}

const serverCases = (site: Site, { fqdn: pool, generation, servers }: Pool): PlannedCase[] =>
  servers.map(({ fqdn: server, roles }) =>
    caseOf({
      check: 'administration.replication',
      site: site.name,
      subject: server,
      title: `the configuration reaches ${server}`,
      pools: [pool],
      target: { kind: 'server', server, pool, generation, roles },
    }),
  );

/** The ladder of administration, site by site and endpoint by endpoint; what is true of one pool or server of an endpoint has a case of its own. */
export const administrationCases = (environment: Environment): PlannedCase[] =>
  environment.sites.flatMap((site) => [
    ...endpointCases(environment, site),
    ...site.pools.flatMap((pool) => poolCases(environment, site, pool)),
    ...site.pools.flatMap((pool) => serverCases(site, pool)),
    ...rightsCases(environment, site),
  ]);
