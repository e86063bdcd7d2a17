import { type Core, type Invitation, type Message, type URI, UserAgent } from 'sip.js';
import type { SipConnection } from '../transport/index.ts';
import { newTag, type Random, type SipRequest, type SipResponse } from '../wire/index.ts';
import { incomingRequest, incomingResponse } from './incoming.ts';
import { applyPatches, type ChallengeTaker, takeChallenges } from './patches/index.ts';
import { isWebSocket, type Translation } from './rewriting.ts';
import { sessionDescription } from './session-description.ts';
import { type StackLine, StackTransport } from './stack-transport.ts';

/** What the stack needs from the endpoint it works for. */
export interface StackOptions {
  readonly connection: SipConnection;
  readonly translation: Translation;
  /** The user's, as sip.js reads it. */
  readonly self: URI;
  readonly instance: string;
  readonly userAgent: string;
  readonly random: Random;
  /** Sends the last form of a message. @throws when the line is down */
  outgoing(text: string): void;
  /** Takes incoming invitations. */
  invited(invitation: Invitation): void;
  readonly challenged: ChallengeTaker['challenged'];
}

/**
 * sip.js, made to look like a Lync client: its transactions and IM dialogs, on a line that it neither opens nor closes.
 *
 * It is started at once, and hands out nothing but the texts that are to be sent.
 */
export class Stack {
  readonly userAgent: UserAgent;
  readonly #viaHost: string;

  constructor(options: StackOptions) {
    const { connection, translation, self, instance, userAgent, random } = options;
    const { viaHost } = translation;
    this.#viaHost = viaHost;
    this.userAgent = new UserAgent({
      uri: self,
      viaHost,
      // Any length but five: with five sip.js refuses dialogs whose Call-ID begins like its own, and peers reuse ours.
      sipjsId: random(4).toString('hex'),
      instanceId: instance,
      // In a URI it says `ws` even where the line is encrypted (RFC 7118 section 5.3).
      contactParams: {
        transport: isWebSocket(connection) ? 'ws' : connection.protocol.toLowerCase(),
        'ms-opaque': newTag(random),
      },
      userAgentString: userAgent,
      transportConstructor: StackTransport,
      transportOptions: { connection, outgoing: options.outgoing } satisfies StackLine,
      sessionDescriptionHandlerFactory: () => sessionDescription(translation.self, connection.local.host),
      delegate: { onInvite: options.invited, onMessage: refuseStray },
      sendInitialProvisionalResponse: false,
      gracefulShutdown: false,
      logBuiltinEnabled: false,
      logConfiguration: false,
    });
    // The registrar's answer is searched for our Contact by its user part.
    this.userAgent.contact.uri.user = self.user;
    const { userAgentCore } = this.userAgent;
    sayNoMore(userAgentCore);
    takeChallenges(userAgentCore, { challenged: options.challenged });
    void this.userAgent.start();
  }

  /**
   * Hands a request up. What the stack threw on it comes back.
   * @throws WireError when a header is missing by which dialogs and transactions are found
   */
  takeRequest(request: SipRequest): Error | undefined {
    const message = incomingRequest(request);
    return this.#transport.receive(() => this.userAgent.userAgentCore.receiveIncomingRequestFromTransport(message));
  }

  /** Hands an answer up. What the stack threw on it comes back. @throws WireError as `takeRequest` */
  takeAnswer(response: SipResponse): Error | undefined {
    const message = incomingResponse(response);
    // Sent by somebody else: silently discarded (RFC 3261 section 18.1.2). More than one Via sip.js discards itself.
    if (message.via.host !== this.#viaHost || message.via.port !== undefined) return undefined;
    return this.#transport.receive(() => this.userAgent.userAgentCore.receiveIncomingResponseFromTransport(message));
  }

  /** Ends all transactions and dialogs: no timer is left. Never throws. */
  async stop(): Promise<void> {
    await this.userAgent.stop().catch(() => {});
  }

  get #transport(): StackTransport {
    return this.userAgent.transport as StackTransport;
  }
}

/** Before the first of all endpoints: applies what we change in sip.js. */
export const prepareStack = (random: Random): void => applyPatches(`coex${random(4).toString('hex')}`);

/** What sip.js supports by itself (outbound, path, gruu) is not what a Lync client says. */
function sayNoMore(core: Core.UserAgentCore): void {
  (core.configuration as { supportedOptionTagsResponse: unknown }).supportedOptionTagsResponse = undefined;
  const stock = core.makeOutgoingRequestMessage.bind(core);
  core.makeOutgoingRequestMessage = (method, target, from, to, more, headers, body) =>
    stock(method, target, from, to, { ...more, optionTags: [] }, headers, body);
}

/**
 * A text outside of any conversation has no reader: sip.js would answer 200, which its sender takes for delivered. 481 makes a Lync client
 * invite and say it again.
 */
const refuseStray = (message: Message): void => {
  const extraHeaders = ['Warning: 399 coex "a text is taken in a conversation only, after INVITE"'];
  void message.reject({ statusCode: 481, reasonPhrase: 'Call Leg/Transaction Does Not Exist', extraHeaders }).catch(() => {});
};
