import { readFileSync } from 'node:fs';
import { parseEnvironment } from '../../src/environment/index.ts';
import { isCoexistenceError } from '../../src/errors/index.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/environments/${name}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
export const minimal = fixture('minimal.yaml');
export const contoso = fixture('contoso.yaml');

/** The minimal file with some of its text replaced; a replacement that finds nothing is a mistake of the test. */
export function changed(...replacements: readonly (readonly [string, string])[]): string {
  let text = minimal;
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`The minimal file has no ${from}.`);
    text = text.replace(from, to);
  }
  return text;
}

export function refusal(text: string): { code: string; lines: string[] } {
  try {
    parseEnvironment(text, 'env.yaml');
  } catch (error) {
    if (!isCoexistenceError(error)) throw error;
    return { code: error.code, lines: error.message.split('\n') };
  }
  throw new Error('The file was accepted.');
}

export const lena = "login: 'CONTOSO\\lena', password: { env: COEX_LENA }";
