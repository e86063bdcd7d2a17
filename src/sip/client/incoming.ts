import { Core, Grammar, NameAddrHeader } from 'sip.js';
import {
  parseCSeq,
  parseNameAddr,
  parseVia,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  splitList,
  WireError,
} from '../wire/index.ts';
import { bareAsNull, VerbatimUri } from './verbatim-uri.ts';

type Incoming = Core.IncomingRequestMessage | Core.IncomingResponseMessage;

/** Where a message of sip.js keeps ours. */
const origin = Symbol('origin');
interface Made {
  [origin]?: SipMessage;
}

/** What came up the line as this; `undefined` for the answers that sip.js makes up when a request times out or cannot be sent. */
export const originOf = (message: object): SipMessage | undefined => (message as Made)[origin];

/**
 * A message as sip.js takes it, made from ours instead of its text: its own grammar, a hundred times slower, sees none of it. What is
 * needed to find transaction and dialog is read at once, every other header when it is asked for.
 * @throws WireError when one of those (From, To, Call-ID, CSeq, Via) is missing or cannot be read
 */
export const incomingRequest = (message: SipRequest): Core.IncomingRequestMessage => new IncomingRequest(message);

/** As `incomingRequest`. @throws WireError */
export const incomingResponse = (message: SipResponse): Core.IncomingResponseMessage => new IncomingResponse(message);

class IncomingRequest extends Core.IncomingRequestMessage {
  constructor(message: SipRequest) {
    super();
    readHead(this, message);
    this.method = message.method;
    this.ruri = VerbatimUri.of(message.uri);
  }
}

class IncomingResponse extends Core.IncomingResponseMessage {
  constructor(message: SipResponse) {
    super();
    this.method = readHead(this, message);
    this.statusCode = message.status;
    this.reasonPhrase = message.reason;
  }
}

/** Ends with the method in CSeq. */
function readHead(into: Incoming, message: SipMessage): string {
  const { headers, body } = message;
  const required = (name: string): string => {
    const value = headers.get(name);
    if (value === undefined) throw new WireError(`no ${name}`);
    return value;
  };
  const from = nameAddrOf(required('From'));
  const to = nameAddrOf(required('To'));
  const { number, method } = parseCSeq(required('CSeq'));
  const { host, port, parameters } = parseVia(splitList(required('Via'))[0] ?? '');
  into.from = from;
  into.to = to;
  into.fromTag = from.getParam('tag') as string;
  into.toTag = to.getParam('tag') as string;
  into.callId = required('Call-ID');
  into.cseq = number;
  into.via = { host, port: port as number };
  into.viaBranch = parameters.branch as string;
  into.body = body;
  (into as Made)[origin] = message;
  return method;
}

/** Headers whose lists sip.js wants one element at a time. */
const lists = new Set(['contact', 'record-route']);

const headersOf = (of: Incoming, name: string): string[] => {
  // sip.js writes some names with an underscore.
  const plain = name.toLowerCase().replaceAll('_', '-');
  const values = originOf(of)?.headers.getAll(plain) ?? [];
  return lists.has(plain) ? values.flatMap(splitList) : values;
};

/** Instead of the table of headers that sip.js would fill for each message. */
const onDemand = {
  getHeaders(this: Incoming, name: string): string[] {
    return headersOf(this, name);
  },
  getHeader(this: Incoming, name: string): string | undefined {
    return headersOf(this, name)[0];
  },
  hasHeader(this: Incoming, name: string): boolean {
    return headersOf(this, name).length > 0;
  },
  parseHeader(this: Incoming, name: string, index = 0): unknown {
    const value = headersOf(this, name)[index];
    return value === undefined ? undefined : shapeOf(this, name.toLowerCase(), value);
  },
};
Object.assign(IncomingRequest.prototype, onDemand, { s: onDemand.parseHeader });
Object.assign(IncomingResponse.prototype, onDemand, { s: onDemand.parseHeader });

/** A value in the shape that the grammar of sip.js gives it; `undefined`, as there, for one that cannot be read. */
function shapeOf(of: Incoming, name: string, value: string): unknown {
  switch (name) {
    case 'from':
      return of.from;
    case 'to':
      return of.to;
    case 'call-id':
    case 'content-type':
      return value;
    case 'cseq':
      return { value: of.cseq, method: of.method };
    case 'content-disposition':
      return { type: (value.split(';')[0] ?? '').trim().toLowerCase() };
    case 'event':
      return { event: (value.split(';')[0] ?? '').trim().toLowerCase() };
    case 'contact':
    case 'refer-to':
      try {
        return nameAddrOf(value);
      } catch (error) {
        if (error instanceof WireError) return undefined;
        throw error;
      }
    default: {
      const parsed = grammar.parse(value, name.replaceAll('-', '_'));
      return parsed === -1 ? undefined : parsed;
    }
  }
}

const grammar = Grammar as unknown as { parse(text: string, rule: string): unknown };

function nameAddrOf(value: string): NameAddrHeader {
  const { uri, display, parameters } = parseNameAddr(value);
  return new NameAddrHeader(VerbatimUri.of(uri), display as string, bareAsNull(parameters) as Record<string, string>);
}
