import type { LabEstate } from '../model.ts';
import { Refusal } from './refusal.ts';
import { placesOf, sameName } from './topology.ts';

/** Shells that one user may have: what Windows Server 2008 R2 allows. */
const shellsPerUser = 5;

interface OpenSession {
  readonly id: string;
  readonly account: string;
  /** Sites whose configuration it may change; `undefined`: all of them. */
  readonly writes: readonly string[] | undefined;
  /** Milliseconds, and when it was last used on the monotonic clock. */
  readonly idle: number;
  used: number;
}

/** Sessions of remote PowerShell, as the endpoint of a pool would keep them: by account, with its rights, and only so many of one user. */
export interface Sessions {
  /** `{ endpoint, kind, account?, password?, idle }` → `{ id, generation, writes }`. */
  open(order: unknown): object;
  close(id: string): void;
  /** Refuses what the session may not do. */
  check(id: string, write: { readonly site?: string } | undefined): void;
  /** Accounts of the sessions that are open, one entry each. */
  accounts(): readonly string[];
  /** Logons so far, and how many of them were refused for their password. */
  logons(): { readonly all: number; readonly refused: number };
}

export function createSessions(estate: LabEstate): Sessions {
  const sessions = new Map<string, OpenSession>();
  let opened = 0;
  const logons = { all: 0, refused: 0 };
  const forgetIdle = (): void => {
    const now = estate.clock.monotonic();
    for (const [id, { used, idle }] of sessions) if (now - used > idle) sessions.delete(id);
  };

  return {
    open(order) {
      const { endpoint, account = '', password, idle } = order as Record<string, unknown>;
      const place = placesOf(estate.environment).find(
        ({ pool, server }) => sameName(pool.fqdn, String(endpoint)) || sameName(server.fqdn, String(endpoint)),
      );
      const isDown = place !== undefined && sameName(estate.faults.active('pool-down')?.pool ?? '', place.pool.fqdn);
      if (place === undefined || isDown)
        throw new Refusal('server-unreachable', `The client cannot connect to ${String(endpoint)}.`);
      const login = String(account);
      logons.all++;
      const writes = rightsOf(estate, login, password, () => logons.refused++);
      forgetIdle();
      if ([...sessions.values()].filter((open) => sameName(open.account, login)).length >= shellsPerUser) {
        throw new Refusal(
          'quota',
          `This user is allowed a maximum number of ${shellsPerUser} concurrent shells, which has been exceeded.`,
        );
      }
      const id = `s${++opened}`;
      sessions.set(id, { id, account: login, writes, idle: Number(idle) || 120_000, used: estate.clock.monotonic() });
      return {
        id,
        generation: place.pool.generation,
        writes: writes === undefined || writes.length > 0 || estate.faults.active('writes-not-refused') !== undefined,
      };
    },
    close: (id) => void sessions.delete(id),
    check(id, write) {
      forgetIdle();
      const session = sessions.get(id);
      if (session === undefined) throw new Refusal('access-denied', 'The session is not open.');
      session.used = estate.clock.monotonic();
      if (write === undefined || session.writes === undefined || estate.faults.active('writes-not-refused') !== undefined) return;
      if (!session.writes.some((site) => sameName(site, write.site ?? ''))) {
        throw new Refusal(
          'access-denied',
          `Access is denied: the roles of ${session.account} do not cover ${write.site ?? 'this scope'}.`,
        );
      }
    },
    logons: () => ({ ...logons }),
    accounts() {
      forgetIdle();
      return [...sessions.values()].map(({ account }) => account);
    },
  };
}

/** What an account may change; who opens a session without one is the administrator of everything. */
function rightsOf(estate: LabEstate, login: string, password: unknown, refuse: () => void): readonly string[] | undefined {
  if (login === '') return undefined;
  const known = [...(estate.accounts?.entries() ?? [])].find(([name]) => sameName(name, login));
  if (known === undefined || known[1] !== password) {
    refuse();
    throw new Refusal('access-denied', 'Access is denied.');
  }
  return estate.environment.sites
    .filter(({ administration: { accounts } }) => sameName(accounts.siteAdmin?.login ?? '', login))
    .map(({ name }) => name);
}
