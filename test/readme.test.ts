import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadEnvironment } from '../src/environment/index.ts';
import { coex, folder, lastLine, root } from './support/coex.ts';
import { smallEstate } from './support/lab-process.ts';
import { needShell } from './support/need-shell.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const fences = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text: text ?? '' }));
const inFences = fences.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.trim().split('\n'));
const inProse = [...readme.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/`((?:npx|npm) [^`]+)`/g)].map(([, text]) => text ?? '');
const commands = [...new Set([...inFences, ...inProse])];

/** Commands that other tests run: the name of the file that does, and what must stand in it. */
const elsewhere: Record<string, { file: string; proof: RegExp }> = {
  'npm run demo -- --fault im-legacy-to-migrated-lost': {
    file: 'test/e2e/faults.test.ts',
    proof: /'im-legacy-to-migrated-lost': \{/,
  },
  'npm run demo -- --fault service-stopped': { file: 'test/e2e/faults.test.ts', proof: /'service-stopped': \{/ },
  'npm run -s coex -- lab --state lab': { file: 'test/readme.test.ts', proof: /\['lab', '--state', 'lab',/ },
  'npm run -s coex -- undo reports/RUN': { file: 'test/e2e/interruptions.test.ts', proof: /'undo'/ },
  // The clean checkout that runs these tests has done both.
  'npm ci && npm test': { file: '.ci/run', proof: /npm ci[\s\S]*npm test/ },
  // Names the command itself.
  'npm run -s coex --': { file: 'package.json', proof: /"coex": "node dist/ },
  'npm test': { file: '.ci/run', proof: /npm test/ },
};

describe('README', () => {
  it('has no more than 250 lines and every command in it is run by a test', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(250);
    expect(commands.length).toBeGreaterThan(8);
    for (const { file, proof } of Object.values(elsewhere)) expect(readFileSync(join(root, file), 'utf8')).toMatch(proof);
    const unknown = commands.filter(
      (command) => elsewhere[command] === undefined && !/^(npm run -s coex -- |npm ci && npm run demo$)/.test(command),
    );
    expect(unknown).toEqual([]);
  });

  it('describes an estate that the loader takes', async () => {
    const file = join(folder(), 'contoso.yaml');
    writeFileSync(file, fences.find(({ language }) => language === 'yaml')?.text ?? '');
    expect((await loadEnvironment(file)).users).toHaveLength(2);
  });

  it('shows commands that do what it says, on a lab', async (context) => {
    await needShell(context);
    const cwd = folder();
    cpSync(join(root, 'fixtures', 'environments'), join(cwd, 'fixtures', 'environments'), { recursive: true });
    // The smallest estate: what is proven here is the commands, not the cases.
    const lab = coex(['lab', '--state', 'lab', '--estate', smallEstate], { cwd });
    await lab.line(/^ready /);
    const environment = readFileSync(join(cwd, 'lab', 'environment.yaml'), 'utf8');
    writeFileSync(
      join(cwd, 'contoso.yaml'),
      environment.replaceAll('secrets/', 'lab/secrets/').replace(/\bca\.pem\b/, 'lab/ca.pem'),
    );
    mkdirSync(join(cwd, 'reports'));
    const mine = commands.filter((command) => elsewhere[command] === undefined && command.startsWith('npm run -s coex -- '));
    // What is optional stands in brackets there.
    const ready = mine.map((command) => command.replace(/ \[.*$/, ''));
    // Those that render a run come when there is one, and the lab is broken at the end.
    const last = (command: string): number => (command.includes('reports/RUN') ? 1 : command.includes(' fault ') ? 2 : 0);
    for (const command of [...ready].sort((a, b) => last(a) - last(b))) {
      const [newest] = readdirSync(join(cwd, 'reports')).sort().reverse();
      const args = command.replace('npm run -s coex -- ', '').replace('reports/RUN', `reports/${newest}`).split(' ');
      const { code, stdout, stderr } = await coex(args, { cwd }).ended;
      expect(code, `${command}\n${stdout}\n${stderr}`).toBe(0);
    }
    lab.child.kill('SIGINT');
    expect((await lab.ended).code).toBe(0);
  });

  it('promises what the demo ends with', async (context) => {
    await needShell(context);
    const { code, stdout } = await coex(['demo', '--out', folder(), '--quiet']).ended;
    expect({ code, last: lastLine(stdout) }).toEqual({ code: 0, last: 'GO' });
  });
});
