import type {
  AdminRoleFact,
  CertificateFact,
  ClientPolicyFact,
  HostFact,
  PoolFact,
  PoolSightFact,
  ReplicaFact,
  SiteFact,
  UserFact,
} from '../admin/model.ts';
import type { Pool, TestUser } from '../environment/model.ts';
import { type Generation, type GenerationName, generationOf, serverRoles } from '../generations/index.ts';
import { type Finding, fail, notCovered, pass, type Reason, undetermined } from '../outcome/index.ts';
import { humanAge, humanDuration, isoTime } from '../time/index.ts';
import type { Trouble } from './trouble.ts';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** `Site:Redmond` and `Redmond` name the same site. */
const siteNamed = (name: string) => (fact: SiteFact) => same(fact.displayName, name) || same(fact.identity, `Site:${name}`);

/** The lane of a site answers, and the estate knows the site. */
export function judgeShell(site: string, sites: readonly SiteFact[]): Finding {
  if (sites.some(siteNamed(site))) return pass(`The management shell answers for ${site}.`);
  return fail('SITE_MISSING', `The topology has no site ${site}.`, [
    {
      text: 'Sites of the topology.',
      expected: site,
      observed: sites.map(({ displayName }) => displayName).join(', ') || 'none',
    },
  ]);
}

/**
 * Why a question is not for the tools that this host has; nothing where it is. A host has the tools of one generation, so those of the other are
 * simply not here; `exactly` those asked for are wanted where the tools themselves are looked at. Else newer ones will do: they know older objects.
 */
export function judgeTools(asked: GenerationName, { tools, computer }: HostFact, exactly: boolean): Finding | undefined {
  if (tools === asked) return undefined;
  const [wanted, found] = [generationOf(asked), generationOf(tools)];
  const text = `The tools on ${computer} are those of ${found.productName}`;
  if (found.topologyVersion < wanted.topologyVersion)
    return undetermined('TOOLS_NOT_HERE', `${text}, which do not know objects of ${wanted.productName}.`);
  return exactly ? notCovered('TOOLS_NOT_HERE', `${text}: those of ${wanted.productName} were not asked.`) : undefined;
}

/** A known limit, asserted: tools do not show what a later generation made. That they say no is the expected answer. */
export function judgeOlderTools(older: Generation, { pool, isShown, errors }: PoolSightFact): Finding {
  const told = errors.map(({ id, message }) => ({ text: `${id.split(',')[0] ?? ''}: ${message}` }));
  const tools = `The tools of ${older.productName}`;
  if (!isShown) return pass(`${tools} do not show ${pool}, a pool of a later generation: a known limit.`, told);
  return fail('OLDER_TOOLS_ANSWER', `${tools} show ${pool}, which they are too old to administer.`, [
    { text: `Get-CsPool -Identity ${pool} with ${tools.toLowerCase()}.`, expected: 'refused, or nothing', observed: 'shown' },
    ...told,
  ]);
}

/** The topology has the pool in this site, with the servers that the environment file declares. */
export function judgeTopology(site: string, pool: Pool, pools: readonly PoolFact[]): Finding {
  const found = pools.find(({ fqdn }) => same(fqdn, pool.fqdn));
  if (found === undefined) {
    return fail('SITE_MISSING', `The topology has no pool ${pool.fqdn} in ${site}.`, [
      { text: `Pools of ${site}.`, expected: pool.fqdn, observed: pools.map(({ fqdn }) => fqdn).join(', ') || 'none' },
    ]);
  }
  const declared = pool.servers.map(({ fqdn }) => fqdn.toLowerCase()).sort();
  const computers = found.computers.map((fqdn) => fqdn.toLowerCase()).sort();
  if (declared.join() === computers.join())
    return pass(`${pool.fqdn} is in ${site} with ${computers.length} servers, as declared.`);
  return fail('SITE_MISSING', `The topology has other servers in ${pool.fqdn} than the environment file.`, [
    { text: `Servers of ${pool.fqdn}.`, expected: declared.join(', '), observed: computers.join(', ') || 'none' },
  ]);
}

/** The topology gives the pool the roles that its servers have in the environment file. */
export function judgeDeclaredRoles(pool: Pool, generation: Generation, pools: readonly PoolFact[]): Finding {
  const found = pools.find(({ fqdn }) => same(fqdn, pool.fqdn));
  if (found === undefined)
    return undetermined('DEPENDS_ON_OTHER', `The topology does not have ${pool.fqdn}: its roles are not known.`);
  const inTopology = found.services.map((service) => service.split(':', 1)[0] ?? '');
  const declared = generation.topologyRoles(pool.servers.flatMap(({ roles }) => roles));
  // Only what a declared role brings: further ones may be services of the same role, or options.
  const unknowable = allTopologyRoles(generation).filter((role) => !declared.includes(role));
  const missing = declared.filter((role) => !inTopology.some((name) => same(name, role)));
  const further = unknowable.filter((role) => inTopology.some((name) => same(name, role)));
  if (missing.length + further.length === 0) return pass(`${pool.fqdn} has in the topology the roles that are declared.`);
  return fail('ROLES_DIFFER', `${pool.fqdn} has other roles in the topology than in the environment file.`, [
    ...missing.map((role) => ({ text: `${role} of ${pool.fqdn}`, expected: 'in the topology', observed: 'only declared' })),
    ...further.map((role) => ({ text: `${role} of ${pool.fqdn}`, expected: 'declared', observed: 'only in the topology' })),
  ]);
}

const allTopologyRoles = (generation: Generation): readonly string[] => generation.topologyRoles(serverRoles);

/** Whose rights are asked for. */
export interface RoleQuestion {
  readonly site: string;
  /** Predefined roles that must be there. */
  readonly predefined: readonly string[];
  /** The account of the site's administrator and its roles, where one is declared. */
  readonly account?: { readonly login: string; readonly roles: readonly string[] };
}

/** Where a role may change the configuration: everywhere, or in these sites. */
const covers = (scopes: readonly string[], site: string): boolean =>
  scopes.some((scope) => same(scope, 'Global') || same(scope, `site:${site}`));

/** The predefined roles are there, and the account of the site has one that covers it. */
export function judgeRoles({ site, predefined, account }: RoleQuestion, roles: readonly AdminRoleFact[]): Finding {
  const missing = predefined.filter((name) => !roles.some(({ identity }) => same(identity, name)));
  if (missing.length > 0) {
    return fail('ROLE_MISSING', `The estate does not have the role ${missing.join(', ')}.`, [
      {
        text: 'Predefined roles.',
        expected: predefined.join(', '),
        observed: roles.map(({ identity }) => identity).join(', ') || 'none',
      },
    ]);
  }
  if (account === undefined)
    return pass(`All ${predefined.length} predefined roles are there; ${site} declares no account of its own.`);
  const own = ownRoles(account, roles);
  const covering = own.filter(({ configScopes }) => covers(configScopes, site));
  const scopes = own.map(({ identity, configScopes }) => `${identity} (${configScopes.join(', ')})`).join(', ') || 'none';
  if (covering.length > 0)
    return pass(`${account.login} administers ${site} by ${covering.map(({ identity }) => identity).join(', ')}.`);
  return fail('ROLE_MISSING', `${account.login} has no role that covers ${site}.`, [
    { text: `Roles of ${account.login}.`, expected: `one with the scope site:${site}`, observed: scopes },
  ]);
}

/** The roles of an account are bound to its site: none of them reaches another. */
export function judgeScope(
  site: string,
  others: readonly string[],
  account: NonNullable<RoleQuestion['account']>,
  roles: readonly AdminRoleFact[],
): Finding {
  const wide = ownRoles(account, roles).filter(
    ({ identity, template, configScopes }) =>
      !isForReading(identity, template) && others.some((other) => covers(configScopes, other)),
  );
  if (wide.length === 0) return pass(`No role of ${account.login} covers another site than ${site}.`);
  return fail(
    'ACCOUNT_TOO_STRONG',
    `${account.login} may change more than ${site}.`,
    wide.map(({ identity, configScopes }) => ({
      text: `Scope of ${identity}.`,
      expected: `site:${site}`,
      observed: configScopes.join(', '),
    })),
  );
}

/** All roles of an account are for reading. */
export function judgeReadOnly(account: NonNullable<RoleQuestion['account']>, roles: readonly AdminRoleFact[]): Finding {
  const own = ownRoles(account, roles);
  if (own.length === 0) {
    return fail('ROLE_MISSING', `${account.login} has no role: it could not even read.`, [
      { text: `Roles of ${account.login}.`, expected: readingRoles.join(' or '), observed: account.roles.join(', ') || 'none' },
    ]);
  }
  const writing = own.filter(({ identity, template }) => !isForReading(identity, template));
  if (writing.length === 0) return pass(`${account.login} can only read: ${own.map(({ identity }) => identity).join(', ')}.`);
  return fail(
    'ACCOUNT_TOO_STRONG',
    `${account.login} should only read, and has roles that change something.`,
    writing.map(({ identity, template }) => ({
      text: identity,
      expected: readingRoles.join(' or '),
      observed: template ?? identity,
    })),
  );
}

/** The only predefined role without a cmdlet that writes. */
const readingRoles = ['CsViewOnlyAdministrator'];
const isForReading = (identity: string, template: string | undefined): boolean =>
  readingRoles.some((name) => same(name, template ?? identity));

const ownRoles = (account: NonNullable<RoleQuestion['account']>, roles: readonly AdminRoleFact[]): readonly AdminRoleFact[] =>
  roles.filter(({ identity }) => account.roles.some((name) => same(name, identity)));

/**
 * None of the certificates of the server where the shell runs has ended, or soon will.
 *
 * @param warning Milliseconds for which each must still be good.
 */
export function judgeCertificates(
  site: string,
  servers: readonly string[],
  certificates: readonly CertificateFact[],
  now: number,
  warning: number,
): Finding {
  const [first] = certificates;
  const days = `${Math.floor(warning / 86_400_000)} days`;
  if (first === undefined || !servers.some((server) => same(server, first.computer)))
    return undetermined(
      'NOT_LOCAL',
      `The PowerShell of ${site} runs on ${first?.computer ?? 'a computer that is no server of the estate'}: Get-CsCertificate only reads its own computer.`,
    );
  const ending = certificates.filter(({ notAfter }) => notAfter - now < warning);
  if (ending.length === 0)
    return pass(`The ${certificates.length} certificates of ${first.computer} are good for more than ${days}.`);
  return fail(
    'CERTIFICATE_ENDING',
    `${ending.length} certificates of ${first.computer} have ended or do within the ${days} of budgets.certificateWarning.`,
    ending.map(({ use, subject, notAfter }) => ({
      text: `${use}: ${subject}`,
      expected: `good for ${days}`,
      observed: `until ${isoTime(notAfter).slice(0, 10)}`,
    })),
  );
}

/** An Edge server is seen by what it reports: it stands in the perimeter, where nobody asks for its services. */
export function judgeEdgeReplica(server: string, replicas: readonly ReplicaFact[], now: number, maximumAge: number): Finding {
  const finding = judgeReplica(server, replicas, now, maximumAge);
  if (finding.outcome !== 'pass') return finding;
  const { lastStatusReport = now } = replicas.find(({ replica }) => same(replica, server)) ?? {};
  const age = now - lastStatusReport;
  // Whoever has nothing new to take over need not have reported lately.
  const agent =
    age > maximumAge
      ? `${server} is up to date and last reported ${humanAge(age)} ago: its Replica Replicator Agent ran then.`
      : `${server} reports: its Replica Replicator Agent runs.`;
  return pass(`${agent} Its other services show at their ports.`, finding.reasons);
}

/** Every test user of the pool is enabled and homed there. */
export function judgeUsers(pool: string, declared: readonly TestUser[], found: readonly (UserFact | undefined)[]): Finding {
  const reasons: Reason[] = [];
  for (const [index, user] of declared.entries()) {
    const fact = found[index];
    if (fact === undefined)
      reasons.push({ text: `${user.name} (${user.uri})`, expected: pool, observed: 'not enabled for Lync' });
    else if (!same(fact.registrarPool, pool))
      reasons.push({ text: `${user.name} (${user.uri})`, expected: pool, observed: fact.registrarPool });
    else if (!fact.enabled) reasons.push({ text: `${user.name} (${user.uri})`, expected: 'enabled', observed: 'disabled' });
  }
  if (reasons.length === 0) return pass(`${declared.length} test users are enabled and homed on ${pool}.`);
  return fail('USER_ELSEWHERE', `${reasons.length} of ${declared.length} test users are not enabled on ${pool}.`, reasons);
}

/**
 * The replica of a server has reported lately. A young `UpToDate = False` is what every change looks like, not a defect.
 *
 * @param mustHaveCaughtUp True where something is removed next that a replica could still need: then a young one is awaited.
 */
export function judgeReplica(
  server: string,
  replicas: readonly ReplicaFact[],
  now: number,
  maximumAge: number,
  mustHaveCaughtUp = false,
): Finding {
  const found = replicas.find(({ replica }) => same(replica, server));
  if (found === undefined) {
    return fail('REPLICA_STALE', `${server} is not among the replicas of the central management store.`, [
      { text: 'Replicas that report.', expected: server, observed: replicas.map(({ replica }) => replica).join(', ') || 'none' },
    ]);
  }
  const ahead = found.lastStatusReport === undefined ? 0 : found.lastStatusReport - now;
  const age = found.lastStatusReport === undefined ? undefined : Math.max(0, -ahead);
  const observed = age === undefined ? 'never' : `${humanAge(age)} ago`;
  const reason = {
    text: `Last status report of ${server} (UpToDate ${found.upToDate}).`,
    expected: `within ${humanDuration(maximumAge)}`,
    observed,
  };
  if (age === undefined && found.upToDate)
    return undetermined('NOT_SHOWN', `The replica on ${server} is called up to date, and has never reported.`, [reason]);
  if (found.upToDate) return pass(`The replica on ${server} is up to date; it reported ${observed}.`, [reason]);
  if (ahead > maximumAge) {
    const when = `${humanAge(ahead)} from now`;
    return undetermined('NOT_SHOWN', `The replica on ${server} is not up to date, and how old it is the clocks do not tell.`, [
      { ...reason, observed: when },
    ]);
  }
  if (age !== undefined && age <= maximumAge) {
    const message = `The replica on ${server} is catching up; it reported ${observed}.`;
    return mustHaveCaughtUp ? undetermined('REPLICA_BEHIND', message, [reason]) : pass(message, [reason]);
  }
  return fail(
    'REPLICA_STALE',
    `The replica on ${server} is not up to date and last reported ${observed}.`,
    [reason],
    `Run Invoke-CsManagementStoreReplication -ReplicaFqdn ${server} and look again; check the Replica Replicator Agent (REPLICA) on ${server}.`,
  );
}

/** A write probe, up to the reading back; whether the policy could be removed again is told by an error. */
export interface PolicyProbe {
  readonly identity: string;
  /** Says who created it. */
  readonly mark: string;
  readonly given: Readonly<Record<string, string>>;
  readonly readBack?: ClientPolicyFact;
}

/** Names of values that differ. Those that only one side has count only if the first does. */
export const differences = (given: Readonly<Record<string, string>>, found: Readonly<Record<string, string>>): string[] =>
  Object.keys(given).filter((name) => given[name] !== found[name]);

/** A site-scope policy was created and read back as written. */
export function judgePolicyProbe(probe: PolicyProbe): Finding {
  const { identity, readBack } = probe;
  if (readBack === undefined) {
    return fail('POLICY_PROBE_FAILED', `The client policy ${identity} was created and could not be read back.`);
  }
  if (readBack.mark !== probe.mark) {
    return fail('POLICY_PROBE_FAILED', `The client policy ${identity} was read back without the mark of its run.`, [
      { text: 'Description of the policy.', expected: probe.mark, observed: readBack.mark || 'empty' },
    ]);
  }
  const changed = differences(probe.given, readBack.values);
  if (changed.length > 0) {
    return fail(
      'POLICY_PROBE_FAILED',
      `The client policy ${identity} was read back with other values than it was given.`,
      changed.map((name) => ({ text: name, expected: probe.given[name] ?? '', observed: readBack.values[name] ?? 'absent' })),
    );
  }
  return pass(`A client policy ${identity} was created, read back and removed.`);
}

/** A write by an account that must not be able to do it. */
export interface RefusedWrite {
  readonly login: string;
  readonly site: string;
  readonly identity: string;
  /** What the account was told instead of an answer. */
  readonly trouble?: Trouble;
  /** Whether the object was there afterwards, with the mark of the run. */
  readonly isThere: boolean;
}

/** What of an account's rights shows when the estate says no: its scope does not cover the object, or its roles do not have the cmdlet. */
const refusals: readonly string[] = ['ADMINISTRATION_REFUSED', 'CMDLET_NOT_OFFERED'];

/** The write was refused: the account told so, and nothing there. Any other end says nothing about its rights. */
export function judgeRefusal({ login, site, identity, trouble, isThere }: RefusedWrite): Finding {
  if (isThere || trouble === undefined) {
    return fail('WRITE_NOT_REFUSED', `${login} created the client policy ${identity}, and must not change ${site}.`, [
      { text: `Write of ${login} in ${site}.`, expected: 'refused', observed: trouble?.message ?? 'done' },
    ]);
  }
  if (refusals.includes(trouble.code))
    return pass(`${login} was refused the client policy ${identity}.`, [{ text: trouble.message }]);
  return undetermined(trouble.code, `Whether ${login} may change ${site} is not known: ${trouble.message}`, [], trouble.hint);
}
