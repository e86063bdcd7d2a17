import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../time/index.ts';
import { type Lane, type LaneOptions, openLane } from './index.ts';
import { LineShell } from './line-shell.ts';

const fake = fileURLToPath(new URL('./fake-shell.mjs', import.meta.url));
const lanes: Lane[] = [];
afterEach(async () => {
  expect((await Promise.all(lanes.splice(0).map((lane) => lane.close()))).flat()).toEqual([]);
});

interface Told {
  readonly started: number[];
  readonly ended: number[];
  readonly noise: string[];
}

function open(more: Partial<LaneOptions> & { start?: string } = {}): { lane: Lane; told: Told } {
  const told: Told = { started: [], ended: [], noise: [] };
  const lane = openLane({
    site: 'Redmond',
    administration: { via: 'local', accounts: {} },
    executable: fake,
    environment: { PATH: process.env.PATH ?? '', FAKE_START: more.start ?? 'well' },
    budgets: { call: 5000, first: 10_000 },
    clock: systemClock,
    onProcess: (pid, ended) => (ended ? told.ended : told.started).push(pid),
    onNoise: (text) => told.noise.push(text),
    ...more,
  });
  lanes.push(lane);
  return { lane, told };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const short = { call: 150, first: 10_000 };
const running = [{ name: 'RTCSRV', displayName: 'Lync Server Front-End', status: 'Running', roles: [] }];

describe.skipIf(process.platform === 'win32')('a lane on a shell that misbehaves', () => {
  it.each(['answers', 'ends-lines-with-crlf', 'is-noisy', 'answers-twice', 'prints-escape-sequences', 'coalesces-markers'])(
    'has its answer from a shell that %s',
    async (order) => {
      const { lane } = open();
      expect(await lane.servicesOf(order)).toEqual(running);
    },
  );

  it('answers many questions in one process, in order', async () => {
    const { lane, told } = open();
    const answers = await Promise.all(Array.from({ length: 50 }, () => lane.servicesOf('answers')));
    expect(answers).toEqual(answers.map(() => running));
    expect(told.started).toEqual([lane.pid]);
  });

  it('tells what else the shell printed', async () => {
    const { lane, told } = open();
    await lane.servicesOf('is-noisy');
    expect(told.noise.join()).toContain('WARNING: slow');
  });

  it.each([
    ['dies-with-0', 'LANE_DIED', /exit code 0/],
    ['dies-with-3', 'LANE_DIED', /exit code 3.*\nout of memory/],
    ['is-killed', 'LANE_DIED', /SIGKILL/],
    ['dies-in-mid-answer', 'LANE_DIED', /exit code 0/],
    ['says-nothing', 'LANE_DIED', /something else/],
    ['says-garbage', 'LANE_DIED', /something else/],
    ['answers-another-call', 'LANE_DIED', /could not be read/],
    ['answers-no-json', 'LANE_DIED', /could not be read/],
  ])('ends a shell that %s and starts a fresh one for the next question', async (order, code, message) => {
    const { lane, told } = open();
    await expect(lane.servicesOf(order)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await lane.servicesOf('answers')).toEqual(running);
    expect(told.started).toHaveLength(2);
    await lane.close();
    expect(told.ended.toSorted()).toEqual(told.started.toSorted());
    expect(told.started.filter(isAlive)).toEqual([]);
  });

  it('ends a shell that hangs, names the budget, and starts a fresh one', async () => {
    const { lane, told } = open({ budgets: short });
    await expect(lane.servicesOf('hangs')).rejects.toMatchObject({
      code: 'LANE_TIMEOUT',
      message: expect.stringContaining('Redmond'),
    });
    expect(await lane.servicesOf('answers')).toEqual(running);
    expect(told.started).toHaveLength(2);
  });

  it.each(['answers-late', 'asks-a-question', 'closes-its-output'])(
    'ends a shell that %s, and never takes its answer for another',
    async (order) => {
      const { lane, told } = open({ budgets: short });
      await expect(lane.servicesOf(order)).rejects.toMatchObject({ code: 'LANE_TIMEOUT' });
      expect(await lane.servicesOf('answers')).toEqual(running);
      expect(told.started).toHaveLength(2);
      await lane.close();
      expect(told.started.filter(isAlive)).toEqual([]);
    },
  );

  it('ends a shell that floods before it has swallowed 50 MB, and starts a fresh one', async () => {
    const { lane, told } = open();
    await expect(lane.servicesOf('floods')).rejects.toMatchObject({
      code: 'LANE_DIED',
      message: expect.stringContaining('more than'),
    });
    expect(await lane.servicesOf('answers')).toEqual(running);
    expect(told.started).toHaveLength(2);
    await lane.close();
    expect(told.started.filter(isAlive)).toEqual([]);
  });

  it('ends a shell by force that ignores the request to end', async () => {
    const { lane, told } = open({ start: 'ignores-term', budgets: short });
    await expect(lane.servicesOf('hangs')).rejects.toMatchObject({ code: 'LANE_TIMEOUT' });
    expect(await lane.servicesOf('answers')).toEqual(running);
    expect(told.started).toHaveLength(2);
    expect(await lane.close()).toEqual([]);
    expect(told.started.filter(isAlive)).toEqual([]);
  });

  it('fails the questions that waited for a shell that was lost', async () => {
    const { lane } = open();
    const first = lane.servicesOf('dies-with-3');
    const second = lane.servicesOf('answers');
    await expect(first).rejects.toMatchObject({ code: 'LANE_DIED' });
    await expect(second).rejects.toMatchObject({ code: 'LANE_DIED', message: expect.stringContaining('was not asked') });
    expect(await lane.servicesOf('answers')).toEqual(running);
  });

  it.each([
    ['answers-another-shape', 'ANSWER_UNKNOWN_SHAPE', /Status/],
    ['refuses', 'ADMINISTRATION_REFUSED', /was refused/],
    ['is-too-slow', 'LANE_TIMEOUT', /took too long/],
  ])('keeps a shell whose answer %s', async (order, code, message) => {
    const { lane, told } = open();
    await expect(lane.servicesOf(order)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await lane.servicesOf('answers')).toEqual(running);
    expect(told.started).toHaveLength(1);
  });

  it('carries the last words of a shell that dies at its start', async () => {
    const { lane } = open({ start: 'dies' });
    await expect(lane.sites()).rejects.toMatchObject({ code: 'LANE_DIED', message: expect.stringContaining('libicu') });
  });

  it('gives the first call a budget of its own', async () => {
    const { lane } = open({ start: 'hangs', budgets: { call: 10_000, first: 150 } });
    await expect(lane.sites()).rejects.toMatchObject({ code: 'LANE_TIMEOUT' });
  });

  it('says that the management tools are missing, and does not look for them again', async () => {
    const { lane, told } = open({ start: 'has-no-lync' });
    await expect(lane.sites()).rejects.toMatchObject({ code: 'LYNC_MODULE_MISSING' });
    await expect(lane.sites()).rejects.toMatchObject({ code: 'LYNC_MODULE_MISSING' });
    expect(told.started).toHaveLength(1);
  });

  it('starts no shell before it may, and none at all when it is closed meanwhile', async () => {
    let release = (): void => undefined;
    const turn = new Promise<void>((resolve) => {
      release = resolve;
    });
    const starting: LaneOptions['starting'] = (start) => turn.then(start);
    const [patient, closing] = [open({ starting }), open({ starting })];
    const answer = patient.lane.servicesOf('answers');
    const refused = expect(closing.lane.servicesOf('answers')).rejects.toMatchObject({ code: 'LANE_DIED' });
    await new Promise(setImmediate);
    expect([patient.told.started, closing.told.started]).toEqual([[], []]);
    expect(await closing.lane.close()).toEqual([]);
    release();
    expect(await answer).toEqual(running);
    await refused;
    expect([patient.told.started.length, closing.told.started.length]).toEqual([1, 0]);
  });

  it('ends at once when it is closed in the middle of a question', async () => {
    const { lane, told } = open();
    await lane.servicesOf('answers');
    const asked = expect(lane.servicesOf('hangs')).rejects.toMatchObject({ code: 'LANE_DIED' });
    await new Promise(setImmediate);
    expect(await lane.close()).toEqual([]);
    await asked;
    expect(told.started.filter(isAlive)).toEqual([]);
    await expect(lane.sites()).rejects.toMatchObject({ code: 'LANE_DIED', message: expect.stringContaining('closed') });
  });
});

it('says that a shell is not there', async () => {
  const { lane } = open({ executable: '/no/such/shell' });
  await expect(lane.sites()).rejects.toMatchObject({
    code: 'LANE_DIED',
    message: expect.stringContaining('could not be started'),
  });
});

describe('what we rely on inside node-powershell', () => {
  it('is the version whose source was read', async () => {
    const path = createRequire(import.meta.url).resolve('node-powershell/package.json');
    expect(JSON.parse(await readFile(path, 'utf8')).version).toBe('5.0.1');
  });

  it.skipIf(process.platform === 'win32')('is there, and NODE_POWERSHELL does not replace our program', async () => {
    process.env.NODE_POWERSHELL = '/no/such/shell';
    try {
      const shell = new LineShell(fake, { PATH: process.env.PATH ?? '' });
      const inner = shell as unknown as {
        process: unknown;
        exitPromise: unknown;
        debuggers: Record<string, { enabled: boolean }>;
      };
      expect(shell.child).toBe(inner.process);
      expect(inner.exitPromise).toBeInstanceOf(Promise);
      expect(Object.keys(inner.debuggers).sort()).toEqual(['command', 'comment', 'output']);
      expect(await shell.say('nothing')).toEqual({ stdout: '', stderr: '' });
      expect(shell.history).toEqual([]);
      await shell.dispose();
    } finally {
      delete process.env.NODE_POWERSHELL;
    }
  });
});
