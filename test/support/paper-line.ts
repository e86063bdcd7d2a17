import { randomBytes } from 'node:crypto';
import type { NtlmAssociation } from '../../src/sip/auth/index.ts';
import { Endpoint } from '../../src/sip/client/index.ts';
import type { ConnectionListener, SipConnection } from '../../src/sip/transport/index.ts';
import { parseMessage, type SipMessage } from '../../src/sip/wire/index.ts';
import { systemClock } from '../../src/time/index.ts';

/** An endpoint on a line to nowhere. */
export interface PaperLine {
  readonly endpoint: Endpoint;
  /** What the endpoint sent, in order. */
  readonly sent: readonly SipMessage[];
  /** Lets a message come up the line. */
  feed(text: string): void;
}

/** An association that finds every signature good: what gets past the signatures is what a server could do. */
const trusting = {
  state: 'established',
  verify: () => 'ok',
  sign: () => undefined,
  next: () => undefined,
} as unknown as NtlmAssociation;

/** A signed-in endpoint of legacy Lena whose server is the test. */
export function endpointOnAPaperLine(): PaperLine {
  let listener: ConnectionListener | undefined;
  let isOpen = true;
  const sent: SipMessage[] = [];
  const connection: SipConnection = {
    peer: 'fe1.contoso.net',
    address: { host: '127.0.0.1', port: 1 },
    local: { host: '127.0.0.1', port: 50000 },
    protocol: 'TCP',
    get isOpen() {
      return isOpen;
    },
    send: (text) => void sent.push(parseMessage(text)),
    ping: () => {},
    listen: (one) => {
      listener = one;
    },
    close: async () => {
      isOpen = false;
    },
  };
  const endpoint = new Endpoint({
    connection,
    association: trusting,
    name: 'legacy Lena',
    uri: 'sip:lena@contoso.net',
    epid: 'd2ff665153',
    userAgent: 'test',
    budget: 50,
    clock: systemClock,
    random: randomBytes,
  });
  endpoint.confirm();
  return { endpoint, sent, feed: (text) => listener!.message(text) };
}
