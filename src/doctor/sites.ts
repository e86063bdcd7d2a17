import type { HostFact, Lane } from '../admin/index.ts';
import type { Site } from '../environment/index.ts';
import { isCoexistenceError } from '../errors/index.ts';
import { generationOf } from '../generations/index.ts';
import { accountAt, type Seat, type ShellChoice } from '../live/host.ts';
import { blind, type Look, note, ready } from './model.ts';
import { blinded } from './trouble.ts';

/** The recipe where a host cannot ask the estate's administration: every kind of host does the part that it can. */
export const otherHost =
  'Run `coex check services administration` on a Windows host with the Lync Server 2013 tools, the other suites here, and join both ' +
  'with `coex merge`.';

/** Whether there is a shell at all. Without one, services and administration of every site stay undetermined. */
export function lookAtShell(shell: ShellChoice): Look {
  if ('missing' in shell) {
    return blind(
      'PowerShell',
      'shell',
      `${shell.missing} Services and administration stay undetermined.`,
      `${shell.hint} ${otherHost}`,
    );
  }
  return ready('PowerShell', 'shell', `${shell.executable}${shell.module === undefined ? '' : ' (with the module of the lab)'}`);
}

/** Which tools the shell has: assertions need those of 2013, which know the objects of both generations. */
export function lookAtTools({ powerShell, edition, module, moduleVersion, tools, computer }: HostFact): Look {
  const engine = `PowerShell ${powerShell}${edition === '' ? '' : ` ${edition}`}`;
  const text = `${engine} on ${computer} has the tools of ${generationOf(tools).productName} (module ${module} ${moduleVersion}).`;
  if (tools === 'lync-2013') return ready('PowerShell', 'tools', text);
  return blind('PowerShell', 'tools', `${text} They do not see objects of 2013.`, 'Use a host with the Lync Server 2013 tools.');
}

/** What one lane says of its site: that the endpoint opens, and that the site is there. */
export async function lookAtEndpoint(subject: string, seat: Seat, lane: Lane): Promise<{ looks: Look[]; host?: HostFact }> {
  const { site, endpoint } = seat;
  const { via } = site.administration;
  let host: HostFact;
  try {
    host = await lane.host();
  } catch (error) {
    return { looks: [blinded('Sites', subject, error)] };
  }
  const account = accountAt(seat)?.login ?? host.account;
  try {
    const found = (await lane.sites()).find(({ displayName }) => displayName.toLowerCase() === site.name.toLowerCase());
    if (found === undefined) {
      const text = `The topology that ${account} sees has no site ${site.name}.`;
      return { looks: [blind('Sites', subject, text, 'Compare the names under `sites:` with Get-CsSite.')], host };
    }
    const pools = found.pools.length === 1 ? '1 pool' : `${found.pools.length} pools`;
    const where = 'tools' in endpoint.at ? `${generationOf(host.tools).productName} on ${host.computer}` : endpoint.at.pool;
    return { looks: [ready('Sites', subject, `Answers via ${via} (${where}) as ${account}: ${pools}.`)], host };
  } catch (error) {
    return { looks: [blinded('Sites', subject, error)], host };
  }
}

/** What cannot be looked at in a shell that runs with the rights of its groups. */
export const rightsNotEnforced = ({ name, administration: { via } }: Site): Look =>
  note(
    'Sites',
    name,
    `Rights by role are not enforced via ${via}, so nothing can be said about them.`,
    'Use "via: remote" with an account of the site to see whether it may administer the site.',
  );

const couldNotOpen: readonly string[] = ['CREDENTIALS_REFUSED', 'SESSION_NOT_OPENED', 'SHELL_QUOTA', 'LYNC_MODULE_MISSING'];

/** The roles of an account, as it sees them itself: that it can log on is shown on the way. */
export async function lookAtRoles(site: string, account: string, lane: Lane): Promise<Look> {
  try {
    const roles = await lane.rolesOf(account);
    if (roles.length > 0) return ready('Sites', site, `${account} has ${roles.join(', ')}.`);
    const text = `${account} has no role of role-based access.`;
    return note('Sites', site, text, 'Put the account into a group of a role: docs/permissions.md names the least one.');
  } catch (error) {
    const look = blinded('Sites', site, error);
    // Whoever may not read roles may still read everything else; whoever cannot log on reads nothing.
    if (isCoexistenceError(error) && couldNotOpen.includes(error.code)) return look;
    return note('Sites', site, look.text, look.remedy ?? '');
  }
}
