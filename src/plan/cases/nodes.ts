import type { Environment, Server } from '../../environment/index.ts';
import type { Generation } from '../../generations/index.ts';
import { type PhaseName, phaseNames } from '../../guide/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import { caseOf } from '../case.ts';
import { generationIn, type PlacedPool, poolsOf } from '../estate.ts';
import type { CaseTarget, PlannedCase } from '../model.ts';

type PortName = Extract<CaseTarget, { kind: 'port' }>['port'];

interface KnownPort {
  readonly port: PortName;
  readonly number: number;
  readonly words: string;
}

const sip: KnownPort = { port: 'sip', number: 5061, words: 'SIP over TLS' };
const web: KnownPort = { port: 'web', number: 443, words: 'internal web site' };
const webExternal: KnownPort = { port: 'web-external', number: 4443, words: 'external web site' };

const replication: KnownPort = { port: 'web-external', number: 4443, words: 'replication' };

/**
 * Front ends and Directors show the same. Of an Edge its inner side is looked at, as front ends see it; the access service of a 2010 Edge is
 * stopped once federation has moved. Servers of other roles listen where the topology says.
 */
function portsOf({ roles }: Server, { userKind }: Generation, phase: PhaseName): readonly KnownPort[] {
  if (roles.includes('front-end') || roles.includes('director')) return [sip, web, webExternal];
  if (!roles.includes('edge')) return [];
  const isRetired = userKind === 'legacy' && phaseNames.indexOf(phase) >= phaseNames.indexOf('federation-moved');
  return isRetired ? [replication] : [sip, replication];
}

const looks: readonly { readonly check: CheckId; readonly title: (at: string) => string }[] = [
  { check: 'nodes.ports', title: (at) => `${at} answers` },
  { check: 'nodes.certificate-chain', title: (at) => `the certificate of ${at} is trusted` },
  { check: 'nodes.certificate-expiry', title: (at) => `the certificate of ${at} is valid for long enough` },
  { check: 'nodes.certificate-names', title: (at) => `the certificate of ${at} has the names it needs` },
  { check: 'nodes.certificate-strength', title: (at) => `the key of the certificate of ${at} is strong enough` },
  { check: 'nodes.tls-version', title: (at) => `${at} offers a TLS version that its pool may speak` },
];

function casesOfServer(placed: PlacedPool, server: Server, phase: PhaseName): PlannedCase[] {
  const { site, pool } = placed;
  return portsOf(server, generationIn(placed), phase).flatMap(({ port, number, words }) => {
    const at = `${server.fqdn}:${number}`;
    const target = { kind: 'port', server: server.fqdn, pool: pool.fqdn, generation: pool.generation, port, number, at } as const;
    return looks.map(({ check, title }) =>
      caseOf({ check, site: site.name, subject: at, title: title(`${at} (${words})`), pools: [pool.fqdn], target }),
    );
  });
}

/** Every port of every server that clients come to, and what its certificate is like. */
export const nodeCases = (environment: Environment): PlannedCase[] =>
  poolsOf(environment).flatMap((placed) =>
    placed.pool.servers.flatMap((server) => casesOfServer(placed, server, environment.phase)),
  );
