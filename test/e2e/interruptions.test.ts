import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { atEndOfFile, coex, folder, lastLine } from '../support/coex.ts';
import { keepLab, type LabProcess } from '../support/lab-process.ts';
import { type ManagementGate, openGate } from '../support/management-gate.ts';
import { needShell } from '../support/need-shell.ts';
import { onlyRun, readChanges, readJournal, readRun, runsIn } from '../support/run-folder.ts';

// Every run here is stopped at the same place: the site policy of the first site's probe is made, and PowerShell waits for its removal.

/** Who signs in: all but the two whose password is never known. */
const users = 8;

const atEnd = atEndOfFile();
let lab: LabProcess;
let gate: ManagementGate;

beforeAll(async () => {
  lab = await keepLab({ atEnd });
});

beforeEach(async (context) => {
  await needShell(context);
  gate = await openGate(lab);
});

const checkOf = (out: string, state: string, ...more: string[]) =>
  coex(
    [
      'check',
      'signin',
      'services',
      'administration',
      '-e',
      gate.environment,
      '--allow-changes',
      '--wave',
      'pilot-1',
      '--out',
      out,
      ...more,
    ],
    { env: { COEX_STATE: state } },
  );

/** A run with its change open and users signed in. */
async function stoppedRun() {
  const stopped = gate.stop((question) => question.startsWith('DELETE client-policies'));
  const [out, state] = [folder(), folder()];
  const run = checkOf(out, state);
  await Promise.race([
    stopped,
    run.ended.then(({ stdout, stderr }) => Promise.reject(new Error(`It ended too early:\n${stdout}\n${stderr}`))),
  ]);
  const runFolder = onlyRun(out);
  expect(await lab.sitePolicies()).toEqual(['Site:Redmond']);
  expect(await lab.signedIn()).toHaveLength(users);
  return { run, out, state, folder: runFolder };
}

/** False for what has ended and whose parent has not looked yet, too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const processesOf = (runFolder: string) => readJournal(runFolder).filter((event) => event.event === 'process');
/** What was killed may take a moment to be gone. */
const expectNoSurvivors = (runFolder: string) =>
  expect.poll(() => processesOf(runFolder).filter(({ pid }) => isAlive(pid)), { timeout: 10_000 }).toEqual([]);

/** Every planned case has exactly one result; what had ended is kept, the case in progress and the others are told apart. */
function expectCutShort(runFolder: string) {
  const { run, verdict } = readRun(runFolder);
  const ended = readJournal(runFolder).flatMap((event) => (event.event === 'end' ? [event.id] : []));
  const stateOf = (state: string) => run.cases.filter((result) => result.state === state).map((result) => result.case.id);
  expect(stateOf('ended').toSorted()).toEqual([...new Set(ended)].toSorted());
  expect(stateOf('ended').length).toBeGreaterThan(50);
  expect(run.complete && run.cancelledBy === undefined).toBe(false);
  return { run, verdict, stateOf };
}

describe('a run that does not come to its end', () => {
  it('whose runner is killed: what was seen is kept, and the parent takes the open change back', async () => {
    const stopped = await stoppedRun();
    const runner = processesOf(stopped.folder).find(({ role }) => role === 'runner');
    expect(processesOf(stopped.folder).filter(({ role }) => role === 'powershell')).toHaveLength(4);
    process.kill(runner?.pid ?? 0, 'SIGKILL');
    const { code, stdout, stderr } = await stopped.run.ended;

    const { run, stateOf } = expectCutShort(stopped.folder);
    // One writes, and the other waits for its turn.
    const probes = ['administration.policy[Redmond with lync-2010]', 'administration.policy[Redmond with lync-2013]'];
    expect(stateOf('in-progress')).toEqual(probes);
    const notRun = stateOf('not-run');
    expect(notRun.length).toBeGreaterThan(0);
    expect(notRun.length + stateOf('ended').length + probes.length).toBe(run.cases.length);
    const codes = new Map(run.cases.map((result) => [result.case.id, result.finding.code]));
    expect(probes.map((id) => codes.get(id))).toEqual(['RUNNER_DIED', 'RUNNER_DIED']);
    expect(run.problems.map((problem) => problem.code)).toEqual(['RUNNER_DIED']);
    expect({ code, last: lastLine(stdout), stderr }).toEqual({ code: 2, last: 'UNDECIDED', stderr: '' });

    expect(await lab.sitePolicies()).toEqual([]);
    expect(readChanges(stopped.folder).at(-1)).toMatchObject({ event: 'undone', by: 'parent' });
    await expectNoSurvivors(stopped.folder);
    expect(processesOf(stopped.folder).filter(({ role, ended }) => role === 'powershell' && !ended)).toHaveLength(5);
    // Its connections ended with it, and with them the registrations.
    await expect.poll(() => lab.signedIn()).toEqual([]);
  });

  it('because of Ctrl-C: users are signed off, the change is taken back and the report is there', async () => {
    const stopped = await stoppedRun();

    const second = await checkOf(stopped.out, stopped.state).ended;
    expect(second).toMatchObject({ code: 3 });
    expect(second.stderr).toMatch(/^RUN_LOCKED: Another run of Contoso lab is going on \(process \d+\)\./);
    expect(runsIn(stopped.out)).toEqual([stopped.folder]);

    stopped.run.child.kill('SIGINT');
    const { code, stdout, stderr } = await stopped.run.ended;
    expect(await lab.signedIn()).toEqual([]);
    expect(await lab.sitePolicies()).toEqual([]);
    const { run } = expectCutShort(stopped.folder);
    expect(run.cancelledBy).toBe('SIGINT');
    expect(readJournal(stopped.folder)).toContainEqual(
      expect.objectContaining({ event: 'closed', what: 'agents', problems: [] }),
    );
    expect({ code, last: lastLine(stdout) }).toEqual({ code: 130, last: 'UNDECIDED' });
    expect(stderr).toBe('Interrupted: signing users off and writing the report. Once more ends at once.\n');
    await expectNoSurvivors(stopped.folder);
  });

  it('because of a second Ctrl-C: it ends at once, says how to take the change back, and nothing starts until that is done', async () => {
    const stopped = await stoppedRun();
    // Nobody answers a sign-off now, so the run is certainly not over before the second signal.
    await lab.ask('faults/estate-unreachable', { method: 'PUT', body: {} });
    stopped.run.child.kill('SIGINT');
    await stopped.run.complaint(/^Interrupted/);
    stopped.run.child.kill('SIGINT');
    const { code, stdout } = await stopped.run.ended;
    await lab.ask('faults/estate-unreachable', { method: 'DELETE' });
    expectCutShort(stopped.folder);
    expect(code).toBe(130);
    expect(lastLine(stdout)).toBe(`site:Redmond could not be taken back. Run: coex undo "${stopped.folder}"`);
    expect(await lab.sitePolicies()).toEqual(['Site:Redmond']);
    await expectNoSurvivors(stopped.folder);

    const refused = await checkOf(stopped.out, stopped.state).ended;
    expect(refused).toMatchObject({ code: 3 });
    expect(refused.stderr).toContain('CHANGE_OPEN: An earlier run left site:Redmond behind in Contoso lab.');
    expect(refused.stderr).toContain(`coex undo "${stopped.folder}"`);
    expect(runsIn(stopped.out)).toEqual([stopped.folder]);

    const undone = await coex(['undo', stopped.folder]).ended;
    expect(undone).toMatchObject({ code: 0, stdout: 'site:Redmond taken back\n', stderr: '' });
    expect(await lab.sitePolicies()).toEqual([]);
    expect(await coex(['undo', stopped.folder]).ended).toMatchObject({ code: 0, stdout: 'Nothing is open.\n' });

    const next = folder();
    expect(await checkOf(next, stopped.state, '--quiet').ended).toMatchObject({ code: 2, stderr: '' });
    expect(readRun(onlyRun(next)).run.complete).toBe(true);
  });
});
