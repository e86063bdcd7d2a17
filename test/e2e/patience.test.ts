import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { atEndOfFile, coex, folder } from '../support/coex.ts';
import { keepLab, type LabProcess, smallEstate } from '../support/lab-process.ts';
import { openGate } from '../support/management-gate.ts';
import { needShell } from '../support/need-shell.ts';
import { onlyRun, readRun } from '../support/run-folder.ts';

// What a run waits for, what it leaves for another day, and what it never looks at.

const atEnd = atEndOfFile();
let lab: LabProcess;

beforeAll(async () => {
  const estate = join(folder(atEnd), 'estate.yaml');
  const edge = `      - fqdn: edge.fabrikam.com
        generation: lync-2010
        servers:
          - { fqdn: edge1.fabrikam.com, roles: [edge] }
users:`;
  writeFileSync(estate, readFileSync(smallEstate, 'utf8').replace('users:', edge));
  lab = await keepLab({ estate, atEnd });
});
beforeEach(needShell);

async function check(suites: readonly string[], environment: string, state = folder()) {
  const out = folder();
  const ended = await coex(['check', ...suites, '-e', environment, '--out', out], { env: { COEX_STATE: state } }).ended;
  const { run, verdict } = readRun(onlyRun(out));
  return { ...ended, run, verdict, result: (id: string) => run.cases.find((result) => result.case.id === id) };
}

it('a starting service is waited for until its time is up; an Edge server costs one line', async () => {
  const gate = await openGate(lab);
  const server = 'fe-old.fabrikam.com';
  const set = (service: string, status: string) =>
    lab.ask('management/services', { method: 'POST', body: { server, service, status } });
  let looks = 0;
  gate.before(
    (question) => question === `GET windows-services?computer=${server}`,
    async (count) => {
      looks = count;
      if (count === 1) await Promise.all([set('RTCSRV', 'StartPending'), set('RTCCAA', 'StartPending')]);
      if (count === 2) await set('RTCSRV', 'Running');
    },
  );
  const seen = await check(['services'], gate.environment);
  // It was looked at again: how often within its time depends on the machine.
  expect(looks).toBeGreaterThan(1);
  expect(seen.result(`services.running[${server} RTCSRV]`)).toMatchObject({ outcome: 'pass' });
  expect(seen.result(`services.running[${server} RTCCAA]`)).toMatchObject({
    outcome: 'fail',
    finding: { code: 'SERVICE_STILL_STARTING', message: expect.stringMatching(/still starting after \d+ s\.$/) },
  });
  expect(seen.run.cases.filter(({ outcome }) => outcome === 'fail')).toHaveLength(1);

  // No RPC leads to an Edge server: that it reports is all there is to see, and no service of it is missed.
  const ofEdge = seen.run.cases.filter((result) => result.case.suite === 'services' && result.case.id.includes('edge1'));
  expect(ofEdge).toMatchObject([
    { outcome: 'pass', finding: { message: expect.stringMatching(/^edge1\.fabrikam\.com reports/) } },
  ]);
  expect(seen).toMatchObject({ code: 1, verdict: { word: 'FAILED' } });
});

it('a wrong password is sent once in 24 hours, and the next run says so', async () => {
  const state = folder();
  const id = 'signin.wrong-password[refused Ron]';
  const first = await check(['signin'], lab.environment, state);
  expect(first).toMatchObject({ code: 0, verdict: { word: 'PASSED' } });
  expect(first.result(id)).toMatchObject({
    outcome: 'pass',
    finding: { message: 'new.fabrikam.com refused a wrong password of refused Ron.' },
  });
  const second = await check(['signin'], lab.environment, state);
  expect(second).toMatchObject({ code: 0, verdict: { word: 'PASSED' } });
  expect(second.result(id)).toMatchObject({
    state: 'not-covered',
    finding: {
      code: 'REFUSAL_PROBED_TODAY',
      message: expect.stringMatching(/^A wrong password was sent for refused Ron at 20.*; it is tried once in 24 hours\.$/),
    },
  });
});

it('a question that nobody answers in time is asked once, leaves what hangs on it undecided, and turns nothing red', async () => {
  const gate = await openGate(lab);
  const patient = readFileSync(gate.environment, 'utf8');
  expect(patient).toMatch(/administrationCall: 10s/);
  writeFileSync(gate.environment, patient.replace('administrationCall: 10s', 'administrationCall: 2s'));
  let asked = 0;
  gate.before(
    (question) => question === 'GET services',
    () => {
      asked++;
      return new Promise(() => undefined);
    },
  );
  const seen = await check(['topology'], gate.environment);
  expect(asked).toBe(1);
  expect(seen).toMatchObject({ code: 2, verdict: { word: 'UNDECIDED' } });
  expect(seen.run.cases.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  // Whatever stands in the topology hangs on it; each case says who was asked, and for how long.
  for (const id of [
    'versions[old.fabrikam.com]',
    'names[new.fabrikam.com]',
    'federated-edge[estate]',
    'undeclared-pools[Oslo]',
  ]) {
    expect([id, seen.result(`topology.${id}`)]).toMatchObject([
      id,
      {
        outcome: 'undetermined',
        finding: {
          code: expect.stringMatching(/^(MANAGEMENT_UNREACHABLE|LANE_TIMEOUT)$/),
          message: expect.stringMatching(/Get-CoexDeployment, asked for Oslo, .*after [\d.]+ m?s/),
        },
      },
    ]);
  }
});
