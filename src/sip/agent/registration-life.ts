import { CoexistenceError } from '../../errors/index.ts';
import type { Timer } from '../../time/index.ts';
import { bindingsOf, describeAnswer, type Endpoint, factsOf, type RegistrationDialog } from '../client/index.ts';
import type { LifeEvent, Registration, SignInOptions } from './model.ts';
import { registrationNotice } from './registration-notice.ts';
import { challengeRefusal } from './sign-in-authentication.ts';

/** Renewed so many seconds before the end, as Lync clients do. */
const renewAhead = 30;
/** The user is proven anew when the last proof is older, in milliseconds: 8 h but for 5 min, as Lync clients do. */
const proofAge = (8 * 60 - 5) * 60_000;
/** Longest time that a timer of Node can wait, in milliseconds: longer ones would end at once. */
const longest = 2 ** 31 - 1;

/** A registered endpoint, as a sign-in hands it over. */
export interface Seat {
  readonly endpoint: Endpoint;
  readonly dialog: RegistrationDialog;
  readonly registration: Registration;
  /** Seconds after which the server wants to hear something (`ms-keep-alive`); `undefined`: it did not say. */
  readonly keepAlive: number | undefined;
}

/**
 * The life of one registration: renewed before it ends, proven anew when the server or the age of the proof asks for it, kept alive. What
 * ends it, a notice of the server included, ends the endpoint with the reason.
 */
export class RegistrationLife {
  readonly #seat: Seat;
  readonly #user: SignInOptions['user'];
  readonly #tell: (event: LifeEvent) => void;
  #renewal: Timer | undefined;
  #ping: Timer | undefined;
  #provenAt: number;
  #proving: Promise<void> | undefined;
  #over = false;

  constructor(seat: Seat, user: SignInOptions['user'], tell: (event: LifeEvent) => void) {
    this.#seat = seat;
    this.#user = user;
    this.#tell = tell;
    const { endpoint, registration, keepAlive } = seat;
    this.#provenAt = endpoint.options.clock.monotonic();
    endpoint.onChallenge = () => this.renew(true);
    this.#renewAfter(registration.expires);
    if (keepAlive !== undefined) this.#keepAlive(keepAlive);
  }

  /** Begins to hear of the end of the registration: to be called when the end of the endpoint has somebody who takes it. */
  listen(): void {
    const { endpoint } = this.#seat;
    endpoint.takeRegistrationNotice((request) => {
      const { kind, notice, diagnostics, error } = registrationNotice(request, endpoint.peer, this.#user.name);
      this.#tell({ kind, at: endpoint.options.clock.now(), notice, diagnostics });
      endpoint.end(error);
    });
  }

  /**
   * Renews the registration now; `anew` proves the user once more on the living connection (one proof at a time, whoever asks). A failure
   * ends the endpoint. @throws CoexistenceError why it could not be renewed
   */
  renew(anew: boolean): Promise<void> {
    if (!anew) return this.#register(false);
    this.#proving ??= this.#register(true).finally(() => {
      this.#proving = undefined;
    });
    return this.#proving;
  }

  /** No timer is left. */
  stop(): void {
    this.#over = true;
    this.#renewal?.cancel();
    this.#ping?.cancel();
  }

  async #register(anew: boolean): Promise<void> {
    const { endpoint, dialog, registration } = this.#seat;
    const { clock } = endpoint.options;
    try {
      const before = endpoint.association;
      const answer = await dialog.register(anew);
      if (answer.status !== 200) throw this.#refusal(answer);
      // Nobody is registered where a trusted server speaks: the server was asked whether it still believes, and that does not end.
      const { expires } = Number.isFinite(registration.expires)
        ? endpoint.understand(answer, () => bindingsOf(answer, endpoint.instance))
        : registration;
      if (!(expires > 0)) {
        throw new CoexistenceError(
          'UNEXPECTED_ANSWER',
          `${endpoint.peer} renewed ${this.#user.name} without saying for how long.`,
          {
            facts: { server: endpoint.peer, ...factsOf(answer) },
          },
        );
      }
      const isProven = endpoint.association !== before;
      if (isProven) this.#provenAt = clock.monotonic();
      this.#tell({ kind: isProven ? 'proven-anew' : 'renewed', at: clock.now(), expires });
      if (!this.#over) this.#renewAfter(expires);
    } catch (error) {
      if (!this.#over) endpoint.end(error as Error);
      throw error;
    }
  }

  #refusal(answer: Awaited<ReturnType<RegistrationDialog['register']>>): CoexistenceError {
    const { endpoint } = this.#seat;
    const [server, { name }, described] = [endpoint.peer, this.#user, describeAnswer(answer)];
    const facts = { server, ...factsOf(answer) };
    const { status } = answer;
    if ((status === 401 || status === 407) && endpoint.isProving) {
      const { association } = endpoint;
      return challengeRefusal({
        user: this.#user,
        server,
        described,
        association,
        facts: { ...facts, offered: association.offered },
      });
    }
    if (status === 301 || status === 302) {
      const to = answer.header('Contact') ?? 'nowhere';
      return new CoexistenceError(
        'USER_MOVED',
        `${server} did not renew the registration of ${name} and sends the user to ${to}: ${described}.`,
        { facts: { ...facts, to } },
      );
    }
    return new CoexistenceError('SIGN_IN_REFUSED', `${server} did not renew the registration of ${name}: ${described}.`, {
      facts,
    });
  }

  #renewAfter(expires: number): void {
    const { clock } = this.#seat.endpoint.options;
    this.#renewal?.cancel();
    if (!Number.isFinite(expires)) return;
    const seconds = Math.max(expires / 2, expires - renewAhead);
    this.#renewal = clock.after(Math.min(longest, seconds * 1000), () => {
      const isOld = clock.monotonic() - this.#provenAt >= proofAge;
      // Whoever waits for anything is told by the end of the endpoint.
      this.renew(isOld).catch(() => undefined);
    });
  }

  /**
   * CRLFCRLF is answered by nobody in this dialect, so it shows no loss: where the server has said nothing at all since the last one, it is
   * asked for something that it must answer, a renewal.
   */
  #keepAlive(seconds: number): void {
    const { endpoint } = this.#seat;
    const { clock, connection } = endpoint.options;
    const { heard } = endpoint.exchanges;
    this.#ping = clock.after(Math.min(longest, seconds * 1000), () => {
      if (endpoint.exchanges.heard === heard) this.renew(false).catch(() => undefined);
      else connection.ping();
      if (!this.#over) this.#keepAlive(seconds);
    });
  }
}
