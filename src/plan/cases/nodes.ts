import type { Environment, Server } from '../../environment/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import { caseOf } from '../case.ts';
import { type PlacedPool, poolsOf } from '../estate.ts';
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

/** Front ends and Directors show the same. Other roles listen where the topology says, and an Edge not to everybody. */
const portsOf = ({ roles }: Server): readonly KnownPort[] =>
  roles.includes('front-end') || roles.includes('director') ? [sip, web, webExternal] : [];

const looks: readonly { readonly check: CheckId; readonly title: (at: string) => string }[] = [
  { check: 'nodes.ports', title: (at) => `${at} answers` },
  { check: 'nodes.certificate-chain', title: (at) => `the certificate of ${at} is trusted` },
  { check: 'nodes.certificate-expiry', title: (at) => `the certificate of ${at} is valid for long enough` },
  { check: 'nodes.certificate-names', title: (at) => `the certificate of ${at} has the names it needs` },
  { check: 'nodes.certificate-strength', title: (at) => `the key of the certificate of ${at} is strong enough` },
  { check: 'nodes.tls-version', title: (at) => `${at} offers a TLS version that its pool may speak` },
];

function casesOfServer({ site, pool }: PlacedPool, server: Server): PlannedCase[] {
  return portsOf(server).flatMap(({ port, number, words }) => {
    const at = `${server.fqdn}:${number}`;
    const target = { kind: 'port', server: server.fqdn, pool: pool.fqdn, generation: pool.generation, port, number, at } as const;
    return looks.map(({ check, title }) =>
      caseOf({ check, site: site.name, subject: at, title: title(`${at} (${words})`), pools: [pool.fqdn], target }),
    );
  });
}

/** Every port of every server that clients come to, and what its certificate is like. */
export const nodeCases = (environment: Environment): PlannedCase[] =>
  poolsOf(environment).flatMap((placed) => placed.pool.servers.flatMap((server) => casesOfServer(placed, server)));
