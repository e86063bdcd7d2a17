import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Environment, parseDuration, parseEnvironment, resolveSecrets, type TestUser } from './index.ts';

const text = `
name: Secrets
sipDomains: [contoso.net]
sites: [{ name: Redmond, pools: [{ fqdn: pool01.contoso.net, generation: lync-2010, servers: [{ fqdn: fe1.contoso.net, roles: [front-end] }] }] }]
users:
  - { name: env user, uri: 'sip:a@contoso.net', pool: pool01.contoso.net, login: 'C\\a', password: { env: COEX_A } }
  - { name: file user, uri: 'sip:b@contoso.net', pool: pool01.contoso.net, login: 'C\\b', password: { file: secrets/b } }
  - { name: bare user, uri: 'sip:c@contoso.net', pool: pool01.contoso.net, login: 'C\\c' }
`;
const environment: Environment = parseEnvironment(text, resolve('/estates/env.yaml'));
const [envUser, fileUser, bareUser] = environment.users as [TestUser, TestUser, TestUser];
const file = resolve('/estates/secrets/b');

const sources = (env: Record<string, string>, files: Record<string, string>) => ({
  env,
  readFile: async (path: string) => {
    const found = files[path];
    if (found === undefined) throw new Error('ENOENT');
    return found;
  },
});

describe('resolveSecrets', () => {
  it('finds what the references lead to, without the end of line of a file', async () => {
    const secrets = await resolveSecrets(environment, environment.users, sources({ COEX_A: 'first ' }, { [file]: 'second\r\n' }));
    expect(secrets.passwordOf(envUser)?.reveal()).toBe('first ');
    expect(secrets.passwordOf(fileUser)?.reveal()).toBe('second');
    expect(secrets.passwordOf(bareUser)).toBeUndefined();
    expect([...secrets.all()].sort()).toEqual(['first ', 'second']);
    expect(inspect(secrets.passwordOf(envUser))).not.toContain('first');
  });

  it('drops one end of line and keeps spaces', async () => {
    const secrets = await resolveSecrets(environment, [fileUser], sources({}, { [file]: ' second \n\n' }));
    expect(secrets.passwordOf(fileUser)?.reveal()).toBe(' second \n');
  });

  it('looks only for what is needed', async () => {
    const secrets = await resolveSecrets(environment, [envUser, bareUser], sources({ COEX_A: 'first' }, {}));
    expect(secrets.all()).toEqual(['first']);
    expect(() => secrets.passwordOf(fileUser)).toThrow('The password of file user was not looked up for this run.');
  });

  it('names every variable and file that is missing or empty, and whose password it is', async () => {
    const looked = resolveSecrets(environment, environment.users, sources({}, {}));
    await expect(looked).rejects.toMatchObject({
      code: 'SECRET_MISSING',
      message: `Secrets lacks secrets that this run needs: the variable COEX_A is not set (password of env user); the file ${file} cannot be read (password of file user).`,
    });
    const empty = resolveSecrets(environment, environment.users, sources({ COEX_A: '' }, { [file]: '\n' }));
    await expect(empty).rejects.toMatchObject({ message: expect.stringMatching(/COEX_A is empty .*secrets.b is empty/) });
  });
});

it.each([
  ['350ms', 350],
  ['2s', 2000],
  ['1.5s', 1500],
  ['5m', 300_000],
  ['12h', 43_200_000],
  ['1d', 86_400_000],
  ['2', Number.NaN],
  ['-2s', Number.NaN],
  ['2 s', Number.NaN],
  ['', Number.NaN],
])('%s is %d ms', (written, ms) => {
  expect(parseDuration(written)).toBe(ms);
});
