import type { Environment, Server } from '../../environment/index.ts';
import { caseOf, ofPool } from '../case.ts';
import { generationIn, type PlacedPool, poolsOf } from '../estate.ts';
import type { PlannedCase } from '../model.ts';

function casesOfServer(placed: PlacedPool, { fqdn: server, roles }: Server): PlannedCase[] {
  const { site, pool } = placed;
  const at = { site: site.name, pools: [pool.fqdn] };
  const who = { server, pool: pool.fqdn, generation: pool.generation };
  const onServer = { kind: 'server', ...who, roles } as const;
  if (roles.includes('edge')) {
    return [
      caseOf({
        ...at,
        check: 'services.edge',
        subject: server,
        title: `the Edge server ${server} reports`,
        target: onServer,
      }),
    ];
  }
  const running = generationIn(placed)
    .expectedServices(roles)
    .map(({ name: service, displayName }) =>
      caseOf({
        ...at,
        check: 'services.running',
        subject: `${server} ${service}`,
        title: `${displayName} (${service}) runs on ${server}`,
        target: { kind: 'service', ...who, service, displayName },
      }),
    );
  const title = `${server} runs no service that its roles do not have`;
  return [
    ...running,
    caseOf({ ...at, check: 'services.unexpected', subject: server, title, target: onServer }),
    caseOf({
      ...at,
      check: 'services.start-mode',
      subject: server,
      title: `the services of ${server} start with it`,
      target: onServer,
    }),
  ];
}

/** Phases in which the first users are still to come, or have just come. */
const beforeFirstUsers: readonly Environment['phase'][] = ['plan', 'prepare', 'pilot'];

function casesOfPool({ phase }: Environment, placed: PlacedPool): PlannedCase[] {
  const { pool } = placed;
  const frontEnds = pool.servers.filter(({ roles }) => roles.includes('front-end'));
  const common = ofPool(placed);
  const declared = caseOf({ ...common, check: 'services.declared', title: `${pool.fqdn} has the roles that are declared` });
  if (generationIn(placed).quorum(frontEnds.length) === undefined) return [declared];
  const quorum = caseOf({ ...common, check: 'services.quorum', title: `${pool.fqdn} has its quorum` });
  const title = `${pool.fqdn} has front ends enough for its first users`;
  const first = caseOf({ ...common, check: 'services.first-users', title });
  return beforeFirstUsers.includes(phase) ? [declared, quorum, first] : [declared, quorum];
}

/** Every service that the roles of every server bring with them, per server that there are no others, and what a pool as a whole needs. */
export const serviceCases = (environment: Environment): PlannedCase[] =>
  poolsOf(environment).flatMap((placed) => [
    ...placed.pool.servers.flatMap((server) => casesOfServer(placed, server)),
    ...casesOfPool(environment, placed),
  ]);
