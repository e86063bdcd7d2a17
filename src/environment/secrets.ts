import { readFile } from 'node:fs/promises';
import { CoexistenceError } from '../errors/index.ts';
import { Secret } from '../redaction/index.ts';
import type { Account, Environment, SecretReference, Secrets, TestUser } from './model.ts';

/** Where references lead to. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readFile(path: string): Promise<string>;
}

const sourcesOfProcess = (): SecretSources => ({ env: process.env, readFile: (path) => readFile(path, 'utf8') });

const keyOf = (reference: SecretReference): string => ('env' in reference ? `env ${reference.env}` : `file ${reference.file}`);

/** The value of a reference, or a sentence that says why there is none: it names the variable or the file, never a value. */
async function look(reference: SecretReference, sources: SecretSources): Promise<Secret | string> {
  if ('env' in reference) {
    const value = sources.env[reference.env];
    if (value === undefined) return `the variable ${reference.env} is not set`;
    return value === '' ? `the variable ${reference.env} is empty` : new Secret(value);
  }
  try {
    // One end of line is what editors and echo put there; further ones are taken for part of the secret.
    const value = (await sources.readFile(reference.file)).replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
    return value === '' ? `the file ${reference.file} is empty` : new Secret(value);
  } catch {
    return `the file ${reference.file} cannot be read`;
  }
}

/**
 * Looks up the secrets of these users and accounts, once.
 *
 * @throws CoexistenceError SECRET_MISSING naming every variable or file that is not there, and whose password it should hold
 */
export async function resolveSecrets(
  environment: Pick<Environment, 'name'>,
  needed: readonly (TestUser | Account)[],
  sources: SecretSources = sourcesOfProcess(),
): Promise<Secrets> {
  const found = new Map<string, Secret>();
  const missing: string[] = [];
  for (const login of needed) {
    const { password } = login;
    if (password === undefined || found.has(keyOf(password))) continue;
    const secret = await look(password, sources);
    if (typeof secret === 'string') missing.push(`${secret} (password of ${'name' in login ? login.name : login.login})`);
    else found.set(keyOf(password), secret);
  }
  if (missing.length > 0) {
    throw new CoexistenceError(
      'SECRET_MISSING',
      `${environment.name} lacks secrets that this run needs: ${missing.join('; ')}.`,
      {
        facts: { missing },
      },
    );
  }
  return {
    passwordOf({ password, ...login }) {
      if (password === undefined) return undefined;
      const secret = found.get(keyOf(password));
      if (secret !== undefined) return secret;
      // Asking for what was not announced is our mistake, not that of whoever wrote the file.
      throw new Error(`The password of ${'name' in login ? login.name : login.login} was not looked up for this run.`);
    },
    all: () => [...new Set([...found.values()].map((secret) => secret.reveal()))],
  };
}
