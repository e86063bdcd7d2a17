import { expect, it } from 'vitest';
import { systemClock } from '../../src/time/index.ts';
import { coex, folder } from '../support/coex.ts';
import { keepLab } from '../support/lab-process.ts';
import { readJournal, readRun, runsIn } from '../support/run-folder.ts';

const runFolders = (out: string) => {
  try {
    return runsIn(out);
  } catch {
    return [];
  }
};

// A virtual machine that is moved, a laptop that sleeps, a scanner that takes every processor: the estate has done nothing wrong.
it.skipIf(process.platform === 'win32')(
  'a runner that is paused for longer than every budget makes nothing red (processes cannot be paused on Windows)',
  async () => {
    const lab = await keepLab({});
    const out = folder();
    const run = coex(['check', 'messaging', 'presence', '-e', lab.environment, '--out', out]);
    const events = () => runFolders(out).flatMap((path) => readJournal(path));
    await expect.poll(() => events().some(({ event }) => event === 'start'), { timeout: 30_000, interval: 5 }).toBe(true);
    const runner = events().flatMap((event) => (event.event === 'process' && event.role === 'runner' ? [event.pid] : []))[0];
    expect(runner).toBeDefined();
    for (let pause = 0; pause < 3; pause++) {
      process.kill(runner!, 'SIGSTOP');
      await systemClock.sleep(2500);
      process.kill(runner!, 'SIGCONT');
      await systemClock.sleep(150);
    }
    const { code } = await run.ended;
    const { run: result } = readRun(runsIn(out)[0]!);
    expect(result.cases.filter(({ outcome }) => outcome === 'fail').map(({ finding }) => finding.message)).toEqual([]);
    // Nobody says that it was looked at in time, either: what is not green says why.
    expect([0, 2]).toContain(code);
    const codes = new Set(result.cases.flatMap(({ outcome, finding }) => (outcome === 'pass' ? [] : [finding.code])));
    expect(
      [...codes].filter(
        (one) => !['OWN_HOST_LATE', 'NOT_SIGNED_IN', 'NO_ANSWER', 'DEPENDS_ON_OTHER', 'CONNECTION_LOST'].includes(one ?? ''),
      ),
    ).toEqual([]);
  },
);
