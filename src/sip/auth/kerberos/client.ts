import type { Clock } from '../../../time/index.ts';
import { type Random, WireError } from '../../wire/index.ts';
import { type EncryptionType, encryptionType, encryptionTypes } from './encryption.ts';
import type { AskKdc } from './kdc.ts';
import {
  apRequest,
  authenticator,
  encrypted,
  type KdcAnswer,
  type KeyHint,
  kdcRequest,
  messageTypes,
  type PreAuthentication,
  type Principal,
  readAnswer,
  readReplyPart,
  requestBody,
  type Ticket,
  timestamp,
} from './messages.ts';
import { KerberosTrouble, troubleOfCode } from './trouble.ts';

export interface KerberosClientOptions {
  /** `CONTOSO.NET`. */
  readonly realm: string;
  /** The account's name alone. */
  readonly user: string;
  /** Asked when a key is made of it. */
  readonly password: { reveal(): string };
  /** Name of the KDC for sentences. */
  readonly kdc: string;
  readonly ask: AskKdc;
  /** Numbers of the encryption types to ask for; default all that we know, best first. */
  readonly types?: readonly number[];
  readonly random: Random;
  readonly clock: Pick<Clock, 'now'>;
}

/** Gets tickets with the password of one user. */
export interface KerberosClient {
  readonly realm: string;
  readonly principal: Principal;
  /**
   * A ticket for a service such as `sip/fe1.contoso.net`; the password is proven to the KDC once.
   * @throws KerberosTrouble
   */
  ticketFor(service: string): Promise<Ticket>;
  /** Milliseconds since 1970 as the KDC counts them. */
  now(): number;
}

/** RFC 4120 section 7.5.1. */
const usage = { timestamp: 1, asReply: 3, tgsChecksum: 6, tgsAuthenticator: 7, tgsReply: 8 } as const;
const padata = { tgsRequest: 1, encryptedTimestamp: 2 } as const;
const preAuthenticationRequired = 25;
const clockSkew = 37;
const forwardable = 0x4000_0000;
const tenHours = 36_000_000;

export function createKerberosClient(options: KerberosClientOptions): KerberosClient {
  return new Client(options);
}

class Client implements KerberosClient {
  readonly realm: string;
  readonly principal: Principal;
  readonly #options: KerberosClientOptions;
  readonly #types: readonly number[];
  /** Milliseconds that the KDC is ahead of us. */
  #ahead = 0;
  #first: Promise<Ticket> | undefined;

  constructor(options: KerberosClientOptions) {
    this.#options = options;
    this.realm = options.realm;
    this.principal = { type: 1, parts: [options.user] };
    this.#types = options.types ?? encryptionTypes.map(({ number }) => number);
  }

  now(): number {
    return this.#options.clock.now() + this.#ahead;
  }

  async ticketFor(service: string): Promise<Ticket> {
    this.#first ??= this.#firstTicket();
    return this.#serviceTicket(await this.#first, service);
  }

  /** Reads, and turns what cannot be read into trouble with the KDC. */
  #understood<T>(what: string, reading: () => T): T {
    try {
      return reading();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw new KerberosTrouble('failed', `the KDC ${this.#options.kdc} answered ${what} with ${error.reason}`, error);
    }
  }

  async #ask(type: 11 | 13, what: string, request: Buffer): Promise<KdcAnswer> {
    const answer = await this.#options.ask(request);
    return this.#understood(what, () => readAnswer(answer, type));
  }

  /** The ticket that gets other tickets (RFC 4120 section 3.1): asked without proof, then with the proof the KDC wants to see. */
  async #firstTicket(): Promise<Ticket> {
    const { realm, principal: client } = this;
    const what = `a ticket for ${client.parts[0]}@${realm}`;
    const nonce = this.#nonce();
    const body = (): Buffer =>
      requestBody({
        options: forwardable,
        client,
        realm,
        service: { type: 2, parts: ['krbtgt', realm] },
        till: this.now() + tenHours,
        nonce,
        encryptionTypes: this.#types,
      });
    const attempt = (proof: readonly PreAuthentication[]): Promise<KdcAnswer> =>
      this.#ask(messageTypes.asReply, what, kdcRequest(messageTypes.asRequest, body(), proof));
    let answer = await attempt([]);
    let hint: KeyHint | undefined;
    if (answer.kind === 'error' && answer.code === preAuthenticationRequired) {
      hint = this.#hintOf(answer.hints, what);
      answer = await attempt([this.#proof(hint, what)]);
      if (answer.kind === 'error' && answer.code === clockSkew) {
        this.#ahead = answer.time - this.#options.clock.now();
        answer = await attempt([this.#proof(hint, what)]);
      }
    }
    if (answer.kind === 'error') throw troubleOfCode(this.#options.kdc, what, answer.code, answer.words);
    const { sealed, hints } = answer;
    // The reply names the salt anew where it differs.
    const told = hints.find(({ type }) => type === sealed.type) ?? (hint?.type === sealed.type ? hint : undefined);
    const key = this.#keyOf(told ?? { type: sealed.type, salt: undefined, parameters: undefined }, what);
    return this.#opened(answer, key, usage.asReply, nonce, what, `krbtgt/${realm}`);
  }

  async #serviceTicket(first: Ticket, service: string): Promise<Ticket> {
    const type = this.#typeOf(first.session.type);
    const { random } = this.#options;
    const what = `a ticket for ${service}`;
    const nonce = this.#nonce();
    const body = requestBody({
      options: forwardable,
      realm: this.realm,
      service: { type: 2, parts: service.split('/') },
      till: this.now() + tenHours,
      nonce,
      encryptionTypes: this.#types,
    });
    const proof = authenticator({
      realm: this.realm,
      client: this.principal,
      checksum: { type: type.checksumType, value: type.checksum(first.session.key, usage.tgsChecksum, body) },
      now: this.now(),
    });
    const sealed = type.encrypt(first.session.key, usage.tgsAuthenticator, proof, random(type.confounderSize));
    const request = kdcRequest(messageTypes.tgsRequest, body, [{ type: padata.tgsRequest, value: apRequest(first, sealed) }]);
    const answer = await this.#ask(messageTypes.tgsReply, what, request);
    if (answer.kind === 'error') throw troubleOfCode(this.#options.kdc, what, answer.code, answer.words);
    return this.#opened(answer, first.session.key, usage.tgsReply, nonce, what, service);
  }

  #opened(
    answer: Extract<KdcAnswer, { kind: 'reply' }>,
    key: Buffer,
    purpose: number,
    nonce: number,
    what: string,
    service: string,
  ): Ticket {
    const { kdc } = this.#options;
    const plain = this.#typeOf(answer.sealed.type).decrypt(key, purpose, answer.sealed.cipher);
    if (plain === undefined) {
      // An account without pre-authentication: the reply is the first thing that shows whether the password is right.
      if (purpose === usage.asReply)
        throw new KerberosTrouble('refused', `the answer of the KDC ${kdc} to ${what} does not open with the password`);
      throw new KerberosTrouble('failed', `the KDC ${kdc} sealed ${what} with a key that is not ours`);
    }
    const part = this.#understood(what, () => readReplyPart(plain));
    if (part.nonce !== nonce) throw new KerberosTrouble('failed', `the KDC ${kdc} answered another question than ${what}`);
    if (part.service.toLowerCase() !== service.toLowerCase())
      throw new KerberosTrouble('unavailable', `the KDC ${kdc} refers us to ${part.service} instead of giving ${what}`);
    this.#typeOf(part.session.type);
    return { realm: answer.realm, encoded: answer.ticket, session: part.session, endTime: part.endTime };
  }

  #hintOf(hints: readonly KeyHint[], what: string): KeyHint {
    const fitting = hints.find(({ type }) => this.#types.includes(type) && encryptionType(type) !== undefined);
    if (fitting !== undefined) return fitting;
    const offered = hints.map(({ type }) => type).join(', ') || 'none';
    throw new KerberosTrouble(
      'unavailable',
      `the KDC ${this.#options.kdc} offers no encryption that we speak for ${what} (types: ${offered})`,
    );
  }

  #keyOf({ type, salt = this.realm + this.principal.parts.join(''), parameters }: KeyHint, what: string): Buffer {
    return this.#understood(what, () => this.#typeOf(type).stringToKey(this.#options.password.reveal(), salt, parameters));
  }

  #proof(hint: KeyHint, what: string): PreAuthentication {
    const type = this.#typeOf(hint.type);
    const { random } = this.#options;
    const sealed = type.encrypt(this.#keyOf(hint, what), usage.timestamp, timestamp(this.now()), random(type.confounderSize));
    return { type: padata.encryptedTimestamp, value: encrypted(type.number, sealed) };
  }

  #typeOf(number: number): EncryptionType {
    const type = encryptionType(number);
    if (type !== undefined) return type;
    throw new KerberosTrouble(
      'unavailable',
      `the KDC ${this.#options.kdc} uses encryption type ${number}, which we do not speak`,
    );
  }

  #nonce(): number {
    return this.#options.random(4).readUInt32BE(0) & 0x7fff_ffff;
  }
}
