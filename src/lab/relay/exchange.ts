import { Headers, parseCSeq, request, type SipRequest, type SipResponse } from '../../sip/wire/index.ts';
import { diagnosed } from '../registrar/answers.ts';
import { type Connection, exchangeKey, setVias } from '../registrar/connection.ts';
import type { Core } from '../registrar/core.ts';
import type { Endpoint } from '../registrar/directory.ts';

/** A copy of the request on its way to one endpoint. */
export interface Branch {
  readonly endpoint: Endpoint;
  readonly request: SipRequest;
}

const answerWithin = { invite: 180_000, other: 32_000 } as const;

/**
 * One request relayed to one endpoint or several (RFC 3261 section 16): the first acceptance wins and the others are cancelled; without
 * one, the best refusal goes back when all have answered.
 */
export class Exchange {
  readonly #caller: Connection;
  readonly #request: SipRequest;
  readonly #pending = new Set<Branch>();
  readonly #ended: () => void;
  readonly #timer: { cancel(): void };
  #refusal: SipResponse | undefined;
  #final = false;

  constructor(core: Core, caller: Connection, original: SipRequest, ended: () => void = () => undefined) {
    this.#caller = caller;
    this.#request = original;
    this.#ended = ended;
    this.#timer = core.timers.after(this.#isInvite ? answerWithin.invite : answerWithin.other, () => {
      this.#refuse(408, 'Request Timeout');
    });
  }

  get #isInvite(): boolean {
    return this.#request.method === 'INVITE';
  }

  start(branches: readonly Branch[]): void {
    for (const branch of branches) this.#pending.add(branch);
    for (const branch of branches) {
      branch.endpoint.connection.request(branch.request, (answer) => this.#answered(branch, answer));
    }
  }

  /** The caller wants no more of it: told so at once, because not every client answers a CANCEL. */
  cancel(): void {
    if (this.#final) return;
    this.#refuse(487, 'Request Terminated');
  }

  #answered(branch: Branch, answer: SipResponse | undefined): void {
    if (answer !== undefined && answer.status < 200) {
      if (answer.status > 100 && !this.#final) this.#pass(answer);
      return;
    }
    this.#pending.delete(branch);
    if (answer === undefined) this.#settle();
    else if (answer.status < 300) this.#accepted(branch, answer);
    else {
      if (this.#isInvite) this.#acknowledge(branch, answer);
      this.#refusal = better(this.#refusal, answer);
      this.#settle();
    }
  }

  #accepted(branch: Branch, answer: SipResponse): void {
    if (this.#final) {
      // Two endpoints answered at the same moment. The caller has one dialog; the other is ended here and never heard of.
      if (this.#isInvite) this.#dismiss(branch, answer);
      return;
    }
    this.#end();
    this.#pass(answer);
    this.#cancelPending();
  }

  /** When nobody is left to answer, the best refusal is the answer; where connections were lost without one, nobody is there. */
  #settle(): void {
    if (this.#final || this.#pending.size > 0) return;
    if (this.#refusal === undefined) {
      this.#refuse(480, 'Temporarily Unavailable');
      return;
    }
    this.#end();
    if (this.#isInvite) this.#caller.refusedInvites.add(exchangeKey(this.#request));
    this.#pass(this.#refusal);
  }

  #refuse(status: number, reason: string): void {
    this.#end();
    this.#caller.respond(this.#request, status, reason, status === 480 ? { headers: diagnosed(this.#caller, 13014) } : {});
    this.#cancelPending();
  }

  #end(): void {
    this.#final = true;
    this.#timer.cancel();
    this.#ended();
  }

  /** On the caller's connection the answer stands under the caller's Vias, and under our signature instead of the callee's. */
  #pass(answer: SipResponse): void {
    const headers = withoutCredentials(answer.headers.clone());
    setVias(headers, this.#request.headers.getAll('Via'));
    this.#caller.send({ ...answer, headers });
  }

  #cancelPending(): void {
    if (!this.#isInvite) return;
    for (const { endpoint, request: sent } of this.#pending) {
      const headers = copied(sent.headers, ['Via', 'From', 'To', 'Call-ID'])
        .add('CSeq', `${cseqOf(sent)} CANCEL`)
        .add('Max-Forwards', '70');
      endpoint.connection.request(request('CANCEL', sent.uri, headers));
    }
  }

  /** A refused INVITE is acknowledged by whoever sent it on (RFC 3261 section 17.1.1.3). */
  #acknowledge({ endpoint, request: sent }: Branch, answer: SipResponse): void {
    const headers = copied(sent.headers, ['Via', 'From', 'Call-ID']);
    headers
      .add('To', answer.headers.get('To') ?? '')
      .add('CSeq', `${cseqOf(sent)} ACK`)
      .add('Max-Forwards', '70');
    endpoint.connection.request(request('ACK', sent.uri, headers));
  }

  /** ACK and BYE for an endpoint that was second (RFC 3261 section 13.2.2.4). */
  #dismiss(branch: Branch, answer: SipResponse): void {
    const { endpoint, request: sent } = branch;
    for (const [method, cseq] of [
      ['ACK', cseqOf(sent)],
      ['BYE', cseqOf(sent) + 1],
    ] as const) {
      const headers = copied(sent.headers, ['From', 'Call-ID']);
      headers
        .add('To', answer.headers.get('To') ?? '')
        .add('CSeq', `${cseq} ${method}`)
        .add('Max-Forwards', '70');
      endpoint.connection.request(request(method, sent.uri, headers));
    }
  }
}

const cseqOf = (message: SipRequest): number => parseCSeq(message.headers.get('CSeq') ?? '').number;

/** Only the first Via: the transaction is ours, not the caller's. */
function copied(from: Headers, names: readonly string[]): Headers {
  return new Headers(names.flatMap((name) => (from.has(name) ? [[name, from.get(name)!] as const] : [])));
}

/** What one side has signed means nothing to the other. */
export function withoutCredentials(headers: Headers): Headers {
  for (const name of ['Authorization', 'Proxy-Authorization', 'Authentication-Info', 'Proxy-Authentication-Info'])
    headers.remove(name);
  return headers;
}

/** RFC 3261 section 16.7 step 6: a 6xx decides, else the lowest class. */
function better(a: SipResponse | undefined, b: SipResponse): SipResponse {
  if (a === undefined) return b;
  const rank = ({ status }: SipResponse): number => (status >= 600 ? 0 : Math.floor(status / 100));
  return rank(b) < rank(a) ? b : a;
}
