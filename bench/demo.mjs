// How long `coex demo` takes on the default estate, as a ratio to what it cannot do without: an empty vitest run plus one PowerShell start
// (process, protocol of node-powershell, one call). Interleaved rounds in one run, medians. Aim: at most 3.
//
//   npm run build && node bench/demo.mjs [rounds]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PowerShell } from 'node-powershell';
import { childEnvironment, findShell } from '../dist/admin/index.js';
import { buildLabShell } from '../dist/lab/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const rounds = Number(process.argv[2] ?? 5);
const scratch = mkdtempSync(join(tmpdir(), 'coex-bench-'));

const run = (args, cwd = root) =>
  new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('close', (code) =>
      code === 0 ? resolve(performance.now() - begin) : reject(new Error(`${args.join(' ')} ended with ${code}`)),
    );
  });

const named = process.env.COEX_POWERSHELL;
const executable =
  (await findShell({ platform: process.platform, path: process.env.PATH ?? '', ...(named ? { named } : {}) })) ??
  (await buildLabShell({ onMessage: console.error }));

async function powershell() {
  const begin = performance.now();
  const shell = new PowerShell({
    executable,
    executableOptions: { '-NoProfile': true, '-NonInteractive': true },
    spawnOptions: { env: { ...childEnvironment(process.env), NO_COLOR: '1', TERM: 'dumb', POWERSHELL_TELEMETRY_OPTOUT: '1' } },
  });
  const answer = await shell.invoke('1+1');
  if (answer.raw !== '2') throw new Error(`PowerShell said ${answer.raw}`);
  const took = performance.now() - begin;
  await shell.dispose();
  return took;
}

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const empty = () =>
  run([vitest, 'run', '--root', join(root, 'bench', 'empty'), '--config', join(root, 'bench', 'empty', 'vitest.config.mjs')]);
const demo = () => run([join(root, 'dist', 'cli', 'main.js'), 'demo', '--quiet', '--out', join(scratch, 'reports')]);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  const seen = { demo: [], vitest: [], powershell: [] };
  await demo();
  for (let round = 0; round < rounds; round++) {
    seen.vitest.push(await empty());
    seen.powershell.push(await powershell());
    seen.demo.push(await demo());
  }
  const [a, v, p] = [median(seen.demo), median(seen.vitest), median(seen.powershell)];
  const limits = /limits:.*(?:\n {2}.*)*/.exec(readFileSync(join(root, 'fixtures', 'lab', 'contoso.yaml'), 'utf8'))?.[0] ?? '';
  console.log(`${rounds} rounds, ${cpus().length} cores, Node ${process.version}, ${executable.split(delimiter).at(-1)}`);
  console.log(`the lab's own ${limits.replace(/\s+/g, ' ')}`);
  console.log(`(a) coex demo                 ${a.toFixed(0)} ms`);
  console.log(`(b) empty vitest + PowerShell ${(v + p).toFixed(0)} ms  (${v.toFixed(0)} + ${p.toFixed(0)})`);
  console.log(`ratio (a)/(b)                 ${(a / (v + p)).toFixed(2)}   aim: at most 3`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
