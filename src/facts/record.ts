import type { Lane } from '../admin/index.ts';
import type { Environment, Pool, Site } from '../environment/index.ts';
import { describeError } from '../errors/index.ts';
import { anonymiser } from './anonymise.ts';

/** What a function of the harness answered, with nothing in it that names the estate. */
export interface Recording {
  /** `lync-2010/windows-services.json`: as in the folder of recorded answers, by the generation of the tools. */
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
 * Asks of an estate whatever the harness reads there, at one endpoint of each generation, and keeps the raw answers. Only reads. What one pool does not
 * answer the next of its generation is asked for; what none answers is told and left out.
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
  const answered = new Set<string>();
  for (const { site, pool } of inOrder(environment)) {
    const left = questionsOf(environment, site, pool).filter(({ file }) => !answered.has(`${pool.generation}/${file}`));
    if (left.length === 0) continue;
    let last: { name: string; data: readonly unknown[] } | undefined;
    const lane = openLane(site.name, pool.fqdn, (name, data) => {
      last = { name, data };
    });
    // On one host all pools are asked with the tools that it has; where it does not tell, the endpoint has those of its pool.
    let tools: Pool['generation'] = pool.generation;
    try {
      for (const { file, cmdlet, ask } of left) {
        last = undefined;
        const answer = await ask(lane).catch((error: unknown) => onTrouble(describeError(error)));
        const heard = last as { name: string; data: readonly unknown[] } | undefined;
        if (file === 'host' && isHost(answer)) tools = answer.tools;
        if (heard === undefined) continue;
        answered.add(`${pool.generation}/${file}`);
        const path = `${tools}/${file}.json`;
        if (!found.has(path)) found.set(path, { path, function: heard.name, cmdlet, data: anonymise(shortened(heard.data)) });
      }
    } finally {
      await lane.close();
    }
  }
  return [...found.values()];
}

const isHost = (answer: unknown): answer is { readonly tools: Pool['generation'] } =>
  typeof answer === 'object' && answer !== null && 'tools' in answer;

/** Pools with front ends first: they have users, and know most. */
function inOrder({ sites }: Environment): readonly { readonly site: Site; readonly pool: Pool }[] {
  const all = sites.flatMap((site) => site.pools.map((pool) => ({ site, pool })));
  const isHome = ({ pool }: { pool: Pool }): boolean => pool.servers.some(({ roles }) => roles.includes('front-end'));
  return [...all.filter(isHome), ...all.filter((each) => !isHome(each))];
}

/** A list and the lists in it, each cut to a few rows. */
function shortened<T>(value: T, isAnswer = true): T {
  if (Array.isArray(value)) {
    // The parts of an answer are not rows of one kind: none of them may be missing.
    const isParts = isAnswer && value.every((row) => typeof row === 'object' && row !== null && 'Part' in row);
    return (isParts ? value : value.slice(0, rows)).map((row) => shortened(row, false)) as T;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shortened(part, false)])) as T;
}

/** Everything that the harness asks at the endpoint of a pool and that changes nothing; `host` first, because it tells whose tools answer. */
function questionsOf(environment: Environment, site: Site, pool: Pool): readonly Question[] {
  const question = (file: string, cmdlet: string, ask: Question['ask']): Question => ({ file, cmdlet, ask });
  const uris = environment.users.flatMap((user) => (user.pool === pool.fqdn ? [user.uri] : []));
  const numbers = environment.pilot.dialledNumbers;
  const account = site.administration.accounts.siteAdmin?.login;
  const retiring = environment.sites.flatMap(({ pools }) =>
    pools.flatMap(({ fqdn, generation, servers }) =>
      generation === 'lync-2010' && servers.some(({ roles }) => roles.includes('front-end')) ? [fqdn] : [],
    ),
  );
  const [server] = pool.servers;
  return [
    question('host', 'Get-CsUser, Get-CsPoolFabricState', (lane) => lane.host()),
    question('sites', 'Get-CsSite', (lane) => lane.sites()),
    question('pools', 'Get-CsPool', (lane) => lane.poolsOf(site.name)),
    question('pool-sight', 'Get-CsPool', (lane) => lane.poolSight(pool.fqdn)),
    question('topology-services', 'Get-CsService', (lane) => lane.topologyServices()),
    question('sip-domains', 'Get-CsSipDomain', (lane) => lane.sipDomains()),
    question('replication', 'Get-CsManagementStoreReplicationStatus', (lane) => lane.replication()),
    question('deployment', 'Get-CsService', (lane) => lane.deployment()),
    question('directory', 'Get-CsAdDomain', (lane) => lane.directory()),
    question('pool-fabric', 'Get-CsPoolFabricState', (lane) => lane.fabricOf(pool.fqdn)),
    question('pool-readiness', 'Get-CsPoolUpgradeReadinessState', (lane) => lane.readiness()),
    question('client-policy', 'Get-CsClientPolicy', (lane) => lane.clientPolicy('global')),
    question('client-versions', 'Get-CsClientVersionPolicyRule', (lane) => lane.clientVersions()),
    question('meeting-policies', 'Get-CsConferencingPolicy', (lane) => lane.meetingPolicies()),
    question('admin-roles', 'Get-CsAdminRole', (lane) => lane.adminRoles()),
    question('certificates', 'Get-CsCertificate', (lane) => lane.certificates()),
    question('users', 'Get-CsUser', (lane) => lane.usersOf(pool.fqdn)),
    question('pool-users', 'Get-CsUser', (lane) => lane.poolUsers(pool.fqdn, uris)),
    ...(server === undefined
      ? []
      : [
          question('windows-services', 'Get-CsWindowsService', (lane) => lane.servicesOf(server.fqdn)),
          question('user-replication', 'Get-CsUserReplicatorConfiguration', (lane) => lane.userReplicationOn(server.fqdn)),
        ]),
    ...(retiring.length === 0 ? [] : [question('remainder', 'Get-CsExUmContact', (lane) => lane.remainderOf(retiring))]),
    ...(uris.length === 0 ? [] : [question('client-pins', 'Get-CsClientPinInfo', (lane) => lane.clientPins(uris))]),
    ...(uris.length === 0 || numbers.length === 0
      ? []
      : [question('voice-users', 'Test-CsVoiceUser', (lane) => lane.voiceUsers(uris, numbers))]),
    ...(account === undefined
      ? []
      : [question('admin-role-assignments', 'Get-CsAdminRoleAssignment', (lane) => lane.rolesOf(account))]),
  ];
}
