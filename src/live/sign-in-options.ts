import type { Environment, TestUser } from '../environment/index.ts';
import type { WireSink } from '../evidence/index.ts';
import { generationOf } from '../generations/index.ts';
import { type Locator, tlsProfileNamed } from '../network/index.ts';
import type { Secret } from '../redaction/index.ts';
import type { SignInOptions } from '../sip/agent/index.ts';
import type { Clock } from '../time/index.ts';

/** How often an agent of a run comes back after a lost connection: enough for a failover, not for a pool that is down. */
const regain = { tries: 4, pause: 250 } as const;

/** What an agent needs to sign in as a user of the environment, connecting first to `server`. */
export function signInOptionsFor(
  seat: {
    readonly environment: Environment;
    readonly locator: Locator;
    readonly ca?: string;
    readonly takeOver: boolean;
    /** Waited for before each sign-in that follows a lost connection. */
    readonly turn?: () => Promise<void>;
    readonly wire?: WireSink;
    readonly clock: Clock;
  },
  user: TestUser & { readonly login: string },
  server: string,
  password: Secret,
): SignInOptions {
  const { environment } = seat;
  const pools = environment.sites.flatMap((site) => site.pools);
  const poolOf = (fqdn: string) =>
    pools.find((pool) =>
      [pool.fqdn, ...pool.servers.map((entry) => entry.fqdn)].some((name) => name.toLowerCase() === fqdn.toLowerCase()),
    );
  const home = poolOf(user.pool);
  return {
    user: { name: user.name, uri: user.uri, login: user.login, password },
    server,
    transport: 'tls',
    locator: seat.locator,
    // A name outside the environment file gets the profile of the generation the user is homed on.
    tlsProfileOf: (fqdn) => tlsProfileNamed((poolOf(fqdn) ?? home)?.tlsProfile ?? generationOf('lync-2013').tlsProfile),
    ...(seat.ca === undefined ? {} : { ca: seat.ca }),
    authentication: user.authentication ?? home?.authentication ?? 'auto',
    ...(environment.kerberos === undefined ? {} : { kerberos: environment.kerberos }),
    budgets: { connect: environment.budgets.connect, answer: environment.budgets.signIn },
    takeOver: seat.takeOver,
    ...(seat.turn === undefined ? {} : { regain: { ...regain, turn: seat.turn } }),
    ...(seat.wire === undefined ? {} : { wire: seat.wire }),
    clock: seat.clock,
  };
}
