import { type LaneOptions, routeTo } from '../admin/index.ts';
import type { Account, Environment } from '../environment/index.ts';
import type { ShellChoice } from './request.ts';
import { type Seat, seatNamed, toolsAsked } from './seats.ts';

type Shell = Exclude<ShellChoice, { readonly missing: string }>;

/** How a lane at a seat is opened: all but its password, and who is told of it. */
export function laneOptionsAt(
  environment: Environment,
  seat: Seat,
  shell: Shell,
): Pick<
  LaneOptions,
  'site' | 'administration' | 'purpose' | 'executable' | 'environment' | 'module' | 'remoting' | 'endpoint' | 'budgets'
> {
  const { site, endpoint, purpose } = seat;
  const tools = toolsAsked(seat);
  return {
    site: site.name,
    administration: site.administration,
    purpose,
    executable: shell.executable,
    environment: { ...shell.environment, ...(tools === undefined ? {} : shell.tools?.[tools]) },
    ...routeTo(site, shell, 'pool' in endpoint.at ? endpoint.at.pool : undefined),
    budgets: { call: environment.budgets.administrationCall, first: environment.budgets.firstAdministrationCall },
  };
}

/** The account that a seat logs on with; `undefined` for whoever runs the harness, and on this host always. */
export const accountAt = ({ site: { administration }, purpose }: Seat): Account | undefined =>
  administration.via === 'local' ? undefined : administration.accounts[purpose];

/**
 * The seat that a name stands for here. A host has the tools of one generation: then all seats on it are the same one, and what it answers says
 * which tools they are. Only the lab has several.
 */
export function seatHere(
  environment: Environment,
  shell: ShellChoice,
  name: string,
): { readonly seat: string; readonly site: string } {
  const found = seatNamed(environment, name);
  const { site, endpoint, purpose } = found;
  const isShared = toolsAsked(found) !== undefined && ('missing' in shell || shell.tools === undefined);
  const at = isShared ? seatNamed(environment, site.name).endpoint : endpoint;
  const place = `${site.name} ${at.name}`;
  return {
    seat: purpose === 'readOnly' && site.administration.via !== 'local' ? `${place} as readOnly` : place,
    site: site.name,
  };
}
