import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Environment, loadEnvironment } from '../../src/environment/index.ts';
import type { LabDescription } from '../../src/lab/index.ts';
import { type AtEnd, type Coex, coex, folder } from './coex.ts';

/** One site, per generation one server and two users: all that most tests of the product need, and quick. */
export const smallEstate = fileURLToPath(new URL('../../fixtures/lab/small.yaml', import.meta.url));

/** Two sites, administered through the remote endpoints of their pools by accounts of their own. */
export const remoteEstate = fileURLToPath(new URL('../../fixtures/lab/remote.yaml', import.meta.url));

/** The built-in estate as a lab writes it down, as far as plans go: somebody answers as the outside hears it. */
export async function builtInEstate(): Promise<Environment> {
  const file = await loadEnvironment(fileURLToPath(new URL('../../fixtures/lab/contoso.yaml', import.meta.url)));
  return { ...file, network: { ...file.network, externalResolver: '127.0.0.1' } };
}

/** A lab as its users start it, in a process of its own. */
export interface LabProcess {
  readonly process: Coex;
  /** The folder given to `--state`. */
  readonly state: string;
  /** Environment file for `-e`. */
  readonly environment: string;
  /** What stands in `lab.json`. */
  readonly description: LabDescription;
  /** Asks the control endpoint; the answer is JSON. */
  ask(path: string, how?: { readonly method?: string; readonly body?: unknown }): Promise<unknown>;
  /** Names of the users who are signed in. */
  signedIn(): Promise<string[]>;
  /** Identities of client policies that have the scope of a site. */
  sitePolicies(): Promise<string[]>;
}

/** Starts `coex lab` and waits until it is ready. It ends with its owner. */
export async function keepLab(
  options: { readonly estate?: string; readonly args?: readonly string[]; readonly atEnd?: AtEnd } = {},
): Promise<LabProcess> {
  const { estate, args = [], atEnd = onTestFinished } = options;
  const state = folder(atEnd);
  const lab = coex(['lab', '--state', state, ...(estate === undefined ? [] : ['--estate', estate]), ...args], { atEnd });
  const environment = (await lab.line(/^ready /)).slice('ready '.length);
  const description = JSON.parse(readFileSync(join(state, 'lab.json'), 'utf8')) as LabDescription;
  const ask: LabProcess['ask'] = async (path, { method = 'GET', body } = {}) => {
    const answer = await fetch(`${description.control}/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The lab answered ${answer.status} to ${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    process: lab,
    state,
    environment,
    description,
    ask,
    async signedIn() {
      const users = await Promise.all(description.users.map(({ uri }) => ask(`users/${encodeURIComponent(uri)}`)));
      return (users as { name: string; endpoints: unknown[] }[]).flatMap(({ name, endpoints }) => endpoints.map(() => name));
    },
    async sitePolicies() {
      const rows = (await ask('management/client-policies')) as { Identity: string }[];
      return rows.map(({ Identity }) => Identity).filter((identity) => /^site:/i.test(identity));
    },
  };
}
