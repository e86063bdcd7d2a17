import { type Environment, isSpokenFor } from '../environment/index.ts';
import { generations } from '../generations/index.ts';
import { suiteOf } from '../guide/index.ts';
import { coversCase } from './covers.ts';
import { generationIn, isHome, poolsOf, trafficUsers } from './estate.ts';
import type { PlannedCase } from './model.ts';
import type { Selected } from './selection.ts';

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

function gapsOfUsers(environment: Environment, sites: ReadonlySet<string>): string[] {
  const homes = poolsOf(environment).filter((placed) => isHome(placed) && sites.has(placed.site.name));
  const gaps: string[] = [];
  for (const home of homes) {
    const users = trafficUsers(environment, home);
    const where = `${home.pool.fqdn} (${home.site.name})`;
    if (users.length === 0) gaps.push(`${where} has no test user: nobody looks at what its users can do.`);
    if (users.length === 1) gaps.push(`${where} has only one test user: nobody looks at what happens within the pool.`);
    const spokenFor = users.filter((user) => isSpokenFor(environment, user));
    if (spokenFor.length > 0) {
      gaps.push(
        `${listed(spokenFor.map(({ name }) => name))} of ${where} only ${spokenFor.length === 1 ? 'sends' : 'send'}: a trusted server speaks for them, nobody signs in.`,
      );
    }
    const mute = users.filter((user) => !spokenFor.includes(user) && (user.login === undefined || user.password === undefined));
    if (mute.length > 0) {
      gaps.push(
        `${listed(mute.map(({ name }) => name))} of ${where} cannot sign in without login and password: their cases are undetermined.`,
      );
    }
  }
  return gaps;
}

/** Without a pool of the other generation there is nothing that could coexist. */
function gapOfGenerations(environment: Environment): string[] {
  const homes = poolsOf(environment).filter(isHome);
  const missing = generations.filter((generation) => !homes.some((home) => generationIn(home) === generation));
  return missing.map(
    ({ productName, userKind }) =>
      `No pool of ${productName} can be a home of users: nothing says anything about ${userKind} users, or about redirects between the generations.`,
  );
}

function gapsOfEdges(cases: readonly PlannedCase[]): string[] {
  const edges = cases.filter(({ suite, notCovered }) => suite === 'services' && notCovered !== undefined);
  const names = edges.flatMap(({ target }) => (target.kind === 'server' ? [target.server] : []));
  return names.length === 0 ? [] : [`The services of ${listed(names)} are not looked at: Edge servers are not reachable by RPC.`];
}

function gapsOfWave(environment: Environment, { wave }: Selected, cases: readonly PlannedCase[]): string[] {
  if (wave === undefined) return [];
  const missing = (environment.waves[wave]?.requires ?? []).filter((word) => !cases.some((planned) => coversCase(word, planned)));
  return missing.length === 0 ? [] : [`Wave ${wave} requires ${listed(missing)}, of which this selection has no case.`];
}

/** What a person must know before believing the plan, one sentence each. */
export function gapsOf(environment: Environment, selected: Selected, cases: readonly PlannedCase[]): readonly string[] {
  const communicates = [...selected.suites].some((name) => suiteOf(name).pillar === 'communication');
  return [
    ...(communicates ? [...gapOfGenerations(environment), ...gapsOfUsers(environment, selected.sites)] : []),
    ...gapsOfEdges(cases),
    ...gapsOfWave(environment, selected, cases),
  ];
}
