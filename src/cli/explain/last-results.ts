import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCoexistenceError } from '../../errors/index.ts';
import { type CaseResult, countResults, parseRunJson, type Run } from '../../results/index.ts';
import type { Topic } from './topic.ts';

/** What one run saw of a topic. */
export interface LastResult {
  /** Name of the run folder. */
  readonly run: string;
  readonly environment: string;
  readonly wave?: string;
  readonly counts: ReturnType<typeof countResults>;
  /** Those that did not pass, in the order of the plan. */
  readonly troubled: readonly CaseResult[];
}

const runsShown = 5;

/** Folders with a run.json, the newest first: their names begin with the UTC time. */
function foldersOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'run.json')))
    .map(({ name }) => name)
    .sort()
    .reverse();
}

function runIn(folder: string): Run | undefined {
  try {
    return parseRunJson(readFileSync(join(folder, 'run.json'), 'utf8')).run;
  } catch (error) {
    // A run of another version, or one that is being written: there are others to learn from.
    if (isCoexistenceError(error)) return undefined;
    throw error;
  }
}

const concerns = (topic: Topic) => {
  return ({ case: { check, id, suite }, finding }: CaseResult): boolean => {
    if (topic.kind === 'check') return check === topic.check.id && (topic.only === undefined || id === topic.only);
    if (topic.kind === 'code') return finding.code === topic.code;
    return topic.kind === 'suite' && suite === topic.suite.name;
  };
};

/** The newest five runs below a folder that have a result of the topic. */
export function lastResults(folder: string, topic: Topic): readonly LastResult[] {
  const found: LastResult[] = [];
  for (const name of foldersOf(folder)) {
    if (found.length === runsShown) break;
    const run = runIn(join(folder, name));
    const results = run?.cases.filter(concerns(topic)) ?? [];
    if (run === undefined || results.length === 0) continue;
    found.push({
      run: name,
      environment: run.environment.name,
      ...(run.wave === undefined ? {} : { wave: run.wave }),
      counts: countResults(results),
      troubled: results.filter(({ outcome, finding }) => outcome !== 'pass' && finding.deliberate !== true),
    });
  }
  return found;
}
