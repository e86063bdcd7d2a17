import { authenticationOf, type Environment, type TestUser, type TrustedServer } from '../environment/index.ts';
import type { WireSink } from '../evidence/index.ts';
import { generationOf } from '../generations/index.ts';
import {
  createNameService,
  type DiscoveredServer,
  type Locator,
  type NameService,
  tlsProfileNamed,
  withPublicAuthorities,
} from '../network/index.ts';
import { discoverServer, get, type PageSight } from '../probes/index.ts';
import type { Secret } from '../redaction/index.ts';
import type { SignInOptions } from '../sip/agent/index.ts';
import type { Clock } from '../time/index.ts';

/** How often an agent of a run comes back after a lost connection: enough for a failover, not for a pool that is down. */
const regain = { tries: 4, pause: 250 } as const;

/** Whom the way to a user's server is asked of. */
export interface Discovery {
  readonly names: NameService;
  get(url: string): Promise<PageSight>;
}

/** What an agent needs to sign in as a user of the environment, connecting first to the server; with a port of its own it is an Access Edge. */
export function signInOptionsFor(
  seat: {
    readonly environment: Environment;
    readonly locator: Locator;
    /** What answers questions about names and pages; where nobody has asked them yet, the network of the environment. */
    readonly discovery?: Discovery;
    readonly ca?: string;
    readonly trustedServer?: TrustedServer;
    readonly takeOver: boolean;
    /** Waited for before each sign-in that follows a lost connection. */
    readonly turn?: () => Promise<void>;
    readonly wire?: WireSink;
    readonly clock: Clock;
  },
  user: TestUser & { readonly login: string },
  { server, port }: { readonly server: string; readonly port?: number },
  password: Secret,
): SignInOptions {
  const { environment } = seat;
  const pools = environment.sites.flatMap((site) => site.pools);
  const poolOf = (fqdn: string) =>
    pools.find((pool) =>
      [pool.fqdn, pool.edge?.access.fqdn ?? '', ...pool.servers.map((entry) => entry.fqdn)].some(
        (name) => name.toLowerCase() === fqdn.toLowerCase(),
      ),
    );
  const home = poolOf(user.pool);
  const authentication = authenticationOf(environment, user);
  return {
    user: { name: user.name, uri: user.uri, login: user.login, password },
    server,
    // Whoever is sent over another pool on purpose is told which.
    ...(user.signIn === 'discover' && server === user.pool ? { discover: () => discoverFor(seat, user) } : {}),
    ...(port === undefined ? {} : { port }),
    transport: 'tls',
    locator: seat.locator,
    // A name outside the environment file gets the profile of the generation the user is homed on.
    tlsProfileOf: (fqdn) => tlsProfileNamed((poolOf(fqdn) ?? home)?.tlsProfile ?? generationOf('lync-2013').tlsProfile),
    ...trustAt(seat.ca, port !== undefined),
    authentication,
    ...(authentication === 'trusted-server' && seat.trustedServer !== undefined ? { trustedServer: seat.trustedServer } : {}),
    ...(environment.kerberos === undefined ? {} : { kerberos: environment.kerberos }),
    budgets: { connect: environment.budgets.connect, answer: environment.budgets.signIn },
    takeOver: seat.takeOver,
    ...(seat.turn === undefined ? {} : { regain: { ...regain, turn: seat.turn } }),
    ...(seat.wire === undefined ? {} : { wire: seat.wire }),
    clock: seat.clock,
  };
}

/** Finds the server of a user from here; whoever answers the questions about names is asked over the network of the environment. */
function discoverFor(
  { environment, locator, discovery, ca, clock }: Parameters<typeof signInOptionsFor>[0],
  user: TestUser,
): Promise<DiscoveredServer> {
  if (discovery !== undefined) return discoverServer({ user, ...discovery });
  const budget = environment.budgets.connect;
  // A name of the SIP domain leads to any pool: the most lenient of their profiles must do.
  const isOld = environment.sites.some(({ pools }) => pools.some(({ tlsProfile }) => tlsProfile === 'lync-2010'));
  const profile = tlsProfileNamed(isOld ? 'lync-2010' : 'lync-2013');
  return discoverServer({
    user,
    names: createNameService(environment.network, { budget, clock }),
    get: (url) => get(url, { locator, budget, clock, profile, ...(ca === undefined ? {} : { ca }) }),
  });
}

/** Outside, a certificate may be of an authority that the public believes. */
function trustAt(ca: string | undefined, outside: boolean): { readonly ca?: string } {
  if (outside) return { ca: withPublicAuthorities(ca) };
  return ca === undefined ? {} : { ca };
}
