// What a signed-in agent costs in memory: thousands of agents signed in within one process, at the registrar of a lab in a process of its
// own; the difference of the resident set after garbage collection, per agent. Every one of them answers a MESSAGE afterwards.
//
//   npm run build && node --expose-gc bench/memory.mjs [agents] [tcp,tls]
//
// Needs two open files for each agent, one in either process: see `ulimit -n`.
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startLab } from '../dist/lab/index.js';
import { tlsProfiles } from '../dist/network/index.js';
import { Secret } from '../dist/redaction/index.js';
import { signIn } from '../dist/sip/agent/index.js';
import { systemClock } from '../dist/time/index.js';

const pool = 'pool02.contoso.net';
const aims = { tcp: 40, tls: 110 };

if (process.argv[2] === 'lab') await keepLab(Number(process.argv[3]));
else await measure(Number(process.argv[2] ?? 5000), (process.argv[3] ?? 'tcp,tls').split(','));

/** The other process: a lab with so many users. */
async function keepLab(users) {
  const state = mkdtempSync(join(tmpdir(), 'coex-bench-memory-'));
  const name = (n) => `u${n}`;
  const estate = join(state, 'estate.yaml');
  writeFileSync(
    estate,
    [
      'name: many users',
      'sipDomains: [contoso.net]',
      'sites:',
      '  - name: Redmond',
      '    administration: { via: local }',
      '    pools:',
      `      - { fqdn: ${pool}, generation: lync-2013, servers: [{ fqdn: fe2013a.contoso.net, roles: [front-end, mediation, cms] }] }`,
      'users:',
      ...Array.from(
        { length: users },
        (_, n) => `  - { name: ${name(n)}, uri: "sip:${name(n)}@contoso.net", pool: ${pool}, login: 'CONTOSO\\${name(n)}' }`,
      ),
      'phase: pilot',
      '',
    ].join('\n'),
  );
  const lab = await startLab({ state: join(state, 'lab'), estate, clock: systemClock });
  const end = async () => {
    await lab.close();
    rmSync(state, { recursive: true, force: true });
    process.exit(0);
  };
  process.once('disconnect', end);
  process.send({ ...lab.describe(), ca: readFileSync(lab.describe().ca, 'utf8') });
}

async function measure(count, transports) {
  if (globalThis.gc === undefined) throw new Error('Say node --expose-gc.');
  const lab = fork(fileURLToPath(import.meta.url), ['lab', String(count + 1)]);
  try {
    const described = await new Promise((resolve, reject) => {
      lab.once('message', resolve);
      lab.once('exit', (code) => reject(new Error(`The lab ended with ${code}.`)));
    });
    console.log(`${cpus().length} × ${cpus()[0].model}, Node ${process.version}, ${count} agents`);
    for (const transport of transports) await measureOne(described, count, transport);
  } finally {
    lab.disconnect();
  }
}

async function measureOne({ pools, users, ca }, count, transport) {
  const [{ servers }] = pools;
  const address = { host: servers[0][transport].host, port: servers[0][transport].port };
  const enter = (user) =>
    signIn({
      user: { name: user.name, uri: user.uri, login: user.login, password: new Secret(user.password) },
      server: pool,
      transport,
      locator: { locate: async () => address },
      tlsProfileOf: () => tlsProfiles.modern,
      ca,
      budgets: { connect: 60_000, answer: 60_000 },
      clock: systemClock,
    });
  // Code that is not compiled yet, pools and tables cost once and not each time.
  const talker = await enter(users[count]);
  await Promise.all((await inTurns(users.slice(0, Math.min(count, 300)), enter)).map((agent) => agent.signOut()));
  const before = await inUse();
  const begin = performance.now();
  const agents = await inTurns(users.slice(0, count), enter);
  const took = (performance.now() - begin) / 1000;
  const after = await inUse();
  const each = (of) => (after[of] - before[of]) / 1024 / count;
  let answered = 0;
  await inTurns(agents, async (agent) => {
    const conversation = await talker.converse(agent.uri);
    await conversation.say('Are you there?');
    if ((await agent.hear(() => true, 60_000))?.text === 'Are you there?') answered++;
    await conversation.end();
  });
  await inTurns([talker, ...agents], (agent) => agent.signOut());
  console.log(
    `${transport.toUpperCase()}: ${each('rss').toFixed(1)} KiB each (at most ${aims[transport]}): heap ${each('heapUsed').toFixed(1)}, ` +
      `buffers ${each('external').toFixed(1)}; ${(count / took).toFixed(0)} sign-ins per s; ${answered} of ${count} answered a MESSAGE`,
  );
  if (answered !== count || each('rss') > aims[transport]) process.exitCode = 1;
}

/** All of them, a few at a time. */
async function inTurns(items, work, atOnce = 20) {
  const done = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) done[at] = await work(items[at]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}

/** What is still in use once everything that can be collected was, several times: closed sockets go in the turn after. */
async function inUse() {
  for (let time = 0; time < 5; time++) {
    globalThis.gc();
    await sleep(50);
  }
  return process.memoryUsage();
}
