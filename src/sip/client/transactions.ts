import { parseCSeq, parseVia, type SipResponse, splitList } from '../wire/index.ts';

interface Transaction {
  readonly method: string;
  readonly final: (response: SipResponse) => void;
}

/**
 * The non-INVITE client transactions of one connection that are ours and not sip.js's (RFC 3261 section 17.1.2).
 *
 * The line is reliable: nothing is sent twice (no timer E), and a transaction is over with its final answer (timer K is zero). Timer F is
 * the deadline of whoever waits. Provisional answers decide nothing and are passed over.
 */
export class Transactions {
  readonly #sentBy: string;
  readonly #newBranch: () => string;
  readonly #open = new Map<string, Transaction>();

  /** @param sentBy `SIP/2.0/TLS 192.0.2.10:50000`: what our Via begins with */
  constructor(sentBy: string, newBranch: () => string) {
    this.#sentBy = `${sentBy};branch=`;
    this.#newBranch = newBranch;
  }

  /** How many wait for their final answer. */
  get pending(): number {
    return this.#open.size;
  }

  /** Begins a transaction whose final answer goes to `final`, once; ends with its branch. */
  begin(method: string, final: (response: SipResponse) => void): string {
    const branch = this.#newBranch();
    this.#open.set(branch, { method, final });
    return branch;
  }

  /** The Via of a request of that branch. */
  via(branch: string): string {
    return this.#sentBy + branch;
  }

  /** Nobody waits any longer: what comes now is like an answer to nothing. */
  end(branch: string): void {
    this.#open.delete(branch);
  }

  /**
   * Hands an answer to its transaction, found by the branch in the only Via and the method in CSeq (section 17.1.3). False if none is
   * ours; an answer with more than one Via, or sent by somebody else, is nobody's (sections 8.1.3.3 and 18.1.2).
   */
  take(response: SipResponse): boolean {
    if (this.#open.size === 0) return false;
    const branch = this.#branchOf(response);
    const transaction = branch === undefined ? undefined : this.#open.get(branch);
    if (transaction === undefined || branch === undefined) return false;
    if (parseCSeq(response.headers.get('CSeq') ?? '').method !== transaction.method) return false;
    if (response.status < 200) return true;
    this.#open.delete(branch);
    transaction.final(response);
    return true;
  }

  #branchOf({ headers }: SipResponse): string | undefined {
    const vias = headers.getAll('Via');
    const [via] = vias;
    if (via === undefined || vias.length > 1) return undefined;
    // As a server copies it; one that writes it anew, with other case or blanks, is read in full.
    if (via.startsWith(this.#sentBy)) {
      const rest = via.slice(this.#sentBy.length);
      const [branch = ''] = /^[^;,\s"]*/.exec(rest) ?? [];
      if (!rest.includes(',')) return branch;
    }
    const all = splitList(via);
    if (all.length !== 1) return undefined;
    const { transport, host, port, parameters } = parseVia(all[0]!);
    const sentBy = `SIP/2.0/${transport} ${host.includes(':') ? `[${host}]` : host}${port === undefined ? '' : `:${port}`};branch=`;
    return sentBy.toLowerCase() === this.#sentBy.toLowerCase() ? parameters.branch : undefined;
  }
}
