// What a lane of administration costs beside a bare round trip to the same PowerShell, and whether a thousand calls leave anything behind.
//
//   npm run build && node --expose-gc bench/administration.mjs
//
// Prints ratios; the machine is never the same. Limits: a call through the envelope at most 3 bare round trips, and at most 10 MB after 1,000 calls.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerPattern, callLine, firstLine } from '../dist/admin/envelope.js';
import { openLane } from '../dist/admin/index.js';
import { ShellProcess } from '../dist/admin/shell-process.js';
import { chooseShell } from '../dist/cli/shell-choice.js';
import { startLab } from '../dist/lab/index.js';
import { systemClock as clock } from '../dist/time/index.js';

const rounds = 300;
const estate = fileURLToPath(new URL('../fixtures/lab/small.yaml', import.meta.url));
const state = await mkdtemp(join(tmpdir(), 'coex-bench-'));
const lab = await startLab({ state, estate, clock });
try {
  const shell = await chooseShell({ env: process.env, lab: lab.control, onMessage: console.error });
  if ('missing' in shell) throw new Error(shell.missing);
  const environment = { ...shell.environment, NO_COLOR: '1', TERM: 'dumb', POWERSHELL_DIAGNOSTICS_OPTOUT: '1' };
  await compareRoundTrips(shell.executable, environment);
  await countMemory(shell);
  await threeSideBySide(shell);
} finally {
  await lab.close();
  await rm(state, { recursive: true, force: true });
}

async function compareRoundTrips(executable, environment) {
  const process = new ShellProcess({ name: 'The shell', executable, environment, clock });
  const call = (id) => process.ask(callLine(id, '1', {}, 30_000), answerPattern(id), 60_000);
  const bare = (id) => process.ask(`[Console]::Out.Write("\`n@COEX1:${id}:AAAA\`n")`, answerPattern(id), 60_000);
  await process.ask(firstLine(callLine('first', '1', {}, 30_000)), answerPattern('first'), 60_000);
  const times = { call: 0, bare: 0 };
  for (let round = -50; round < rounds; round++) {
    // In turns, so that whatever else the machine does hits both alike.
    for (const [name, ask] of [
      ['bare', bare],
      ['call', call],
    ]) {
      const begin = clock.monotonic();
      await ask(`${name}${round + 50}`);
      if (round >= 0) times[name] += clock.monotonic() - begin;
    }
  }
  await process.end();
  const each = (time) => `${(time / rounds).toFixed(2)} ms`;
  console.log(
    `enveloped call ${each(times.call)}, bare round trip ${each(times.bare)}: ${(times.call / times.bare).toFixed(1)} times`,
  );
}

function laneOf(shell) {
  const { executable, module, environment } = shell;
  const administration = { via: 'local', accounts: {} };
  return openLane({
    site: 'Oslo',
    administration,
    executable,
    module,
    environment,
    budgets: { call: 30_000, first: 60_000 },
    clock,
  });
}

async function countMemory(shell) {
  const lane = laneOf(shell);
  const settle = () => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed / 1024 / 1024;
  };
  for (let call = 0; call < 50; call++) await lane.sites();
  const before = settle();
  const begin = clock.monotonic();
  for (let call = 0; call < 1000; call++) await lane.sites();
  const took = clock.monotonic() - begin;
  const grown = settle() - before;
  await lane.close();
  const gc = globalThis.gc === undefined ? ' (without --expose-gc: an upper bound)' : '';
  console.log(`1,000 calls of Get-CsSite: ${(took / 1000).toFixed(1)} ms each, heap grew by ${grown.toFixed(2)} MB${gc}`);
}

async function threeSideBySide(shell) {
  const ask = async (lane) => {
    for (let call = 0; call < 100; call++) await lane.sites();
  };
  const lanes = [laneOf(shell), laneOf(shell), laneOf(shell)];
  // Warm: the engine compiles what it has met often enough.
  await Promise.all(lanes.map(ask));
  const time = async (work) => {
    const begin = clock.monotonic();
    await work();
    return clock.monotonic() - begin;
  };
  const one = await time(async () => {
    for (const lane of lanes) await ask(lane);
  });
  const three = await time(() => Promise.all(lanes.map(ask)));
  await Promise.all(lanes.map((lane) => lane.close()));
  console.log(`300 calls: three lanes side by side take ${(three / one).toFixed(2)} of the time of one after the other`);
}
