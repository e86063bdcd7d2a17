import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatFact } from '../facts/index.ts';
import { baselines } from './baseline.ts';

const id = 'users.policies[legacy Lena]';
const isNumber = (value: unknown): value is number => typeof value === 'number';

describe('the run to compare with', () => {
  let out = '';
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'coex-baseline-'));
  });
  afterEach(() => rmSync(out, { recursive: true, force: true }));

  /** Writes a run that kept `value` and in which the case came to an outcome. */
  function run(
    day: number,
    value: unknown,
    some: { outcome?: string; code?: string; name?: string; complete?: boolean } = {},
  ): string {
    const { outcome = 'pass', code, name = 'Contoso', complete = true } = some;
    const folder = join(out, `2026010${day}T060000Z-contoso`);
    mkdirSync(join(folder, 'facts'), { recursive: true });
    if (value !== undefined)
      writeFileSync(join(folder, 'facts', 'policies-lena.json'), formatFact('policies-lena', { asked: day, value }));
    const cases = [{ case: { id }, outcome, finding: { ...(code === undefined ? {} : { code }) } }];
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ version: 1, environment: { name }, complete, cases }));
    return folder;
  }
  const find = (named?: string) =>
    baselines({
      folder: join(out, '20260109T060000Z-contoso'),
      environment: 'Contoso',
      ...(named === undefined ? {} : { named }),
    }).of(id, 'policies-lena', isNumber);
  const found = (day: number, value: number) => ({ kind: 'found', run: `2026010${day}T060000Z-contoso`, asked: day, value });

  it('is none where there is none', () => expect(find()).toEqual({ kind: 'none' }));

  it('is the newest that had not failed: a finding must not become right by being found again', () => {
    run(1, 10);
    run(2, 20, { outcome: 'undetermined', code: 'BASELINE_NONE' });
    run(3, 30, { outcome: 'fail', code: 'POLICY_CHANGED' });
    run(4, 40, { outcome: 'waived' });
    run(5, 50, { outcome: 'undetermined', code: 'BASELINE_UNREADABLE' });
    expect(find()).toEqual(found(2, 20));
  });

  it('is finished, of the same environment, older than this run, and knows the thing', () => {
    run(1, 10);
    run(2, 20, { complete: false });
    run(3, 30, { name: 'Fabrikam' });
    run(4, undefined);
    run(9, 90);
    expect(find()).toEqual(found(1, 10));
  });

  it('is not passed over where it is damaged: nobody knows what stood there', () => {
    run(1, 10);
    const newer = run(2, 20);
    writeFileSync(join(newer, 'facts', 'policies-lena.json'), '{"version":1,');
    expect(find()).toMatchObject({
      kind: 'unreadable',
      run: '20260102T060000Z-contoso',
      why: expect.stringContaining('not JSON'),
    });
    writeFileSync(join(newer, 'facts', 'policies-lena.json'), '{"version":2,"fact":"x","asked":1,"value":3}');
    expect(find()).toMatchObject({ kind: 'unreadable', why: expect.stringContaining('format version 2') });
    writeFileSync(join(newer, 'facts', 'policies-lena.json'), formatFact('policies-mika', { asked: 2, value: 30 }));
    expect(find()).toMatchObject({ kind: 'unreadable', why: 'policies-lena.json holds policies-mika' });
    writeFileSync(join(newer, 'facts', 'policies-lena.json'), formatFact('policies-lena', { asked: 2, value: 'text' }));
    expect(find()).toMatchObject({ kind: 'unreadable', why: expect.stringContaining('something else') });
    writeFileSync(join(newer, 'run.json'), '{');
    expect(find()).toMatchObject({ kind: 'unreadable', why: expect.stringContaining('damaged') });
  });

  it('that is named is taken whatever it came to, and no other instead of it', () => {
    run(1, 10);
    expect(find(run(3, 30, { outcome: 'fail' }))).toEqual(found(3, 30));
    expect(find(run(4, undefined))).toMatchObject({ kind: 'unreadable', why: 'it did not write that down' });
    expect(find(run(5, 50, { name: 'Fabrikam' }))).toMatchObject({ kind: 'unreadable', why: 'it is a run of Fabrikam' });
    expect(find(join(out, 'nowhere'))).toMatchObject({ kind: 'unreadable' });
  });
});
