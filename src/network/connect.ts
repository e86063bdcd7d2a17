import { randomBytes, X509Certificate } from 'node:crypto';
import { isIP, connect as openTcp, type Socket } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  connect as openTls,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { CoexistenceError, type ErrorCode } from '../errors/index.ts';
import { type Clock, humanDuration } from '../time/index.ts';
import { certificateSight, chainOf, sightBeforeRefusal, tlsOf } from './certificate-sight.ts';
import { certificateFault, handshakeFault } from './handshake-faults.ts';
import type { Address, TlsProfile, TlsSight } from './model.ts';
import { oldSuiteOf } from './old-suites.ts';

export interface ConnectOptions {
  /** FQDN of the server, for sentences. Default: the host of the address. */
  readonly server?: string;
  /** Milliseconds until the connection must stand. */
  readonly budget: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

export interface ConnectTlsOptions extends ConnectOptions {
  readonly profile: TlsProfile;
  /** The name that the certificate must carry. */
  readonly servername: string;
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: string;
  /** PEM, where the server asks for a certificate of ours. */
  readonly identity?: { readonly certificate: string; readonly key: string };
}

/**
 * A TCP connection. The socket is paused until somebody listens; an `error` that nobody listens to is quiet, `close` always comes.
 * @throws CoexistenceError CONNECTION_REFUSED, NO_ANSWER, NAME_NOT_RESOLVED; the reason of the signal
 */
export async function connectTcp(address: Address, options: ConnectOptions): Promise<Socket> {
  const attempt = new Attempt(address, options);
  return attempt.tcp(options.budget);
}

/**
 * A TLS connection whose certificate was found good: by the profile's security level, in time, for `servername`, by a trusted authority.
 * @throws CoexistenceError CONNECTION_REFUSED, NO_ANSWER, NAME_NOT_RESOLVED, HANDSHAKE_FAILED, CIPHERS_NOT_SPOKEN; ENVIRONMENT_INVALID for an unreadable
 * `ca` or `identity`; the reason of the signal
 */
export async function connectTls(address: Address, options: ConnectTlsOptions): Promise<TLSSocket> {
  const how = tlsOptions(options);
  const attempt = new Attempt(address, { server: options.servername, ...options });
  const socket = await attempt.tcp(options.budget);
  return attempt.tls(socket, how, options).catch((error: unknown) => attempt.explained(error, options));
}

export interface InspectTlsOptions extends ConnectTlsOptions {
  /** Servers speak here among themselves: one that shows its certificate and then ends the handshake for want of ours was seen. */
  readonly amongServers?: boolean;
}

/**
 * What a TLS handshake shows, whatever its certificate is like: nothing of it is judged. The connection is closed at once.
 * @throws CoexistenceError as `connectTls`, HANDSHAKE_FAILED only where the handshake itself breaks off; CONNECTION_SILENT for a server that
 * takes the connection and says nothing, PROTOCOL_NOT_SPOKEN for one that speaks something else than TLS
 */
export async function inspectTls(address: Address, options: InspectTlsOptions): Promise<TlsSight> {
  const how = { ...tlsOptions(options), checkServerIdentity: () => undefined };
  const attempt = new Attempt(address, { server: options.servername, ...options });
  let shown: TlsSight | undefined;
  const look =
    options.amongServers === true
      ? (socket: TLSSocket, { code = '' }: NodeJS.ErrnoException): void => {
          // With TLS 1.3 the handshake is over for us before the refusal comes.
          if (refusalOfStrangers.test(code)) shown = sightBeforeRefusal(socket, options.ca);
        }
      : undefined;
  const socket = await attempt
    .tls(await attempt.tcp(options.budget), how, options, { refused: look })
    .catch((error: unknown) => (shown === undefined ? attempt.explained(error, options) : undefined));
  if (socket === undefined) return shown!;
  const problem: unknown = socket.authorizationError;
  const sight = { ...tlsOf(socket), certificate: certificateSight(socket.getPeerCertificate().raw), chain: chainOf(socket) };
  socket.destroy();
  if (socket.authorized) return sight;
  return { ...sight, problem: problem instanceof Error ? problem.message : String(problem) };
}

/** One go at one address; its clock runs from the beginning over both handshakes. */
class Attempt {
  readonly #address: Address;
  readonly #options: ConnectOptions;
  readonly #start: number;

  constructor(address: Address, options: ConnectOptions) {
    this.#address = address;
    this.#options = options;
    this.#start = options.clock.monotonic();
  }

  get #left(): number {
    return Math.max(0, this.#options.budget - (this.#options.clock.monotonic() - this.#start));
  }

  tcp(budget: number): Promise<Socket> {
    const { host, port } = this.#address;
    return this.#settled({
      open: () => openTcp({ host, port, noDelay: true }),
      ready: 'connect',
      budget,
      late: () => this.#error('NO_ANSWER', 'did not answer'),
      failed: (error) => this.#tcpError(error),
    });
  }

  /** With `inspected` nothing that the handshake shows is judged; `refused` is given the connection when the handshake breaks off. */
  tls(
    socket: Socket,
    how: ConnectionOptions,
    { profile, servername }: ConnectTlsOptions,
    inspected?: { readonly refused: ((socket: TLSSocket, error: NodeJS.ErrnoException) => void) | undefined },
  ): Promise<TLSSocket> {
    const failed = (reason: string, cause?: Error): CoexistenceError => {
      if (inspected !== undefined && notTls.test(reason)) {
        return this.#error('PROTOCOL_NOT_SPOKEN', 'answers, and not by TLS, to', { reason, cause });
      }
      return this.#error('HANDSHAKE_FAILED', 'failed in the TLS handshake with', { reason, cause });
    };
    const silence = inspected === undefined ? 'NO_ANSWER' : 'CONNECTION_SILENT';
    return this.#settled({
      open: () => openTls({ ...how, socket }),
      ready: 'secureConnect',
      budget: this.#left,
      late: () => this.#error(silence, 'took the connection and then said nothing to the TLS handshake of'),
      failed: (error, secure) => {
        inspected?.refused?.(secure, error);
        return failed(handshakeFault(error, profile), error);
      },
      // Judged here and not by Node, so that the sentence can tell of the certificate; nobody has the socket before.
      judge: (secure) => {
        const reason = inspected === undefined ? certificateFault(secure, servername) : undefined;
        return reason === undefined ? undefined : failed(reason);
      },
    });
  }

  /**
   * Tries what only an old server takes, where a handshake broke off as it does for want of a common suite: a server that Lync clients
   * reach and Node cannot is none that failed. @throws what is known then
   */
  async explained(error: unknown, { servername }: ConnectTlsOptions): Promise<never> {
    const mayBeOld =
      error instanceof CoexistenceError && error.code === 'HANDSHAKE_FAILED' && suiteTrouble.test(String(error.facts.reason));
    if (!mayBeOld || this.#left === 0) throw error;
    const socket = await this.tcp(this.#left).catch(() => undefined);
    if (socket === undefined) throw error;
    const suite = await oldSuiteOf(socket, {
      ...(isIP(servername) === 0 && { servername }),
      random: randomBytes(32),
      budget: this.#left,
      clock: this.#options.clock,
    });
    if (suite === undefined) throw error;
    throw this.#error('CIPHERS_NOT_SPOKEN', 'takes TLS suites only that Node does not speak, to', {
      reason: suite,
      cause: error,
    });
  }

  /** Waits for one of: ready, error, closed, late, aborted. Whatever is not handed out is destroyed. */
  #settled<S extends Socket>(step: {
    open: () => S;
    ready: 'connect' | 'secureConnect';
    budget: number;
    late: () => CoexistenceError;
    failed: (error: NodeJS.ErrnoException, socket: S) => CoexistenceError;
    judge?: (socket: S) => CoexistenceError | undefined;
  }): Promise<S> {
    const { clock, signal } = this.#options;
    return new Promise<S>((resolve, reject) => {
      const socket = step.open();
      const end = (error?: unknown): void => {
        timer.cancel();
        signal?.removeEventListener('abort', abort);
        socket.off(step.ready, ready).off('error', failed).off('close', closed);
        socket.on('error', quiet);
        if (error === undefined) {
          resolve(socket);
        } else {
          socket.destroy();
          reject(error);
        }
      };
      const ready = (): void => end(step.judge?.(socket));
      const failed = (error: NodeJS.ErrnoException): void => end(step.failed(error, socket));
      const closed = (): void =>
        end(step.failed(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }), socket));
      const abort = (): void => end(signal?.reason ?? new Error('aborted'));
      const timer = clock.after(step.budget, () => end(step.late()), true);
      socket.once(step.ready, ready).once('error', failed).once('close', closed);
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  }

  #tcpError(error: NodeJS.ErrnoException): CoexistenceError {
    const cause = error;
    if (error.code === 'ECONNREFUSED') return this.#error('CONNECTION_REFUSED', 'refused the connection of', { cause });
    if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
      return this.#error('NAME_NOT_RESOLVED', 'leads to a name that is not known to', { reason: error.code, cause });
    }
    if (error.code === 'ECONNRESET') return this.#error('CONNECTION_REFUSED', 'reset the connection of', { cause });
    return this.#error('NO_ANSWER', 'could not be reached by', { reason: error.code ?? error.message, cause });
  }

  /** "fe1.contoso.net (10.0.0.5:5061) refused the connection of this host after 3 ms." */
  #error(code: ErrorCode, what: string, more: { reason?: string; cause?: unknown } = {}): CoexistenceError {
    const { host, port } = this.#address;
    const server = this.#options.server ?? host;
    const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const took = this.#options.clock.monotonic() - this.#start;
    const reason = more.reason === undefined ? '' : `: ${more.reason}`;
    return new CoexistenceError(code, `${server} (${address}) ${what} this host after ${humanDuration(took)}${reason}.`, {
      ...(more.cause !== undefined && { cause: more.cause }),
      facts: { server, address, after: Math.round(took), ...(more.reason !== undefined && { reason: more.reason }) },
    });
  }
}

/** How servers end a handshake with whoever shows no certificate: by an alert (RFC 5246 section 7.4.6), or by closing the connection. */
const refusalOfStrangers =
  /ALERT_(?:HANDSHAKE_FAILURE|BAD_CERTIFICATE|NO_CERTIFICATE|CERTIFICATE_\w+|ACCESS_DENIED)|ECONNRESET|EPIPE/;

/** What `handshakeFault` says of a server that speaks something else. */
const notTls = /does not speak TLS/;

/** How servers end a handshake in which they find no suite: by an alert, and Windows by closing the connection. */
const suiteTrouble = /no cipher in common|closed the connection in the middle/;

const quiet = (): void => {};

function tlsOptions({ profile, servername, ca, identity }: ConnectTlsOptions): ConnectionOptions {
  return {
    // An address is no server name (RFC 6066 section 3).
    servername: isIP(servername) === 0 ? servername : '',
    secureContext: secureContext(profile, ca, identity),
    rejectUnauthorized: false,
    checkServerIdentity: (_, certificate) => checkServerIdentity(servername, certificate),
  };
}

/** Those made before, the last used at the end: thousands of connections of a run share a handful. */
const contexts = new Map<string, SecureContext>();
const mostContexts = 32;

function secureContext(profile: TlsProfile, ca: string | undefined, identity: ConnectTlsOptions['identity']): SecureContext {
  const key = JSON.stringify([profile.minVersion, profile.ciphers, ca, identity?.certificate, identity?.key]);
  const context = contexts.get(key) ?? newSecureContext(profile, ca, identity);
  contexts.delete(key);
  contexts.set(key, context);
  if (contexts.size > mostContexts) contexts.delete(contexts.keys().next().value!);
  return context;
}

/** Made before anything is connected: what cannot be read here is our input, and no answer of the server. */
function newSecureContext(profile: TlsProfile, ca: string | undefined, identity: ConnectTlsOptions['identity']): SecureContext {
  try {
    // OpenSSL takes a text without any certificate in silence, and would then trust nobody.
    if (ca !== undefined) new X509Certificate(ca);
    return createSecureContext({
      minVersion: profile.minVersion,
      ...(profile.ciphers !== undefined && { ciphers: profile.ciphers }),
      ...(ca !== undefined && { ca }),
      ...(identity !== undefined && { cert: identity.certificate, key: identity.key }),
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CoexistenceError('ENVIRONMENT_INVALID', `The certificates to trust or to show cannot be read as PEM: ${reason}.`, {
      cause,
    });
  }
}
