import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import type { LabDescription } from '../../src/lab/index.ts';
import { systemClock, within } from '../../src/time/index.ts';
import { file, type Optional, program, run } from '../support/tools.ts';

/**
 * pidgin-sipe, a Lync client that shares no code with us, under the control of a test: `purpledrive.c` runs it without a screen, takes
 * commands on its input and tells events on its output.
 */

const debian = 'Debian: pidgin-sipe libpurple-dev libpurple0 libxml2-dev gcc pkg-config';

/** The compiler and the plugin; the driver's source is ours. */
export const sipeNeeds = (): Optional[] => [
  program('gcc', debian),
  program('pkg-config', debian),
  file('/usr/lib/purple-2/libsipe.so', debian),
];

const source = fileURLToPath(new URL('./purpledrive.c', import.meta.url));

/** Builds the driver into the folder. @throws when the compiler refuses */
export async function buildDriver(folder: string): Promise<string> {
  const flags = await run('pkg-config', ['--cflags', '--libs', 'purple', 'glib-2.0', 'gmodule-2.0', 'libxml-2.0']);
  if (flags.code !== 0) throw new Error(`pkg-config does not find the libraries (${debian}): ${flags.stderr}`);
  const driver = join(folder, 'purpledrive');
  // -rdynamic: the driver puts a function of its own in front of one of libxml2.
  const args = ['-O1', '-w', '-rdynamic', '-o', driver, source, ...flags.stdout.trim().split(/\s+/), '-ldl'];
  const built = await run('gcc', args);
  if (built.code !== 0) throw new Error(`The driver of pidgin-sipe could not be built: ${built.stderr}`);
  return driver;
}

export interface SipeOptions {
  readonly driver: string;
  readonly lab: LabDescription;
  /** First name in the SIP URI. */
  readonly user: string;
  /** FQDN of the server to connect to first. */
  readonly server: string;
  readonly transport: 'tcp' | 'tls';
  readonly password?: string;
  /** Sign in by tickets of this realm instead of by NTLM. */
  readonly kerberos?: { readonly realm: string; readonly configuration: string };
}

/** A running client. Each event is given out once. */
export class Sipe {
  readonly uri: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #profile: string;
  readonly #exited: Promise<unknown>;
  /** Everything it told. */
  readonly #told: string[] = [];
  /** What nobody has asked for. */
  #events: string[] = [];
  #wake: () => void = () => undefined;
  #ended = false;

  private constructor(uri: string, child: ChildProcessWithoutNullStreams, profile: string) {
    this.uri = uri;
    this.#child = child;
    this.#profile = profile;
    this.#exited = once(child, 'exit');
    child.stdin.on('error', () => undefined);
    const tell = (): void => this.#wake();
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('EVT ')) {
        this.#told.push(line.slice(4));
        this.#events.push(line.slice(4));
      }
      tell();
    });
    child.once('exit', () => {
      this.#ended = true;
      tell();
    });
  }

  static async start({ driver, lab, user: name, server, transport, password, kerberos }: SipeOptions): Promise<Sipe> {
    const user = lab.users.find(({ uri }) => uri === `sip:${name}@contoso.net`)!;
    const { host, port } = lab.pools.flatMap((pool) => pool.servers).find(({ fqdn }) => fqdn === server)![transport];
    const profile = await mkdtemp(join(tmpdir(), 'coex-sipe-'));
    if (transport === 'tls') await trust(profile, host, port);
    const settings = [
      `server=${host}:${port}`,
      `transport=${transport}`,
      `authentication=${kerberos === undefined ? 'ntlm' : 'krb5'}`,
      'bool:dont-publish=1',
      'bool:sso=0',
    ];
    // It takes the domain of the login for the realm.
    const login = kerberos === undefined ? user.login : `${kerberos.realm}\\${user.login.replace(/^.*\\/, '')}`;
    const args = [profile, `${user.uri.slice('sip:'.length)},${login}`, password ?? user.password, ...settings];
    const { PATH } = process.env;
    const tickets = kerberos && { KRB5_CONFIG: kerberos.configuration, KRB5CCNAME: `FILE:${join(profile, 'tickets')}` };
    return new Sipe(user.uri, spawn(driver, args, { env: { PATH, HOME: profile, LANG: 'C.UTF-8', ...tickets } }), profile);
  }

  do(command: string): void {
    this.#child.stdin.write(`${command}\n`);
  }

  /**
   * The next event that fits; of those before it the ones that `over` fits are forgotten, the others stay for later.
   * @throws with everything that came instead
   */
  async next(fits: RegExp, over?: RegExp, ms = 20_000): Promise<string> {
    const place = await this.#placeOf(fits, ms);
    const [found = ''] = this.#events.splice(place, 1);
    if (over !== undefined) this.#events = this.#events.filter((event, at) => at >= place || !over.test(event));
    return found;
  }

  /** Waits until such an event has come, now or before, whoever has asked for it already. @throws likewise */
  async seen(fits: RegExp, ms = 20_000): Promise<void> {
    await this.#awaited(fits, () => this.#told.some((event) => fits.test(event)), ms);
  }

  async #placeOf(fits: RegExp, ms: number): Promise<number> {
    await this.#awaited(fits, () => this.#events.some((event) => fits.test(event)), ms);
    return this.#events.findIndex((event) => fits.test(event));
  }

  async #awaited(what: RegExp, isThere: () => boolean, ms: number): Promise<void> {
    const waited = (async () => {
      while (!isThere()) {
        if (this.#ended) throw new Error(`${this.uri} ended without ${what}; it told ${this.#events.join(' | ')}`);
        await new Promise<void>((wake) => {
          this.#wake = wake;
        });
      }
    })();
    if ((await within(waited, ms, systemClock)) === undefined)
      throw new Error(`${this.uri} did not tell ${what}; it told ${this.#events.join(' | ')}`);
  }

  /** Events of that kind that have come and were not given out. */
  unread(fits: RegExp): string[] {
    return this.#events.filter((event) => fits.test(event));
  }

  /** Signs out and ends the process, by force where it does not. */
  async end(): Promise<void> {
    this.do('quit');
    if ((await within(this.#exited, 5000, systemClock)) === undefined) this.#child.kill('SIGKILL');
    await this.#exited;
    await rm(this.#profile, { recursive: true, force: true });
  }
}

/** Puts the certificate where the client keeps those it has accepted: it would ask somebody otherwise, and nobody answers. */
async function trust(profile: string, host: string, port: number): Promise<void> {
  const socket = connect({ host, port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const certificate = new X509Certificate(socket.getPeerCertificate().raw);
  socket.destroy();
  const folder = join(profile, 'certificates', 'x509', 'tls_peers');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, host), certificate.toString());
}
