import { Core } from 'sip.js';

interface Transaction {
  readonly state: Core.TransactionState;
  readonly user: { receiveResponse?(response: Core.IncomingResponseMessage): void };
  stateTransition(to: Core.TransactionState): void;
}

type Receive = (this: Transaction, response: Core.IncomingResponseMessage) => void;

/**
 * Hands a 408 of the server up like every other answer: as shipped it counts as if none had come (RFC 4320 expects none), and its
 * `ms-diagnostics`, by which a pool says that the next hop is silent, are lost.
 */
export function answersThatAreLate(): void {
  const prototype = Core.NonInviteClientTransaction.prototype as unknown as { receiveResponse: Receive };
  const stock = prototype.receiveResponse;
  prototype.receiveResponse = function (response) {
    const { Trying, Proceeding, Completed } = Core.TransactionState;
    if (response.statusCode !== 408 || (this.state !== Trying && this.state !== Proceeding)) {
      stock.call(this, response);
      return;
    }
    this.stateTransition(Completed);
    this.user.receiveResponse?.(response);
  };
}
