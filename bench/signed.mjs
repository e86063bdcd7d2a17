// What signing costs the client: CPU of this process for one MESSAGE and its answer through a lab in a process of its own, on a pool whose
// every message is signed (NTLM version 4) against one of the same lab that asks for Digest at the sign-in and signs nothing. Once in a
// conversation of two agents, both of them in this process, once for single requests that the pool answers by itself. Interleaved rounds,
// medians.
//
//   npm run build && node bench/signed.mjs [rounds] [messages] [in flight]
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLab } from '../dist/lab/index.js';
import { tlsProfiles } from '../dist/network/index.js';
import { Secret } from '../dist/redaction/index.js';
import { signIn } from '../dist/sip/agent/index.js';
import { createDigestAssociation, createNtlmAssociation } from '../dist/sip/auth/index.js';
import { createRegistration, Endpoint } from '../dist/sip/client/index.js';
import { openConnection } from '../dist/sip/transport/index.js';
import { pooledRandom } from '../dist/sip/wire/index.js';
import { systemClock } from '../dist/time/index.js';

const [signed, unsigned] = ['signed.contoso.net', 'unsigned.contoso.net'];
const inFlight = Number(process.argv[4] ?? 500);
const budget = 30_000;
const random = pooledRandom(randomBytes);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

if (process.argv[2] === 'lab') await keepLab();
else await measure(Number(process.argv[2] ?? 7), Number(process.argv[3] ?? 4000));

/** The other process. */
async function keepLab() {
  const state = mkdtempSync(join(tmpdir(), 'coex-bench-signed-'));
  const estate = join(state, 'estate.yaml');
  const pool = (fqdn, roles) =>
    `      - { fqdn: ${fqdn}, generation: lync-2013, servers: [{ fqdn: fe-${fqdn}, roles: [${roles}] }] }`;
  const user = (name, fqdn) => `  - { name: ${name}, uri: "sip:${name}@contoso.net", pool: ${fqdn}, login: 'CONTOSO\\${name}' }`;
  const users = [signed, unsigned].flatMap((fqdn) =>
    ['lena', 'mika', 'gone'].map((name) => user(`${name}-${fqdn.split('.')[0]}`, fqdn)),
  );
  const head = [
    'name: signing',
    'sipDomains: [contoso.net]',
    'sites:',
    '  - name: Redmond',
    '    administration: { via: local }',
    '    pools:',
  ];
  const pools = [pool(signed, 'front-end, mediation, cms'), pool(unsigned, 'front-end')];
  writeFileSync(estate, [...head, ...pools, 'users:', ...users, 'phase: pilot', ''].join('\n'));
  const schemes = { [signed]: ['NTLM'], [unsigned]: ['Digest'] };
  const lab = await startLab({ state: join(state, 'lab'), estate, schemes, clock: systemClock });
  process.once('disconnect', async () => {
    await lab.close();
    rmSync(state, { recursive: true, force: true });
    process.exit(0);
  });
  process.send(lab.describe());
}

async function measure(rounds, messages) {
  const lab = fork(fileURLToPath(import.meta.url), ['lab']);
  try {
    const described = await new Promise((resolve, reject) => {
      lab.once('message', resolve);
      lab.once('exit', (code) => reject(new Error(`The lab ended with ${code}.`)));
    });
    const kinds = await Promise.all([signed, unsigned].map((fqdn) => enter(described, fqdn)));
    const cost = { conversation: [[], []], request: [[], []] };
    for (let round = -1; round < rounds; round++) {
      for (const what of ['conversation', 'request']) {
        for (const [at, kind] of kinds.entries()) {
          const each = await cpuOf(kind[what], messages);
          if (round >= 0) cost[what][at].push(each);
        }
      }
    }
    console.log(
      `${cpus().length} × ${cpus()[0].model}, Node ${process.version}; ${messages} a round, ${inFlight} in flight, ${rounds} rounds`,
    );
    for (const [what, [with_, without]] of Object.entries(cost)) {
      const ratio = median(with_.map((one, round) => one / without[round]));
      const isSingle = what === 'request';
      console.log(
        `${isSingle ? 'single requests, client side' : 'in a conversation, sender and receiver'}: signed ${median(with_).toFixed(0)} µs CPU each, ` +
          `unsigned ${median(without).toFixed(0)} µs, ${ratio.toFixed(2)} ×${isSingle ? '' : ' (at most 2)'}`,
      );
      if (!isSingle && ratio > 2) process.exitCode = 1;
    }
    for (const kind of kinds) await kind.leave();
  } finally {
    lab.disconnect();
  }
}

async function enter({ pools, users }, fqdn) {
  const address = pools.find((pool) => pool.fqdn === fqdn).servers[0].tcp;
  const userNamed = (name) => users.find(({ uri }) => uri === `sip:${name}-${fqdn.split('.')[0]}@contoso.net`);
  const agentOf = ({ name, uri, login, password }) =>
    signIn({
      user: { name, uri, login, password: new Secret(password) },
      server: fqdn,
      transport: 'tcp',
      ...(fqdn === unsigned && { authentication: 'digest' }),
      locator: { locate: async () => address },
      tlsProfileOf: () => tlsProfiles.modern,
      budgets: { connect: budget, answer: budget },
      clock: systemClock,
    });
  const [lena, mika] = await Promise.all(['lena', 'mika'].map((name) => agentOf(userNamed(name))));
  const conversation = await lena.converse(mika.uri);
  const single = await endpointOf(userNamed('lena'), address, fqdn);
  const gone = userNamed('gone').uri;
  return {
    conversation: async () => {
      await conversation.say('hello');
      await mika.hear(() => true, budget);
    },
    request: async () => {
      const body = { contentType: 'text/plain', content: 'hello' };
      const { status } = await single.request('MESSAGE', { target: gone, to: gone, headers: [], body });
      if (status !== 480) throw new Error(`${status} instead of 480`);
    },
    leave: async () => {
      await conversation.end();
      await Promise.all([lena.signOut(), mika.signOut(), single.close()]);
    },
  };
}

/** Below the agent, which talks in conversations only. */
async function endpointOf({ name, uri, login, password }, address, server) {
  const connection = await openConnection({
    agent: name,
    server,
    address,
    transport: 'tcp',
    profile: tlsProfiles.modern,
    budget,
    clock: systemClock,
  });
  const proof = { login, password: new Secret(password), random, clock: systemClock };
  const association = server === unsigned ? createDigestAssociation(proof) : createNtlmAssociation(proof);
  const endpoint = new Endpoint({
    connection,
    association,
    name,
    uri,
    epid: randomBytes(5).toString('hex'),
    userAgent: 'coex bench',
    budget,
    clock: systemClock,
    random,
  });
  const { status } = await createRegistration(endpoint).register();
  if (status !== 200) throw new Error(`${status} instead of 200`);
  endpoint.confirm();
  return endpoint;
}

/** CPU microseconds of this process for each. */
async function cpuOf(send, messages) {
  let left = messages;
  const worker = async () => {
    while (left-- > 0) await send();
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: inFlight }, worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / messages;
}
