import { administeringPool, type Lane } from '../admin/index.ts';
import type { Environment } from '../environment/index.ts';
import { describeError } from '../errors/index.ts';
import { anonymiser } from './anonymise.ts';

/** What a function of the harness answered, with nothing in it that names the estate. */
export interface Recording {
  /** `lync-2010/windows-services.json`: as in the folder of recorded answers. */
  readonly path: string;
  readonly function: string;
  readonly cmdlet: string;
  readonly data: readonly unknown[];
}

/** Rows kept of a list: enough for every shape, too few to describe an estate. */
const rows = 5;

interface Question {
  readonly file: string;
  readonly cmdlet: string;
  ask(lane: Lane): Promise<unknown>;
}

/**
 * Asks every pool of an estate what the harness reads there, and keeps the raw answers. Only reads. What is not answered is told and left out.
 * `openLane` gives a lane at the endpoint of a pool that hands every raw answer to `heard`.
 */
export async function recordFacts(options: {
  readonly environment: Environment;
  openLane(site: string, pool: string, heard: (name: string, data: readonly unknown[]) => void): Lane;
  onTrouble(text: string): void;
}): Promise<readonly Recording[]> {
  const { environment, openLane, onTrouble } = options;
  const anonymise = anonymiser(environment);
  const found = new Map<string, Recording>();
  for (const site of environment.sites) {
    for (const pool of site.pools) {
      const ofPool: readonly Question[] = [
        { file: 'users', cmdlet: 'Get-CsUser', ask: (lane) => lane.usersOf(pool.fqdn) },
        ...pool.servers.slice(0, 1).map(
          ({ fqdn }): Question => ({
            file: 'windows-services',
            cmdlet: 'Get-CsWindowsService',
            ask: (lane) => lane.servicesOf(fqdn),
          }),
        ),
      ];
      const ofSite: readonly Question[] = [
        { file: 'sites', cmdlet: 'Get-CsSite', ask: (lane) => lane.sites() },
        { file: 'pools', cmdlet: 'Get-CsPool', ask: (lane) => lane.poolsOf(site.name) },
        { file: 'replication', cmdlet: 'Get-CsManagementStoreReplicationStatus', ask: (lane) => lane.replication() },
        { file: 'client-policy', cmdlet: 'Get-CsClientPolicy', ask: (lane) => lane.clientPolicy('global') },
        { file: 'admin-roles', cmdlet: 'Get-CsAdminRole', ask: (lane) => lane.adminRoles() },
        { file: 'certificates', cmdlet: 'Get-CsCertificate', ask: (lane) => lane.certificates() },
      ];
      const questions = pool === administeringPool(site.pools) ? [...ofPool, ...ofSite] : ofPool;
      let last: { name: string; data: readonly unknown[] } | undefined;
      const lane = openLane(site.name, pool.fqdn, (name, data) => {
        last = { name, data };
      });
      try {
        for (const { file, cmdlet, ask } of questions) {
          const path = `${pool.generation}/${file}.json`;
          if (found.has(path)) continue;
          last = undefined;
          await ask(lane).catch((error: unknown) => onTrouble(describeError(error)));
          const heard = last as { name: string; data: readonly unknown[] } | undefined;
          if (heard !== undefined)
            found.set(path, { path, function: heard.name, cmdlet, data: anonymise(heard.data.slice(0, rows)) });
        }
      } finally {
        await lane.close();
      }
    }
  }
  return [...found.values()];
}
