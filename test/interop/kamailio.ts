import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAuthority } from '../../src/lab/certificates/index.ts';
import { tlsProfiles } from '../../src/network/index.ts';
import { Secret } from '../../src/redaction/index.ts';
import { type Agent, type SignInOptions, signIn } from '../../src/sip/agent/index.ts';
import { systemClock, within } from '../../src/time/index.ts';
import { file, type Optional, program, run } from '../support/tools.ts';
import { freePort, untilListening } from './realm.ts';

/** Two pools of Kamailio, which share no code with us and speak standard SIP: for transports, transactions, dialogs and digest. */

const debian =
  'Debian: kamailio kamailio-tls-modules kamailio-websocket-modules kamailio-sqlite-modules kamailio-presence-modules sqlite3';

export const kamailioNeeds = (): Optional[] => [
  file('/usr/sbin/kamailio', debian),
  file('/usr/lib/x86_64-linux-gnu/kamailio/modules/websocket.so', debian),
  file('/usr/share/kamailio/db_sqlite/presence-create.sql', debian),
  program('sqlite3', debian),
];

export type PoolName = 'a' | 'b';

export interface Pools {
  /** PEM of the authority of both. */
  readonly ca: string;
  readonly ports: Readonly<Record<PoolName, { readonly tcp: number; readonly tls: number }>>;
  /** Signs a user in by digest. */
  enter(user: string, pool: PoolName, transport: SignInOptions['transport'], more?: Partial<SignInOptions>): Promise<Agent>;
  close(): Promise<void>;
}

const source = fileURLToPath(new URL('./kamailio.cfg', import.meta.url));

/** Starts both pools on ports that are free; they take connections when this ends. */
export async function startPools(): Promise<Pools> {
  const folder = await mkdtemp(join(tmpdir(), 'coex-pools-'));
  const ports = { a: { tcp: await freePort(), tls: await freePort() }, b: { tcp: await freePort(), tls: await freePort() } };
  const authority = createAuthority(systemClock);
  const identity = authority.issue(['localhost', 'a.test', 'b.test', '127.0.0.1']);
  await writeFile(join(folder, 'key.pem'), identity.key);
  await writeFile(join(folder, 'cert.pem'), identity.certificate);
  const written: Readonly<Record<string, number>> = {
    5063: ports.a.tcp,
    5061: ports.a.tls,
    5073: ports.b.tcp,
    5071: ports.b.tls,
  };
  const configuration = (await readFile(source, 'utf8')).replace(/\b50[67][13]\b/g, (port) => String(written[port]));
  await writeFile(join(folder, 'kamailio.cfg'), configuration);
  const processes: ChildProcess[] = [];
  const agents: Agent[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(agents.map((agent) => agent.signOut()));
    for (const process of processes) {
      const exited = once(process, 'exit');
      process.kill('SIGTERM');
      if ((await within(exited, 10_000, systemClock)) === undefined) process.kill('SIGKILL');
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const pool of ['a', 'b'] as const) {
      const own = join(folder, pool);
      await mkdir(own);
      const tls = `method=TLSv1.2+\nverify_certificate=no\n`;
      const files = `private_key=${join(folder, 'key.pem')}\ncertificate=${join(folder, 'cert.pem')}\n`;
      await writeFile(join(own, 'tls.cfg'), `[server:default]\n${tls}require_certificate=no\n${files}[client:default]\n${tls}`);
      const tables = ['standard', 'presence'].map((name) => `/usr/share/kamailio/db_sqlite/${name}-create.sql`);
      const made = await run('sqlite3', [join(own, 'presence.db'), ...tables.map((table) => `.read ${table}`)]);
      if (made.code !== 0) throw new Error(`sqlite3: ${made.stderr}`);
      const args = [
        '-DD',
        '-E',
        '-f',
        join(folder, 'kamailio.cfg'),
        '-A',
        `POOL_${pool.toUpperCase()}`,
        '-Y',
        own,
        '-m',
        '128',
        '-M',
        '16',
      ];
      processes.push(
        spawn('/usr/sbin/kamailio', args, { env: { PATH: process.env.PATH, SIP_POOLS_DIR: folder }, stdio: 'ignore' }),
      );
    }
    for (const { tcp, tls } of Object.values(ports)) await Promise.all([untilListening(tcp), untilListening(tls)]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ca: authority.certificate,
    ports,
    async enter(user, pool, transport, more = {}) {
      const agent = await signIn({
        user: { name: user, uri: `sip:${user}@${pool}.test`, login: user, password: new Secret('pw') },
        authentication: 'digest',
        server: `${pool}.test`,
        transport,
        locator: {
          locate: async (fqdn, service, port) => {
            const known = fqdn === '127.0.0.1' ? undefined : ports[fqdn[0] as PoolName];
            return { host: '127.0.0.1', port: known === undefined ? port : service === 'sip-tcp' ? known.tcp : known.tls };
          },
        },
        tlsProfileOf: () => tlsProfiles.modern,
        ca: authority.certificate,
        budgets: { connect: 10_000, answer: 10_000 },
        clock: systemClock,
        ...more,
      });
      agents.push(agent);
      return agent;
    },
    close,
  };
}
