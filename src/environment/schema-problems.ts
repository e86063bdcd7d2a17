import type { z } from 'zod';
import { describePath, type Path, type Problem, valueAt } from './problem.ts';
import { allowedWords, didYouMean } from './suggest.ts';

type Issue = z.core.$ZodIssue;
type Schema = { readonly def: Record<string, unknown> & { readonly type: string } };

/** The schema of a place, through defaults and transformations; `undefined` where there is none. */
function schemaAt(schema: Schema | undefined, path: Path): Schema | undefined {
  if (schema === undefined) return undefined;
  const { def } = schema;
  if ('innerType' in def) return schemaAt(def.innerType as Schema, path);
  if (def.type === 'pipe') return schemaAt(def.in as Schema, path);
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  if (def.type === 'array') return schemaAt(def.element as Schema, rest);
  if (def.type === 'record') return schemaAt(def.valueType as Schema, rest);
  if (def.type === 'object') return schemaAt((def.shape as Record<string, Schema>)[String(step)], rest);
  return undefined;
}

const keysAt = (schema: Schema, path: Path): readonly string[] =>
  Object.keys((schemaAt(schema, path)?.def.shape as object) ?? {});

// Whatever stands where a password belongs is taken for one, and never shown.
const isSecret = (path: Path): boolean => path.includes('password');

/** What was found, for a sentence. Texts are shown, shortened, unless they may be a secret. */
function found(value: unknown, path: Path): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (isSecret(path)) return `a ${typeof value === 'string' ? 'text' : typeof value}`;
  if (typeof value !== 'string') return `the ${typeof value} ${String(value)}`;
  // What stands before the @ of an address may be a login and its password.
  const safe = value.replace(/\/\/[^\s/]*@/, '//…@');
  const shown = JSON.stringify(safe.length > 60 ? `${safe.slice(0, 57)}…` : safe);
  return value === '' ? 'an empty text' : shown;
}

/** True if the schema would take this text. */
const suits = (text: string, schema: Schema | undefined): boolean =>
  schema !== undefined && (schema as unknown as z.ZodType).safeParse(text).success;

function unknownKeys(issue: Issue & { code: 'unrecognized_keys' }, schema: Schema): Problem[] {
  const allowed = keysAt(schema, issue.path as Path);
  return issue.keys.map((key) => {
    const path = [...issue.path, key] as Path;
    if (isSecret(issue.path as Path)) return { path: issue.path as Path, text: `unknown key; allowed are ${allowed.join(', ')}` };
    return { path, text: `unknown key; ${allowedWords(key, allowed)}`, ofKey: true };
  });
}

function problemsOf(issue: Issue, raw: unknown, schema: Schema): Problem[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue, schema);
  if (issue.code === 'invalid_key') {
    const key = String(path.at(-1));
    return [
      { path, text: `unsuitable key ${JSON.stringify(key)}; expected ${issue.issues[0]?.message ?? 'another one'}`, ofKey: true },
    ];
  }
  const value = valueAt(raw, path);
  if (value === undefined) return [{ path, text: `is missing; expected ${issue.message}` }];
  if (issue.code === 'invalid_value' && typeof value === 'string' && !isSecret(path)) {
    return [{ path, text: `unknown word ${found(value, path)}; ${allowedWords(value, issue.values.map(String))}` }];
  }
  if (path.at(-1) === 'password' && (value === null || typeof value !== 'object')) {
    return [{ path, text: `${value === null ? 'is empty' : 'a password stands here in plain text'}; expected ${issue.message}` }];
  }
  const quotes = typeof value === 'number' && suits(String(value), schemaAt(schema, path)) ? ' (put it in quotes)' : '';
  return [{ path, text: `found ${found(value, path)}; expected ${issue.message}${quotes}` }];
}

/** What the schema finds wrong, in our words: unknown keys with what was probably meant, values with what is expected instead. */
export function schemaProblems(issues: readonly Issue[], raw: unknown, schema: unknown): Problem[] {
  const problems = issues.flatMap((issue) => problemsOf(issue, raw, schema as Schema));
  // A misspelt key is one mistake, not two: the key it was meant to be is not reported missing as well.
  const meant = new Set<string>();
  for (const { path, ofKey } of problems) {
    if (ofKey !== true) continue;
    const parent = path.slice(0, -1);
    const key = didYouMean(String(path.at(-1)), keysAt(schema as Schema, parent));
    if (key !== undefined) meant.add(describePath([...parent, key]));
  }
  return problems.filter(({ path, text }) => !(text.startsWith('is missing') && meant.has(describePath(path))));
}
