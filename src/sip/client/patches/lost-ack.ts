import { Invitation, SessionState } from 'sip.js';

/**
 * Keeps a lost ACK from ending the process.
 *
 * A callee that sent its 200, got no ACK and then a BYE is told of the missing ACK 32 s later by a timer, and as shipped throws there.
 */
export function tolerateLostAck(): void {
  const prototype = Invitation.prototype as unknown as { onAckTimeout(this: Invitation): void };
  const stock = prototype.onAckTimeout;
  prototype.onAckTimeout = function () {
    if (this.state === SessionState.Established || this.state === SessionState.Terminating) stock.call(this);
  };
}
