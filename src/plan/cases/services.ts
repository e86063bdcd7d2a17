import type { Environment, Server } from '../../environment/index.ts';
import { caseOf } from '../case.ts';
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
        check: 'services.running',
        subject: server,
        title: `services of the Edge server ${server}`,
        target: onServer,
        notCovered: 'Edge servers are not reachable by RPC: looked at through replication and ports later.',
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
  return [...running, caseOf({ ...at, check: 'services.unexpected', subject: server, title, target: onServer })];
}

/** Every service that the roles of every server bring with them, and per server that there are no others. */
export const serviceCases = (environment: Environment): PlannedCase[] =>
  poolsOf(environment).flatMap((placed) => placed.pool.servers.flatMap((server) => casesOfServer(placed, server)));
