import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { atEndOfFile, coex, folder, lastLine } from '../support/coex.ts';
import { keepLab, type LabProcess, smallEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { filesIn, onlyRun, readRun } from '../support/run-folder.ts';

const atEnd = atEndOfFile();
let lab: LabProcess;

beforeAll(async () => {
  lab = await keepLab({ estate: smallEstate, atEnd });
});

async function check(...fault: string[]) {
  for (const name of fault) await lab.ask(`faults/${name}`, { method: 'PUT', body: {} });
  try {
    const out = folder();
    const { code, stdout, stderr } = await coex(['check', '-e', lab.environment, 'synthetic', '--out', out, '--quiet'], {
      env: { COEX_STATE: folder() },
    }).ended;
    expect(stderr).toBe('');
    return { code, word: lastLine(stdout), folder: onlyRun(out), run: readRun(onlyRun(out)).run };
  } finally {
    for (const name of fault) await lab.ask(`faults/${name}`, { method: 'DELETE' });
  }
}

const isOldToNew = (id: string): boolean => /\[legacy \S+ → migrated \S+\]$/.test(id);
const isSeenByOld = (id: string): boolean => /\[legacy \S+ → /.test(id);

describe('the second witness', () => {
  it('is asked when it is named, agrees with our own clients, and leaves its logs and no password', async (context) => {
    await needShell(context);
    const plan = await coex(['plan', '-e', lab.environment, '--json']).ended;
    expect(plan.stdout).not.toContain('"synthetic.');

    const { code, word, run, folder: runFolder } = await check();
    expect({ code, word }).toEqual({ code: 0, word: 'PASSED' });
    const byCheck = new Map<string, typeof run.cases>();
    for (const result of run.cases) byCheck.set(result.case.check, [...(byCheck.get(result.case.check) ?? []), result]);
    expect([...byCheck].map(([name, results]) => `${name} ${results.length}`)).toEqual([
      'synthetic.registration 4',
      'synthetic.im 4',
      'synthetic.presence 4',
      'synthetic.group-im 4',
      'synthetic.data-conference 4',
      'synthetic.agrees 4',
    ]);
    const left = run.cases.filter(({ state }) => state === 'not-covered');
    expect(left.map(({ case: { id } }) => id).every((id) => id.startsWith('synthetic.data-conference['))).toBe(true);
    expect(left).toHaveLength(3);
    expect(left[0]?.finding.message).toContain('does not apply to old.fabrikam.com');
    const im = byCheck.get('synthetic.im')?.[0];
    expect(im?.measures.latency).toBe(63);
    const log = join(runFolder, im?.attachments[0]?.path ?? '');
    expect(existsSync(log) && readFileSync(log, 'utf8')).toMatch(/^<Log><Step>/);
    for (const [path, bytes] of filesIn(runFolder))
      for (const { password } of lab.description.users) expect(bytes.includes(password), path).toBe(false);
    expect(await lab.signedIn()).toEqual([]);
  });

  it.each<[string, (id: string) => string | undefined]>([
    ['im-legacy-to-migrated-lost', (id) => (id.startsWith('synthetic.im') && isOldToNew(id) ? 'TRANSACTION_FAILED' : undefined)],
    [
      'presence-to-legacy-frozen',
      (id) => (id.startsWith('synthetic.presence') && isSeenByOld(id) ? 'TRANSACTION_FAILED' : undefined),
    ],
    ['synthetic-blocked', (id) => (id.startsWith('synthetic.agrees') ? 'WITNESSES_DISAGREE' : 'TRANSACTION_FAILED')],
  ])('%s turns exactly what it should', async (fault, expected) => {
    const { code, word, run } = await check(fault);
    const seen = run.cases.filter(({ state }) => state !== 'not-covered');
    expect(Object.fromEntries(seen.map((result) => [result.case.id, result.finding.code]))).toEqual(
      Object.fromEntries(seen.map((result) => [result.case.id, expected(result.case.id)])),
    );
    expect({ code, word }).toEqual({ code: 1, word: 'FAILED' });
  });
});
