// node bench/plan.mjs: how plans grow with the estate, and how long `coex plan` takes for 100 pools × 4 users. After `npm run build`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnvironment } from '../dist/environment/index.js';
import { planCases } from '../dist/plan/index.js';

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const generations = ['lync-2010', 'lync-2013'];
const usersPerPool = 4;

/** An environment file of so many pools, spread over so many sites in turn. */
function estate(pools, sites) {
  const lines = ['name: Large', 'sipDomains: [contoso.net]', 'sites:'];
  const users = ['users:'];
  for (let site = 0; site < sites; site++) {
    lines.push(`  - name: Site ${site}`, '    pools:');
    for (let pool = site; pool < pools; pool += sites) {
      const generation = generations[(site + Math.floor(pool / sites)) % 2];
      const kind = generation === 'lync-2010' ? 'legacy' : 'migrated';
      const servers = `[{ fqdn: fe${pool}.contoso.net, roles: [front-end] }]`;
      lines.push(`      - { fqdn: pool${pool}.contoso.net, generation: ${generation}, servers: ${servers} }`);
      for (let user = 0; user < usersPerPool; user++) {
        const login = `login: 'CONTOSO\\u${pool}-${user}', password: { env: COEX_BENCH }`;
        users.push(
          `  - { name: ${kind} ${pool}-${user}, uri: 'sip:u${pool}-${user}@contoso.net', pool: pool${pool}.contoso.net, ${login} }`,
        );
      }
    }
  }
  return [...lines, ...users, ''].join('\n');
}

const communication = (environment, coverage) =>
  planCases(environment, { coverage }).cases.filter(({ pillar }) => pillar === 'communication').length;

console.log('aim: fewer than 1,500 for 100 pools pairwise');
console.log('communication cases   pools  sites  pairwise     full   full : pairwise');
for (const [pools, sites] of [
  [4, 2],
  [10, 5],
  [25, 5],
  [50, 10],
  [100, 10],
  [100, 50],
]) {
  const environment = parseEnvironment(estate(pools, sites), 'bench.yaml');
  const [pairwise, full] = [communication(environment, 'pairwise'), communication(environment, 'full')];
  const cells = [pools, sites, pairwise, full].map((value, index) => String(value).padStart([28, 7, 10, 9][index]));
  console.log(`${cells.join('').slice(1)}${(full / pairwise).toFixed(1).padStart(18)}`);
}

const folder = mkdtempSync(join(tmpdir(), 'coex-bench-'));
try {
  const file = join(folder, 'large.yaml');
  writeFileSync(file, estate(100, 10));
  const timed = (...args) => {
    const begin = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`coex ${args.join(' ')} ended with ${status}: ${stderr}`);
    return Number(process.hrtime.bigint() - begin) / 1e9;
  };
  const bare = Math.min(...Array.from({ length: 3 }, () => timed('--version')));
  const plan = Math.min(...Array.from({ length: 3 }, () => timed('plan', '-e', file, '--coverage', 'pairwise')));
  console.log(
    `coex plan --coverage pairwise, 100 pools: ${plan.toFixed(2)} s, ${(plan / bare).toFixed(1)} × coex --version (${bare.toFixed(2)} s); aim: at most 2 s, 3 ×`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
