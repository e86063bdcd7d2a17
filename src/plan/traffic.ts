import type { Environment } from '../environment/index.ts';
import { humanDuration } from '../time/index.ts';
import type { Plan } from './model.ts';

/** What a plan asks of the estate in traffic of test users. */
export interface Traffic {
  readonly users: number;
  readonly signIns: number;
  readonly messages: number;
  readonly publications: number;
  /** Milliseconds: less it cannot take at the limits of the environment file. */
  readonly atLeast: number;
}

/** What presence suites publish of a user in a round: available, busy, do not disturb, away. */
const publicationsPerRound = 4;

/** Checks about a message of their own in the conversation of the pair. */
const saidBeside = new Set(['messaging.long-text', 'messaging.formatted']);

/**
 * Estimates the traffic of a plan. A user signs in once, once more over another pool where a redirect is looked at, over every single
 * server and Access Edge that is looked at so, and once more after having been seen signing out. A pair exchanges a message and an answer,
 * a long text and a formatted one where that is asked for. Optional cases count, although they run on request alone.
 */
export function trafficOf(plan: Plan, { limits }: Environment): Traffic {
  const users = new Set<string>();
  const redirected = new Set<string>();
  const published = new Set<string>();
  const talking = new Set<string>();
  let doors = 0;
  let more = 0;
  for (const { suite, pillar, check, target, notCovered } of plan.cases) {
    // Of whom only administration is asked, nobody signs in.
    if (notCovered !== undefined || pillar === 'administration') continue;
    if (target.kind === 'user' && check === 'signin.wrong-password') doors++;
    else if (target.kind === 'user') {
      users.add(target.user);
      if (check === 'nodes.sign-in' || check === 'signin.remote') doors++;
      else if (target.via !== undefined) redirected.add(target.user);
    }
    if (target.kind !== 'pair') continue;
    users.add(target.pair.from).add(target.pair.to);
    if (suite === 'presence') published.add(target.pair.to);
    else if (saidBeside.has(check)) more++;
    else talking.add(`${suite} ${JSON.stringify([target.pair.from, target.pair.to])}`);
  }
  const signIns = users.size + redirected.size + published.size + doors;
  const messages = talking.size * 2 + more;
  const publications = published.size * publicationsPerRound;
  const seconds = Math.max(signIns / limits.signInsPerSecond, (messages + publications) / limits.messagesPerSecond);
  return { users: users.size, signIns, messages, publications, atLeast: Math.ceil(seconds * 1000) };
}

const counted = (count: number, word: string): string =>
  `${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} ${word}${count === 1 ? '' : 's'}`;

/** The estimate in one or two sentences; nothing where no test user signs in. */
export function renderTraffic(traffic: Traffic, { limits }: Environment): string | undefined {
  if (traffic.signIns === 0) return undefined;
  const { users, signIns, messages, publications, atLeast } = traffic;
  const sentence =
    `Traffic: ${counted(users, 'test user')}, ${counted(signIns, 'sign-in')}, ${counted(messages, 'message')}, ` +
    `${counted(publications, 'publication')}; at the limits of the environment file at least ${humanDuration(atLeast)}.`;
  const cancelled = `That is more than limits.run (${humanDuration(limits.run)}): raise it, or take --coverage pairwise.`;
  return atLeast > limits.run ? `${sentence} ${cancelled}` : sentence;
}
