import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { coex, folder, root } from '../support/coex.ts';
import { runsIn } from '../support/run-folder.ts';

// What a user gets wrong costs one precise message and nothing else: no run folder, no runner, exit code 3.

const contoso = readFileSync(join(root, 'fixtures', 'lab', 'contoso.yaml'), 'utf8');
const passwords = contoso.replace(
  /(login: 'CONTOSO\\(\w+)')( \})/g,
  (_, login, name, end) => `${login}, password: { env: COEX_TEST_${name.toUpperCase()} }${end}`,
);

interface Mistake {
  /** What stands in the environment file; absent: no file. */
  readonly text?: string;
  readonly args: readonly string[];
  /** The message, as a whole line or its beginning. */
  readonly says: RegExp;
  /** What the message has to name, too. */
  readonly names?: readonly string[];
}

const check = ['check', '-e', 'environment.yaml', '--quiet'];

/** Where a text stands in the file, as messages say it. */
const lineOf = (text: string): string => `environment.yaml:${contoso.slice(0, contoso.indexOf(text)).split('\n').length}:`;

const mistakes: Record<string, Mistake> = {
  'an unknown key': {
    text: contoso.replace('sipDomains:', 'sipDomain:'),
    args: check,
    says: /^ENVIRONMENT_INVALID: /,
    names: [lineOf('sipDomains:'), 'sipDomain', 'sipDomains'],
  },
  'a missing file': { args: check, says: /^ENVIRONMENT_NOT_FOUND: .*environment\.yaml/ },
  'a file that is not YAML': {
    text: 'name: [Contoso\nsites: }',
    args: check,
    says: /^ENVIRONMENT_NOT_YAML: .*environment\.yaml:\d+:\d+/,
  },
  'an unknown generation': {
    text: contoso.replace('generation: lync-2010', 'generation: lync-2001'),
    args: check,
    says: /^ENVIRONMENT_INVALID: /,
    names: [lineOf('generation: lync-2010'), 'lync-2001', 'lync-2010', 'lync-2013'],
  },
  'a literal password': {
    text: contoso.replace("login: 'CONTOSO\\lena'", "login: 'CONTOSO\\lena', password: Canary-42"),
    args: check,
    says: /^ENVIRONMENT_INVALID: /,
    names: [lineOf("login: 'CONTOSO\\lena'"), 'env: NAME'],
  },
  'a user on an unknown pool': {
    text: contoso.replace('pool: pool12.contoso.net, login', 'pool: pool21.contoso.net, login'),
    args: check,
    says: /^ENVIRONMENT_INVALID: /,
    names: ['pool21.contoso.net', 'pool12.contoso.net'],
  },
  'an unknown wave': { text: contoso, args: [...check, '--wave', 'pilot-2'], says: /^UNKNOWN_WAVE: .*pilot-2.*pilot-1/ },
  'an unknown suite': { text: contoso, args: [...check, 'massaging'], says: /^UNKNOWN_SUITE: .*massaging.*messaging/ },
  'an unknown site': { text: contoso, args: [...check, '--site', 'Redmund'], says: /^UNKNOWN_SITE: .*Redmund.*Redmond/ },
  'an unknown fault': { args: ['demo', '--fault', 'pool-up'], says: /^UNKNOWN_FAULT: .*pool-up.*pool-down/ },
  'an unknown fault of a lab': { args: ['lab', '--fault', 'pool-up'], says: /^UNKNOWN_FAULT: .*pool-up.*pool-down/ },
  'an unknown verb': { args: ['chek'], says: /^error: unknown command 'chek'/, names: ['check'] },
  'an unknown option': {
    text: contoso,
    args: [...check, '--wafe', 'pilot-1'],
    says: /^error: unknown option '--wafe'/,
    names: ['--wave'],
  },
  'no environment': { args: ['check'], says: /^error: required option '-e, --environment <file>' not specified/ },
  'a file as the place for run folders': {
    text: contoso,
    args: [...check, '--out', 'environment.yaml'],
    says: /^PLACE_NOT_WRITABLE: The folder environment\.yaml cannot be written: .*environment\.yaml is no folder\.$/,
  },
  'a file above the place for run folders': {
    args: ['demo', '--quiet', '--out', 'starts/deep/reports'],
    says: /^PLACE_NOT_WRITABLE: The folder starts\/deep\/reports cannot be written: .*starts is no folder\.$/,
  },
  'a folder as the JUnit file': {
    text: contoso,
    args: [...check, '--junit', '.'],
    says: /^PLACE_NOT_WRITABLE: The file \. cannot be written: it is a folder\.$/,
  },
  'a file as the folder of a lab': {
    text: contoso,
    args: ['lab', '--state', 'environment.yaml'],
    says: /^PLACE_NOT_WRITABLE: /,
  },
  'a file as the folder of runs': {
    text: contoso,
    args: ['explain', 'services.running', '--runs', 'environment.yaml'],
    says: /^USAGE: environment\.yaml is a file, not a folder\.$/,
  },
  'an address as the host to discover': {
    args: ['init', '--from', 'https://pool02.contoso.net/'],
    says: /^USAGE: --from takes the name of a host, such as pool02\.contoso\.net, and not "https:\/\/pool02\.contoso\.net\/"\.$/,
  },
  'a file that is there already': {
    text: contoso,
    args: ['init', '--from', 'pool02.contoso.net', '--to', 'environment.yaml'],
    says: /^USAGE: .*environment\.yaml is there already, and was not overwritten\.$/,
    names: ['--force'],
  },
  'a lab that is not there': {
    args: ['init', '--lab', 'lab'],
    says: /^USAGE: .*lab has no environment\.yaml/,
    names: ['coex lab --state'],
  },
  'nothing to explain': { args: ['explain', 'x-y'], says: /^UNKNOWN_TOPIC: .*"x-y"\.$/ },
  'no run to compare with': {
    text: contoso,
    args: ['check', '-e', 'environment.yaml', '--baseline', 'nowhere', 'topology'],
    says: /^RUN_NOT_FOUND: nowhere has no run\.json/,
  },
  'a shell that is not there': {
    text: contoso,
    args: [...check, 'services'],
    says: /^NAMED_POWERSHELL_MISSING: COEX_POWERSHELL names .*no-such-shell/,
  },
  'secrets that are not set': {
    text: passwords,
    args: [...check, 'messaging', '--site', 'Redmond'],
    says: /^SECRET_MISSING: Contoso lab lacks secrets/,
    names: ['COEX_TEST_LENA', 'legacy Lena', 'COEX_TEST_MIKA'],
  },
};

describe('a mistake of the user', () => {
  for (const [name, { text, args, says, names = [] }] of Object.entries(mistakes)) {
    it.concurrent(name, async ({ expect, onTestFinished }) => {
      const place = folder(onTestFinished);
      const starts = join(place, 'starts');
      if (text !== undefined) writeFileSync(join(place, 'environment.yaml'), text);
      const { code, stdout, stderr } = await coex([...args], {
        cwd: place,
        atEnd: onTestFinished,
        env: {
          NODE_OPTIONS: `--import=${pathToFileURL(join(root, 'test', 'support', 'tell-start.mjs'))}`,
          COEX_TEST_STARTS: starts,
          COEX_STATE: join(place, 'state'),
          COEX_POWERSHELL: name.includes('shell') ? 'no-such-shell' : undefined,
        },
      }).ended;
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      const lines = stderr.trimEnd().split(/\r?\n/);
      expect(lines[0]).toMatch(says);
      for (const named of names) expect(stderr).toContain(named);
      expect(stderr).not.toContain('Canary-42');
      // The sentence and what to do about it, no stack.
      expect(lines.length).toBeLessThan(5);
      expect(runsIn(join(place, 'reports'))).toEqual([]);
      expect(existsSync(join(place, 'state'))).toBe(false);
      expect(readFileSync(starts, 'utf8').trim().split('\n')).toHaveLength(1);
    });
  }

  it('does not concern whoever selects nothing that needs the secret', async () => {
    const place = folder();
    writeFileSync(join(place, 'environment.yaml'), passwords);
    const env = { COEX_STATE: join(place, 'state'), PATH: place, COEX_POWERSHELL: undefined };
    const { code, stdout, stderr } = await coex([...check, 'topology', '--site', 'Dublin'], { cwd: place, env }).ended;
    expect(stderr).toBe('');
    // Without a PowerShell nothing could be seen, but the run was made.
    expect({ code, runs: runsIn(join(place, 'reports')).length, told: stdout.includes('SECRET_MISSING') }).toEqual({
      code: 2,
      runs: 1,
      told: false,
    });
  });
});
