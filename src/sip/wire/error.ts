/** What is wrong with bytes or text from the wire. The only thing that parsing throws, whatever the input. */
export class WireError extends Error {
  override readonly name = 'WireError';
  /** A few words without quotation of the input: `no Content-Length`. */
  readonly reason: string;
  constructor(reason: string) {
    super(`Not SIP as we know it: ${reason}`);
    this.reason = reason;
  }
}
