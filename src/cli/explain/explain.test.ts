import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sample } from '../../../test/support/sample-run.ts';
import { catalogue } from '../../errors/index.ts';
import { checks, limits, suites } from '../../guide/index.ts';
import { renderJson } from '../../report/index.ts';
import { runProgram } from '../program.ts';

/** What `coex explain …` says, its lines joined where only the width broke them. */
async function explain(...argv: string[]): Promise<{ code: number; out: string; err: string; flat: string }> {
  const said = { out: '', err: '' };
  const terminal = {
    out(text: string): void {
      said.out += `${text}\n`;
    },
    err(text: string): void {
      said.err += `${text}\n`;
    },
    columns: 100,
    isTty: false,
    colour: false,
  };
  const code = await runProgram(['explain', ...argv], { env: {}, terminal, stateRoot: 'unused' });
  return { code, ...said, flat: said.out.replaceAll(/\s+/g, ' ') };
}

/** A folder of run folders with these names; each holds the sample run, or this text. */
function runs(names: readonly string[], text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'coex-explain-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { run, verdict } = sample();
  for (const name of names) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'run.json'), text ?? renderJson(run, verdict));
  }
  return folder;
}

it.each(checks.map(({ id }) => [id]))('%s: promise, method, causes, what to do, what it touches', async (id) => {
  const { code, out, flat } = await explain(id, '--runs', 'none');
  const check = checks.find((known) => known.id === id)!;
  expect(code).toBe(0);
  for (const part of [check.title, check.method, ...check.causes]) expect(flat).toContain(part.replaceAll(/\s+/g, ' '));
  for (const label of ['Promise', 'Method', 'Causes', 'What to do', 'Touches', 'Codes'])
    expect(out).toMatch(new RegExp(`^${label} `, 'm'));
  expect(out).toContain('Last results: none in none');
});

it.each(Object.keys(catalogue))('%s: meaning, what to do, who gives it', async (code) => {
  const { out, flat } = await explain(code.toLowerCase(), '--runs', 'none');
  expect(flat).toContain(catalogue[code as keyof typeof catalogue].meaning);
  expect(out).toMatch(/^Given by {5}\S/m);
});

it.each(limits.map(({ id }) => [id]))('limit %s: whom it concerns, since when, where it is written', async (id) => {
  const { out } = await explain(id);
  expect(out).toMatch(/^Concerns .*^When .*^Page /ms);
  expect(out).not.toContain('Last results');
});

it('lists everything in at most 100 columns when asked for nothing', async () => {
  const { code, out } = await explain();
  expect(code).toBe(0);
  for (const id of [...checks.map((check) => check.id), ...Object.keys(catalogue), ...limits.map((limit) => limit.id)]) {
    expect(out).toMatch(new RegExp(`^  ${id.replaceAll('.', '\\.')} +\\S`, 'm'));
  }
  for (const { name } of suites) expect(out).toContain(`Checks of ${name}:`);
  for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
});

it.each([
  ['service.runing', 'services.running'],
  ['IM_NOT_DELIVRED', 'IM_NOT_DELIVERED'],
  ['no-ipv6-on-2100', 'no-ipv6-on-2010'],
])('%s: did you mean %s? Exit code 3', async (word, meant) => {
  const { code, out, err } = await explain(word);
  expect(code).toBe(3);
  expect(out).toBe('');
  expect(err).toContain(`UNKNOWN_TOPIC: There is no check, code, limit or suite ${JSON.stringify(word)}; did you mean ${meant}?`);
});

describe('the last results', () => {
  it('are those of the newest five runs that have the check, the newest first', async () => {
    const names = [1, 2, 3, 4, 5, 6].map((day) => `2026030${day}T013000Z-contoso-pilot`);
    const { out } = await explain('services.running', '--runs', runs(names));
    expect([...out.matchAll(/^ {2}(2026\S+)/gm)].map(([, name]) => name)).toEqual(names.slice(1).reverse());
    expect(out).toContain('1 passed, 1 failed, 1 not covered');
    expect(out).toContain('SERVICE_NOT_RUNNING: Lync Server IM Conferencing (RTCIMMCU)');
  });

  it('are those of a single case, where a case is asked for', async () => {
    const id = sample().run.cases.find(({ outcome, case: { check } }) => outcome === 'pass' && check === 'services.running')!.case
      .id;
    const { flat } = await explain(id, '--runs', runs(['20260301T013000Z-contoso-pilot']));
    expect(flat).toContain(`Last results of ${id}, in `);
    expect(flat).toContain('wave pilot-1): 1 passed');
    expect(flat).not.toContain('1 failed');
  });

  it('are the cases that had the code', async () => {
    const { flat } = await explain('IM_NOT_DELIVERED', '--runs', runs(['20260301T013000Z-contoso-pilot']));
    expect(flat).toContain(
      '0 passed, 1 failed IM_NOT_DELIVERED: The message of legacy Lena did not reach migrated Mona within 2 s.',
    );
  });

  it('leave out runs that cannot be read and runs without the check', async () => {
    const damaged = await explain('services.running', '--runs', runs(['20260301T013000Z-contoso-pilot'], '{'));
    expect(damaged.code).toBe(0);
    expect(damaged.out).toContain('Last results: none in');
    const other = await explain('signin.redirect', '--runs', runs(['20260301T013000Z-contoso-pilot']));
    expect(other.out).toContain('Last results: none in');
  });
});
