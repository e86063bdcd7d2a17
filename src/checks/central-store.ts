import type { GenerationName } from '../generations/index.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';
import { humanAge, humanDuration } from '../time/index.ts';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const listed = (names: readonly string[]): string => names.join(', ') || 'none';

/** Where the environment file, and the phase, have the central management store. */
export interface StoreQuestion {
  /** Servers with the role `cms`, and the names of their pools: the product names either. */
  readonly holders: readonly { readonly name: string; readonly generation: GenerationName }[];
  /** The generation on which the phase has it; absent: wherever it is declared. */
  readonly due?: GenerationName;
}

export interface StoreStatus {
  readonly master: string;
  /** File transfer agents; absent where the tools do not show them. */
  readonly agents?: readonly string[];
  /** Milliseconds since 1970. */
  readonly heartbeats: readonly number[];
}

/** The store has an active master where it is declared, and file transfer agents; what heartbeats are shown are young. */
export function judgeCentralStore(
  { holders, due }: StoreQuestion,
  status: StoreStatus | undefined,
  now: number,
  maximumAge: number,
): Finding {
  if (status === undefined)
    return undetermined('NOT_SHOWN', 'The tools say nothing of the state of the central management store.');
  if (status.master === '' || status.agents?.length === 0) {
    return fail(
      'CENTRAL_STORE_IDLE',
      'The central management store is not available: no change of the configuration goes anywhere.',
      [
        { text: 'ActiveMasterFqdn', expected: 'a server', observed: status.master || 'none' },
        {
          text: 'File transfer agents.',
          expected: 'at least one',
          observed: status.agents === undefined ? 'not shown' : listed(status.agents),
        },
      ],
    );
  }
  const reasons: Reason[] = [];
  const holder = holders.find(({ name }) => same(name, status.master));
  if (holders.length > 0 && holder === undefined) {
    const expected = listed(holders.map(({ name }) => name));
    reasons.push({ text: 'ActiveMasterFqdn', expected, observed: status.master });
  } else if (due !== undefined && holder !== undefined && holder.generation !== due) {
    reasons.push({ text: 'Generation of the active master in this phase.', expected: due, observed: holder.generation });
  }
  if (reasons.length > 0)
    return fail('CENTRAL_STORE_ELSEWHERE', `The master of the central management store is active on ${status.master}.`, reasons);
  if (holder === undefined && due !== undefined)
    return undetermined(
      'NOT_SHOWN',
      `No server of the file has the role cms: nobody can tell whether ${status.master} is of ${due}.`,
    );
  const ages = status.heartbeats.map((beat) => Math.max(0, now - beat));
  const oldest = ages.length === 0 ? undefined : Math.max(...ages);
  if (oldest !== undefined && oldest > maximumAge) {
    return fail('CENTRAL_STORE_IDLE', `A heartbeat of the central management store is ${humanAge(oldest)} old.`, [
      { text: 'Oldest heartbeat.', expected: `within ${humanDuration(maximumAge)}`, observed: `${humanAge(oldest)} ago` },
    ]);
  }
  const beats = oldest === undefined ? 'the tools show no heartbeat' : `its oldest heartbeat is ${humanAge(oldest)} old`;
  const agents = status.agents === undefined ? '; the tools show no file transfer agents' : '';
  return pass(`The master of the central management store is active on ${status.master}; ${beats}${agents}.`);
}

interface Place {
  readonly server: string;
  readonly instance: string;
}

const placeOf = (server: string, instance: string): Place => ({
  server: server.trim().toLowerCase().replace(/\.$/, ''),
  instance: /^\s*(mssqlserver)?\s*$/i.test(instance) ? 'default' : instance.trim().toLowerCase(),
});

/** `sql.contoso.net/rtc` and `sql.contoso.net\rtc`; without an instance it is the default one. */
function splitLocation(location: string): Place {
  const [server = '', instance = ''] = location.split(/[/\\]/);
  return placeOf(server, instance);
}

/** One of the two may stand without its domain: `SQL` and `sql.contoso.net` are one server. */
const sameServer = (a: string, b: string): boolean =>
  a === b || ((!a.includes('.') || !b.includes('.')) && a.split('.')[0] === b.split('.')[0]);
const words = ({ server, instance }: Place): string => `${server}/${instance}`;

/**
 * Connection and location of the store name the same SQL Server, in the phase of 2013 not the one of the 2010 pools.
 *
 * @param databases SQL Servers of the user databases, by generation of their pool.
 */
export function judgeStoreLocation(
  connection: { readonly server: string; readonly instance: string } | undefined,
  location: string | undefined,
  databases: readonly { readonly server: string; readonly generation: GenerationName }[],
  due?: GenerationName,
): Finding {
  if (connection === undefined || location === undefined)
    return undetermined('NOT_SHOWN', 'The tools say nothing of the place of the central management store.');
  const [connected, located] = [placeOf(connection.server, connection.instance), splitLocation(location)];
  if (!sameServer(connected.server, located.server) || connected.instance !== located.instance) {
    return fail(
      'STORE_LOCATION_DIFFERS',
      `The central management store is at ${words(connected)}, and Active Directory leads to ${words(located)}.`,
      [{ text: 'Get-CsConfigurationStoreLocation', expected: words(connected), observed: words(located) }],
    );
  }
  const generations = new Set(
    databases
      .filter(({ server }) => sameServer(placeOf(server, '').server, connected.server))
      .map(({ generation }) => generation),
  );
  if (due !== undefined && generations.size > 0 && !generations.has(due)) {
    // Not a location that differs: to set it by hand would lead everybody to an empty database.
    return fail(
      'CENTRAL_STORE_ELSEWHERE',
      `The central management store is still on the SQL Server of the 2010 pools, ${words(connected)}.`,
      [{ text: 'SQL Server of the store.', expected: `one of ${due}`, observed: connection.server }],
    );
  }
  return pass(`Connection and location of the central management store both name ${words(connected)}.`);
}
