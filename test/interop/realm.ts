import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/time/index.ts';
import { file, type Optional, program, run } from '../support/tools.ts';

/** A private Kerberos realm of MIT's software on loopback, and an acceptor of it: neither shares any code with us. */

const debian = 'Debian: krb5-kdc krb5-admin-server krb5-user python3-gssapi';

export const realmNeeds = (): Optional[] => [
  file('/usr/sbin/krb5kdc', debian),
  file('/usr/sbin/kadmin.local', debian),
  file('/usr/sbin/kdb5_util', debian),
  program('python3', debian),
  file('/usr/lib/python3/dist-packages/gssapi/__init__.py', debian),
];

export interface Realm {
  readonly name: string;
  readonly port: number;
  /** Where `krb5.conf` and the keys of the services are. */
  readonly environment: Readonly<Record<string, string>>;
  /** Key table of all services. */
  readonly keytab: string;
  /** A `krb5.conf` for clients that ask for these encryption types alone. */
  configuration(types: string): Promise<string>;
  /** What the KDC wrote about its answers. */
  log(): Promise<string>;
  /** A process that accepts tokens for every service of the realm. */
  acceptor(): Acceptor;
  close(): Promise<void>;
}

export interface Principal {
  readonly name: string;
  /** Absent: a service with a random key, in the key table. */
  readonly password?: string;
  /** `aes256-cts`, `arcfour-hmac`. */
  readonly keys?: string;
  /** Attributes for kadmin, such as `-requires_preauth`. */
  readonly attributes?: readonly string[];
}

/** Starts a KDC with these principals; it answers when this ends. */
export async function startRealm(name: string, principals: readonly Principal[]): Promise<Realm> {
  const folder = await mkdtemp(join(tmpdir(), 'coex-realm-'));
  const port = await freePort();
  const at = (path: string): string => join(folder, path);
  const configuration = (types: string): string => `[libdefaults]
default_realm = ${name}
dns_lookup_realm = false
dns_lookup_kdc = false
dns_canonicalize_hostname = false
rdns = false
allow_weak_crypto = true
allow_rc4 = true
permitted_enctypes = ${types}
[realms]
${name} = {
  kdc = 127.0.0.1:${port}
}
`;
  await writeFile(at('krb5.conf'), configuration('aes256-cts aes128-cts arcfour-hmac'));
  await writeFile(
    at('kdc.conf'),
    `[kdcdefaults]
kdc_listen = ""
kdc_tcp_listen = 127.0.0.1:${port}
[realms]
${name} = {
  database_name = ${at('principal')}
  key_stash_file = ${at('stash')}
  acl_file = ${at('acl')}
  supported_enctypes = aes256-cts:normal aes128-cts:normal arcfour-hmac:normal
}
[logging]
kdc = FILE:${at('kdc.log')}
`,
  );
  const environment = {
    KRB5_CONFIG: at('krb5.conf'),
    KRB5_KDC_PROFILE: at('kdc.conf'),
    KRB5_KTNAME: `FILE:${at('keytab')}`,
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  };
  const tool = async (command: string, ...args: string[]): Promise<void> => {
    const variables = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
    const ran = await run('/usr/bin/env', [...variables, command, ...args]);
    if (ran.code !== 0) throw new Error(`${command} ${args[0]}: ${ran.stderr}${ran.stdout}`);
  };
  await tool('kdb5_util', 'create', '-s', '-P', 'of no importance');
  for (const { name: who, password, keys, attributes = password === undefined ? [] : ['+requires_preauth'] } of principals) {
    const key = password === undefined ? ['-randkey'] : ['-pw', password];
    await tool('kadmin.local', 'addprinc', ...key, ...(keys === undefined ? [] : ['-e', `${keys}:normal`]), ...attributes, who);
    if (password === undefined) await tool('kadmin.local', 'ktadd', '-norandkey', who);
  }
  const kdc = spawn('/usr/sbin/krb5kdc', ['-n'], { env: environment, stdio: 'ignore' });
  await untilListening(port);
  const acceptors: Acceptor[] = [];
  return {
    name,
    port,
    environment,
    keytab: at('keytab'),
    async configuration(types) {
      const path = at(`krb5-${types.replaceAll(' ', '-')}.conf`);
      await writeFile(path, configuration(types));
      return path;
    },
    log: () => readFile(at('kdc.log'), 'utf8'),
    acceptor() {
      const acceptor = new Acceptor(environment);
      acceptors.push(acceptor);
      return acceptor;
    },
    async close() {
      for (const acceptor of acceptors) acceptor.close();
      const exited = once(kdc, 'exit');
      kdc.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The process of `acceptor.py`; one question at a time. */
export class Acceptor {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  constructor(environment: Readonly<Record<string, string>>) {
    const script = fileURLToPath(new URL('./acceptor.py', import.meta.url));
    this.#child = spawn('/usr/bin/python3', [script], { env: { ...environment } });
    this.#answers = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  async #ask(question: object): Promise<Record<string, unknown>> {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('The acceptor has ended.');
    return JSON.parse(value) as Record<string, unknown>;
  }

  /** Whom a token proves. @throws with what MIT says against it */
  async accept(token: Buffer): Promise<{ initiator: string; complete: boolean; token: string }> {
    const answer = await this.#ask({ accept: token.toString('hex') });
    if ('error' in answer) throw new Error(String(answer.error));
    return answer as { initiator: string; complete: boolean; token: string };
  }

  async verifies(message: string, mic: string): Promise<boolean> {
    return (await this.#ask({ verify: Buffer.from(message).toString('hex'), mic })).good === true;
  }

  async sign(message: string): Promise<string> {
    return String((await this.#ask({ sign: Buffer.from(message).toString('hex') })).mic);
  }

  close(): void {
    this.#child.kill();
  }
}

/** A port that was free a moment ago: these programs do not take one of the system's choice. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Ends as soon as somebody takes connections there. @throws after 20 s */
export async function untilListening(port: number): Promise<void> {
  const until = systemClock.monotonic() + 20_000;
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    socket.destroy();
    if (open) return;
    if (systemClock.monotonic() > until) throw new Error(`Nobody listens on port ${port}.`);
    await systemClock.sleep(20);
  }
}
