import { Core, Grammar, Invitation, Registerer, UserAgent } from 'sip.js';
import { multiLegAuthentication } from './authentication.ts';
import { uniqueBranches } from './branches.ts';
import { answersThatAreLate } from './late-answers.ts';
import { tolerateLostAck } from './lost-ack.ts';
import { fastRequests } from './outgoing.ts';
import { accelerateParser } from './parser.ts';

export { type ChallengedRequest, type ChallengeTaker, takeChallenges } from './authentication.ts';
export { nextBranch } from './branches.ts';
export { writtenAs } from './outgoing.ts';

/** Everything of sip.js 0.21.2 that we replace or call although it is not public: name and whether it is there. */
export function patchedSymbols(): Readonly<Record<string, boolean>> {
  const has = (of: object, name: string): boolean => typeof (of as Record<string, unknown>)[name] === 'function';
  return {
    'Grammar.parse': has(Grammar, 'parse'),
    'IncomingMessage.prototype.getHeader': has(Core.IncomingMessage.prototype, 'getHeader'),
    'IncomingMessage.prototype.getHeaders': has(Core.IncomingMessage.prototype, 'getHeaders'),
    'IncomingMessage.prototype.hasHeader': has(Core.IncomingMessage.prototype, 'hasHeader'),
    'IncomingMessage.prototype.parseHeader': has(Core.IncomingMessage.prototype, 'parseHeader'),
    'UserAgentCore.prototype.receiveIncomingRequestFromTransport': has(
      Core.UserAgentCore.prototype,
      'receiveIncomingRequestFromTransport',
    ),
    'UserAgentCore.prototype.receiveIncomingResponseFromTransport': has(
      Core.UserAgentCore.prototype,
      'receiveIncomingResponseFromTransport',
    ),
    'ClientTransaction.makeId': has(Core.ClientTransaction, 'makeId'),
    'UserAgentClient.prototype.authenticationGuard': has(Core.UserAgentClient.prototype, 'authenticationGuard'),
    'UserAgentClient.prototype.init': has(Core.UserAgentClient.prototype, 'init'),
    'UserAgentClient.prototype.receiveResponse': has(Core.UserAgentClient.prototype, 'receiveResponse'),
    'UserAgentCore.prototype.makeOutgoingRequestMessage': has(Core.UserAgentCore.prototype, 'makeOutgoingRequestMessage'),
    'UserAgentCore.prototype.request': has(Core.UserAgentCore.prototype, 'request'),
    'UserAgentCore.prototype.dispose': has(Core.UserAgentCore.prototype, 'dispose'),
    'NonInviteClientTransaction.prototype.receiveResponse': has(Core.NonInviteClientTransaction.prototype, 'receiveResponse'),
    'NonInviteClientTransaction.prototype.stateTransition': has(Core.NonInviteClientTransaction.prototype, 'stateTransition'),
    'OutgoingRequestMessage.prototype.setHeader': has(Core.OutgoingRequestMessage.prototype, 'setHeader'),
    'OutgoingRequestMessage.prototype.toString': Object.hasOwn(Core.OutgoingRequestMessage.prototype, 'toString'),
    'Invitation.prototype.onAckTimeout': has(Invitation.prototype, 'onAckTimeout'),
    'Registerer.prototype.clearTimers': has(Registerer.prototype, 'clearTimers'),
    'UserAgent.prototype.initContact': has(UserAgent.prototype, 'initContact'),
  };
}

let applied = false;

/** Applies all run-time patches to sip.js, once per process, before its first user agent. */
export function applyPatches(prefix: string): void {
  if (applied) return;
  applied = true;
  accelerateParser();
  uniqueBranches(prefix);
  multiLegAuthentication();
  tolerateLostAck();
  answersThatAreLate();
  fastRequests();
}
