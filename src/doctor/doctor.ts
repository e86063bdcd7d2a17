import { AccountGate, type HostFact, type Lane, openLane } from '../admin/index.ts';
import type { Environment } from '../environment/index.ts';
import { generationOf } from '../generations/index.ts';
import { accountAt, asReadOnly, laneOptionsAt, type ShellChoice, seatHere, seatNamed, seatOf } from '../live/host.ts';
import { createLocator } from '../network/index.ts';
import { endpointsOf } from '../plan/index.ts';
import type { Clock } from '../time/index.ts';
import type { Look } from './model.ts';
import { lookAtPool, lookAtServer, type Seat } from './servers.ts';
import { lookAtEndpoint, lookAtRoles, lookAtShell, lookAtTools, rightsNotEnforced } from './sites.ts';
import { lookAtUsers, lookForSecret } from './users.ts';

export interface DoctorOptions {
  readonly environment: Environment;
  readonly shell: ShellChoice;
  /** PEM of the authority to trust, as the environment names it. */
  readonly ca?: string;
  /** False: passwords are looked up and not tried. */
  readonly signIn: boolean;
  readonly clock: Clock;
}

/**
 * Tries, once each, everything that checks look with or look at: shell, tools, sites, names, ports, certificates and test users. Reads
 * only; users are signed in for a moment. Never throws for what the estate does.
 */
export async function examine(options: DoctorOptions): Promise<Look[]> {
  const { environment, clock, ca } = options;
  const seat: Seat = { environment, locator: createLocator(environment.network), clock, ...(ca === undefined ? {} : { ca }) };
  const pools = environment.sites.flatMap((site) => site.pools);
  const [shells, servers, users] = await Promise.all([
    examineSites(options),
    Promise.all(
      pools.flatMap((pool) => [lookAtPool(seat, pool), ...pool.servers.map((server) => lookAtServer(seat, pool, server))]),
    ),
    lookAtUsers(seat, options.signIn),
  ]);
  return [...shells, ...servers.filter((look) => look !== undefined), ...users];
}

/** One lane after the other: shells are heavy, and the first one already shows whether they work at all. An account is refused once. */
async function examineSites(options: DoctorOptions): Promise<Look[]> {
  const { environment, shell } = options;
  const found: Look[] = [lookAtShell(shell)];
  if ('missing' in shell) return found;
  let tools: HostFact | undefined;
  const looks: Look[] = [];
  const accounts = new AccountGate();
  for (const site of environment.sites) {
    // A host has the tools of one generation: then its seats are one.
    const seats = new Set(endpointsOf(site).map(({ name }) => seatHere(environment, shell, `${site.name} ${name}`).seat));
    for (const name of seats) {
      const seen = await atSeat(options, accounts, name, (lane) => lookAtEndpoint(name, seatNamed(environment, name), lane));
      looks.push(...seen.looks);
      if (seen.host !== undefined && (tools === undefined || isNewer(seen.host, tools))) tools = seen.host;
    }
    const chief = seatOf(environment, site.name);
    if (site.administration.via !== 'remote') {
      looks.push(rightsNotEnforced(site));
      continue;
    }
    for (const name of [chief, asReadOnly(chief)]) {
      const { login } = accountAt(seatNamed(environment, name)) ?? {};
      if (login === undefined) continue;
      looks.push(
        ...(await atSeat(options, accounts, name, async (lane) => ({ looks: [await lookAtRoles(site.name, login, lane)] })))
          .looks,
      );
    }
  }
  return [...found, ...(tools === undefined ? [] : [lookAtTools(tools)]), ...looks];
}

const isNewer = ({ tools }: HostFact, than: HostFact): boolean =>
  generationOf(tools).topologyVersion > generationOf(than.tools).topologyVersion;

interface SeenAtSeat {
  readonly looks: readonly Look[];
  readonly host?: HostFact;
}

/** A look through a lane of its own, which is closed whatever comes of it; or the line that says why there is no password for it. */
async function atSeat(
  { environment, shell, clock }: DoctorOptions,
  accounts: AccountGate,
  name: string,
  look: (lane: Lane) => Promise<SeenAtSeat>,
): Promise<SeenAtSeat> {
  if ('missing' in shell) return { looks: [] };
  const seat = seatNamed(environment, name);
  const account = accountAt(seat);
  const secrets = account === undefined ? undefined : await lookForSecret(environment, 'Sites', name, account);
  if (secrets !== undefined && 'section' in secrets) return { looks: [secrets] };
  const password = account === undefined ? undefined : secrets?.passwordOf(account);
  const lane = openLane({
    ...laneOptionsAt(environment, seat, shell),
    accounts,
    ...(password === undefined ? {} : { password }),
    clock,
  });
  try {
    return await look(lane);
  } finally {
    await lane.close();
  }
}
