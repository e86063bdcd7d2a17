import { type Document, LineCounter, parseDocument } from 'yaml';
import { CoexistenceError } from '../errors/index.ts';
import { crossCheck } from './cross-checks.ts';
import type { Environment } from './model.ts';
import { type Place, Places } from './places.ts';
import { describePath, type Problem } from './problem.ts';
import { environmentFile } from './schema.ts';
import { schemaProblems } from './schema-problems.ts';
import { toEnvironment } from './to-environment.ts';
import { duplicateKeys, yamlTroubles } from './yaml-trouble.ts';

interface Complaint extends Place {
  readonly text: string;
}

/** One error for all complaints of a file, in the order of the file, each line with its place: `file:line:column: path: what is wrong`. */
function complain(
  code: 'ENVIRONMENT_NOT_YAML' | 'ENVIRONMENT_INVALID',
  path: string,
  complaints: readonly Complaint[],
): CoexistenceError {
  const sorted = [...complaints].sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = [...new Set(sorted.map(({ line, column, text }) => `${path}:${line}:${column}: ${text}`))];
  return new CoexistenceError(code, lines.join('\n'), { facts: { file: path, problems: lines } });
}

const complaintOf =
  (places: Places) =>
  ({ path, text, ofKey, see }: Problem): Complaint => {
    const first = see === undefined ? '' : ` (first in line ${places.of(see).line})`;
    return { ...places.of(path, ofKey), text: `${path.length === 0 ? '' : `${describePath(path)}: `}${text}${first}` };
  };

/** The plain values of a file. The parser refuses anchors that multiply into millions of values. */
function plain(document: Document.Parsed, path: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw complain('ENVIRONMENT_NOT_YAML', path, [
      { line: 1, column: 1, text: 'anchors and aliases multiply beyond all measure' },
    ]);
  }
}

/**
 * Reads the text of an environment file; `path` names it in complaints, and relative paths in it begin at its folder.
 *
 * @throws CoexistenceError ENVIRONMENT_NOT_YAML, ENVIRONMENT_INVALID: all problems of the file at once, one a line, none of them showing
 * what stands in the place of a password
 */
export function parseEnvironment(text: string, path: string): Environment {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const places = new Places(document, lines);
  const troubles = yamlTroubles(document);
  if (troubles.length > 0) {
    throw complain(
      'ENVIRONMENT_NOT_YAML',
      path,
      troubles.map(({ offset, text: what }) => ({ ...places.at(offset), text: what })),
    );
  }
  const raw = plain(document, path);
  if (raw === null || raw === undefined) {
    const what = 'the file is empty; expected an environment: at least name, sipDomains and sites';
    throw complain('ENVIRONMENT_INVALID', path, [{ line: 1, column: 1, text: what }]);
  }
  const twice = duplicateKeys(document, text).map(({ offset, text: what }) => ({ ...places.at(offset), text: what }));
  const checked = environmentFile.safeParse(raw);
  const problems = [...(checked.success ? [] : schemaProblems(checked.error.issues, raw, environmentFile)), ...crossCheck(raw)];
  if (!checked.success || problems.length > 0 || twice.length > 0) {
    throw complain('ENVIRONMENT_INVALID', path, [...twice, ...problems.map(complaintOf(places))]);
  }
  return toEnvironment(checked.data, path);
}
