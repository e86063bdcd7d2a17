import type { HostFact } from '../admin/index.ts';
import { openLane, routeTo } from '../admin/index.ts';
import type { Environment, Site } from '../environment/index.ts';
import type { ShellChoice } from '../live/host.ts';
import { createLocator } from '../network/index.ts';
import type { Secret } from '../redaction/index.ts';
import type { Clock } from '../time/index.ts';
import type { Look } from './model.ts';
import { lookAtPool, lookAtServer, type Seat } from './servers.ts';
import { lookAtShell, lookAtSite, lookAtTools } from './sites.ts';
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

/** One lane after the other: shells are heavy, and the first one already shows whether they work at all. */
async function examineSites({ environment, shell, clock }: DoctorOptions): Promise<Look[]> {
  const found: Look[] = [lookAtShell(shell)];
  if ('missing' in shell) return found;
  let tools: HostFact | undefined;
  const sites: Look[] = [];
  for (const site of environment.sites) {
    const password = await passwordOf(environment, site);
    if (password !== undefined && 'section' in password) {
      sites.push(password);
      continue;
    }
    const { budgets } = environment;
    const lane = openLane({
      site: site.name,
      administration: site.administration,
      executable: shell.executable,
      environment: shell.environment,
      ...routeTo(site, shell),
      ...(password === undefined ? {} : { password }),
      budgets: { call: budgets.administrationCall, first: budgets.firstAdministrationCall },
      clock,
    });
    try {
      const { looks, host } = await lookAtSite(site, lane);
      sites.push(...looks);
      tools ??= host;
    } finally {
      await lane.close();
    }
  }
  return [...found, ...(tools === undefined ? [] : [lookAtTools(tools)]), ...sites];
}

/** The password of the account that administers a site; nothing where the current identity does; or the line that says what is missing. */
async function passwordOf(environment: Environment, site: Site): Promise<Secret | Look | undefined> {
  const account = site.administration.accounts.siteAdmin;
  if (account === undefined || site.administration.via === 'local') return undefined;
  const secrets = await lookForSecret(environment, 'Sites', site.name, account);
  return 'section' in secrets ? secrets : secrets.passwordOf(account);
}
