import { type Finding, fail, pass, undetermined } from '../outcome/index.ts';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The states of Active Directory that allow an installation, by what they are a state of. */
export const directoryStates = {
  schema: 'SCHEMA_VERSION_STATE_CURRENT',
  forest: 'LC_FORESTSETTINGS_STATE_READY',
  domains: 'LC_DOMAINSETTINGS_STATE_READY',
} as const;
export type DirectoryPart = keyof typeof directoryStates;

export const isDirectoryPart = (part: string): part is DirectoryPart => part in directoryStates;

/** A part of Active Directory is prepared; of domains, all that were asked. */
export function judgeDirectory(
  part: DirectoryPart,
  states: readonly { readonly state: string; readonly domain?: string }[],
): Finding {
  if (states.length === 0) return undetermined('NOT_SHOWN', `The tools say nothing of the state of the ${part}.`);
  const nameOf = ({ domain }: { readonly domain?: string }): string =>
    domain === undefined ? `the ${part}` : domain === '' ? 'the domain of the computer that was asked' : domain;
  const wrong = states.filter(({ state }) => !same(state, directoryStates[part]));
  if (wrong.length === 0) return pass(`Active Directory is prepared: ${states.map(nameOf).join(', ')}.`);
  return fail(
    'DIRECTORY_NOT_READY',
    `Active Directory is not prepared: ${wrong.map(nameOf).join(', ')}.`,
    wrong.map((entry) => ({ text: nameOf(entry), expected: directoryStates[part], observed: entry.state })),
  );
}

/** `DC=contoso,DC=net` as a name of DNS. */
const domainOf = (context: string): string =>
  [...context.matchAll(/DC=([^,]+)/gi)].map(([, label = '']) => label.trim()).join('.');

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * A domain in a text, by its context or its name. That of a child domain ends in the name of its parent and is another one:
 * `emea.contoso.net` says nothing of `contoso.net`.
 */
function namedIn(context: string): RegExp | undefined {
  const labels = domainOf(context)
    .split('.')
    .filter((label) => label !== '');
  if (labels.length === 0) return undefined;
  const asContext = labels.map((label) => `DC=${escaped(label)}`).join(',\\s*');
  const asName = labels.map(escaped).join('\\.');
  return new RegExp(`(?<!DC=[^,]+,\\s*)${asContext}(?!,\\s*DC=)|(?<![\\w.=-])${asName}(?![\\w-]|\\.\\w)`, 'i');
}

/**
 * The first replication of users to a pool is over, once for each domain. Where no event says its domain, different events are counted.
 *
 * @param texts Of the events 30024 on the front ends of the pool.
 * @param contexts Naming contexts that are replicated; none: nobody says which, so that one event must do.
 */
export function judgeUserReplication(pool: string, texts: readonly string[], contexts: readonly string[]): Finding {
  const different = new Set(texts.map((text) => text.toLowerCase()));
  const told = (context: string): boolean => {
    const name = namedIn(context);
    return [...different].some((text) => (name === undefined ? text.includes(context.toLowerCase()) : name.test(text)));
  };
  const missing = contexts.filter((context) => !told(context));
  const nameless = contexts.length > 0 && missing.length === contexts.length;
  const enough = nameless ? different.size >= contexts.length : different.size > 0 && missing.length === 0;
  if (enough) {
    const said = contexts.length === 0 ? '; which domains are replicated, nobody says' : ` of ${contexts.length} domains`;
    return pass(`The first replication of users${said} to ${pool} is over: ${different.size} events 30024.`);
  }
  const expected = contexts.length === 0 ? 'at least one' : `one for each of ${contexts.map(domainOf).join(', ')}`;
  return fail(
    'USER_REPLICATION_PENDING',
    `The first replication of users to ${pool} is not over: users cannot be moved there yet.`,
    [{ text: 'Events 30024 of LS User Replicator.', expected, observed: String(different.size) }],
  );
}

/** Every routing group of a pool has its replicas, as far as Windows Fabric says. What is not understood is no proof. */
export function judgeFabric(pool: string, lines: readonly string[]): Finding {
  const bad = lines.filter((line) => /has no primar|insufficient secondar/i.test(line));
  if (bad.length > 0) {
    return fail(
      'FABRIC_REPLICAS_MISSING',
      `Windows Fabric lacks replicas in ${pool}: some of its users have no service.`,
      bad.map((line) => ({ text: line.trim(), expected: 'a primary and enough secondaries' })),
    );
  }
  if (!lines.some((line) => /fabric:\//i.test(line)))
    return undetermined('NOT_SHOWN', `Get-CsPoolFabricState says nothing of ${pool} that could be understood.`);
  return pass(`Windows Fabric names nothing in ${pool} without its primary, or with too few secondaries.`);
}

/** The pool of the server where the shell runs is ready for an upgrade: its fabric is in order. */
export function judgeReadiness(
  site: string,
  pools: readonly string[],
  seen: { readonly pool: string; readonly state: string } | undefined,
): Finding {
  if (seen === undefined || !pools.some((pool) => same(pool, seen.pool))) {
    return undetermined(
      'NOT_LOCAL',
      `The PowerShell of ${site} runs on no server of its 2013 pools: Get-CsPoolUpgradeReadinessState only knows the pool of its own computer.`,
    );
  }
  if (same(seen.state, 'Ready')) return pass(`${seen.pool} is ready.`);
  const reason = { text: `PoolUpgradeState of ${seen.pool}.`, expected: 'Ready', observed: seen.state };
  if (same(seen.state, 'Busy'))
    return undetermined('POOL_BUSY', `${seen.pool} is busy with its replicas: look again in ten minutes.`, [reason]);
  return fail('POOL_NOT_READY', `${seen.pool} is ${seen.state}.`, [reason]);
}
