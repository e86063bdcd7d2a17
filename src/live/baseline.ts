import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Earlier } from '../checks/index.ts';
import { describeError, isCoexistenceError } from '../errors/index.ts';
import { factPath, parseFact } from '../facts/index.ts';
import type { CaseId } from '../outcome/index.ts';
import { runVersion } from '../results/index.ts';

/** What earlier runs knew of the things that cases compare. */
export interface Baselines {
  /** `is` tells a value of the right shape from any other. */
  of<T>(id: CaseId, fact: string, is: (value: unknown) => value is T): Earlier<T>;
}

/** What of a run.json decides whether the run may be compared with. */
interface Ended {
  readonly environment: string;
  readonly complete: boolean;
  /** By case id: outcome and code. */
  readonly cases: ReadonlyMap<CaseId, { readonly outcome: string; readonly code?: string }>;
}

/**
 * Looks for the run to compare with: the one that is named, else the newest finished run of the same environment beside this one in which the
 * same case had passed, or was looked at for the first time. A run in which it had failed is passed over: what was found wrong once must not
 * become right by being found again.
 */
export function baselines(seat: { readonly folder: string; readonly environment: string; readonly named?: string }): Baselines {
  const { folder, environment, named } = seat;
  const own = basename(folder);
  const beside = dirname(folder);
  let siblings: readonly string[] | undefined;
  const known = new Map<string, Ended | string>();

  const endedAt = (path: string): Ended | string => {
    const found = known.get(path) ?? readEnded(path);
    known.set(path, found);
    return found;
  };

  return {
    of(id, fact, is) {
      if (named !== undefined) return fromNamed(named, environment, fact, is);
      siblings ??= runsIn(beside).filter((name) => name !== own);
      for (const name of siblings) {
        const path = join(beside, name);
        const file = factFile(path, fact);
        if (file === undefined || !existsSync(join(path, 'run.json'))) continue;
        const ended = endedAt(path);
        if (typeof ended === 'string') {
          // Whose run that was, only its name can tell.
          if (slug(name) === slug(own)) return { kind: 'unreadable', run: name, why: ended };
          continue;
        }
        if (ended.environment !== environment || !ended.complete || !stands(ended, id)) continue;
        const value = read(file, name, fact, is);
        if (value.kind !== 'none') return value;
      }
      return { kind: 'none' };
    },
  };
}

const slug = (name: string): string => name.replace(/^\d{8}T\d{6}Z-/, '').replace(/-\d+$/, '');

/** True where what the run saw of the case may be compared with. */
function stands({ cases }: Ended, id: CaseId): boolean {
  const found = cases.get(id);
  return found !== undefined && (found.outcome === 'pass' || found.code === 'BASELINE_NONE');
}

/** Names of run folders, the newest first: they begin with the time. */
const runsIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && /^\d{8}T\d{6}Z-/.test(entry.name))
        .map(({ name }) => name)
        .sort()
        .reverse()
    : [];

/** The file of a fact; of a joined run that of one of its parts. */
function factFile(folder: string, fact: string): string | undefined {
  const parts = join(folder, 'parts');
  const places = [folder, ...(existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : [])];
  return places.map((place) => join(place, ...factPath(fact).split('/'))).find((path) => existsSync(path));
}

function readEnded(folder: string): Ended | string {
  try {
    const run = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as {
      version?: unknown;
      environment: { name: string };
      complete: boolean;
      cases: readonly { case: { id: string }; outcome: string; finding: { code?: string } }[];
    };
    if (run.version !== runVersion) return `its run.json has version ${String(run.version)}`;
    return {
      environment: run.environment.name,
      complete: run.complete === true,
      cases: new Map(
        run.cases.map(({ case: { id }, outcome, finding: { code } }) => [
          id,
          { outcome, ...(code === undefined ? {} : { code }) },
        ]),
      ),
    };
  } catch {
    return 'its run.json is damaged';
  }
}

function read<T>(file: string, run: string, fact: string, is: (value: unknown) => value is T): Earlier<T> {
  try {
    const found = parseFact(readFileSync(file, 'utf8'), basename(file));
    if (found.fact !== fact) return { kind: 'unreadable', run, why: `${basename(file)} holds ${found.fact}` };
    if ('error' in found) return { kind: 'none' };
    if (!is(found.value)) return { kind: 'unreadable', run, why: `${basename(file)} holds something else` };
    return { kind: 'found', run, asked: found.asked, value: found.value };
  } catch (error) {
    const why = isCoexistenceError(error) ? error.message.replace(/\.$/, '') : describeError(error);
    return { kind: 'unreadable', run, why };
  }
}

/** Of a run that somebody has named nothing else is taken: it was accepted, whatever its cases came to. */
function fromNamed<T>(folder: string, environment: string, fact: string, is: (value: unknown) => value is T): Earlier<T> {
  const run = basename(folder);
  const ended = readEnded(folder);
  if (typeof ended === 'string') return { kind: 'unreadable', run, why: ended };
  if (ended.environment !== environment) return { kind: 'unreadable', run, why: `it is a run of ${ended.environment}` };
  const file = factFile(folder, fact);
  const value: Earlier<T> = file === undefined ? { kind: 'none' } : read(file, run, fact, is);
  return value.kind === 'none' ? { kind: 'unreadable', run, why: 'it did not write that down' } : value;
}
