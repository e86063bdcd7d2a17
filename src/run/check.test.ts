import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { loadEnvironment } from '../environment/index.ts';
import { planCases } from '../plan/index.ts';
import { type Clock, systemClock } from '../time/index.ts';
import { check, type PreparedRunner } from './check.ts';

it('ends a runner that does not begin, and reports that nothing was looked at', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'coex-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const environment = await loadEnvironment(fileURLToPath(new URL('../../fixtures/lab/small.yaml', import.meta.url)));
  const plan = planCases(environment, { suites: ['signin'] });
  // A runner that says nothing until it is killed, and a clock on which a minute is over at once.
  let killed: (end: { code: null; signal: string; said: string }) => void = () => undefined;
  const ended = new Promise<{ code: null; signal: string; said: string }>((resolve) => {
    killed = resolve;
  });
  const kill = async (): Promise<void> => killed({ code: null, signal: 'SIGKILL', said: '' });
  const runner: PreparedRunner = {
    process: { pid: 0, ended, start: () => undefined, cancel: () => undefined, kill },
    listen: () => undefined,
  };
  const clock: Clock = { ...systemClock, after: (ms, call, hold) => systemClock.after(ms === 60_000 ? 0 : ms, call, hold) };

  const { run, verdict } = await check({
    environment,
    plan,
    wholePlan: plan,
    selection: {},
    out: join(folder, 'runs'),
    stateFolder: join(folder, 'state'),
    allowChanges: false,
    allowRefusalProbes: false,
    takeOver: false,
    shell: { missing: 'no shell', hint: 'none' },
    report: { dialect: 'standard' },
    clock,
    runner,
  });
  expect(verdict).toMatchObject({ word: 'UNDECIDED', counts: { notRun: plan.cases.length, passed: 0 } });
  expect(run.problems.map(({ message }) => message)).toContainEqual(
    'An error that nobody caught: The runner had not begun after 1 min and was ended. Nothing was looked at: run again.',
  );
});
