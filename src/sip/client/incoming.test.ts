import { Core, type NameAddrHeader } from 'sip.js';
import { describe, expect, it } from 'vitest';
import { parseMessage, type SipRequest, type SipResponse, WireError } from '../wire/index.ts';
import { incomingRequest, incomingResponse, originOf } from './incoming.ts';

const logger = { log() {}, warn() {}, error() {}, debug() {} } as unknown as Parameters<typeof Core.Parser.parseMessage>[1];
const text = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\nhello`;

const dialog = [
  'Record-Route: <sip:fe1.contoso.net:5061;transport=tls;opaque=state:T;lr;ms-route-sig=aaBB.1~->;tag=01, <sip:fe2.contoso.net;lr>',
  'Via: SIP/2.0/TLS fe1.contoso.net:5061;branch=z9hG4bKA1.1;branched=FALSE;ms-internal-info="ab"',
  'Via: SIP/2.0/TLS 192.0.2.9:50001;ms-received-port=50001',
  'Max-Forwards: 69',
  'From: "Lena, legacy" <sip:lena@contoso.net>;tag=8d1c;epid=d2ff665153',
  'To: <sip:mika@contoso.net>;tag=77;epid=aabbccddee',
  'Call-ID: 5f0b7c2ad1e94c3f8a6e2b1d0c9f8e7d',
  'Contact: <sip:lena@contoso.net;opaque=user:epid:JLcBefPLmVK_0AQYJ-UEiAAA;gruu>',
  'Supported: ms-sender',
  'Content-Disposition: render;handling=optional',
  'Content-Type: text/plain; charset=UTF-8',
  'Content-Length: 5',
];
const samples = {
  request: text('MESSAGE sip:mika@192.0.2.10:50000;transport=tls;ms-opaque=d3 SIP/2.0', ...dialog, 'CSeq: 7 MESSAGE'),
  'request with compact names': text(
    'INVITE sip:mika@contoso.net SIP/2.0',
    'v: SIP/2.0/TCP fe1.contoso.net;branch=z9hG4bK1',
    'f: <sip:lena@contoso.net>;tag=1',
    't: sip:mika@contoso.net',
    'i: c@contoso.net',
    'm: <sip:lena@192.0.2.1:5060>',
    'CSeq: 1 INVITE',
    'l: 5',
  ),
  response: text('SIP/2.0 480 Temporarily Unavailable', ...dialog, 'CSeq: 7 INVITE'),
};

/** What the layers of sip.js look at. */
function seen(message: Core.IncomingRequestMessage | Core.IncomingResponseMessage) {
  const names = ['via', 'From', 'to', 'record-route', 'Contact', 'call_id', 'Supported', 'Content-Type', 'X-Unknown'];
  const address = (value: NameAddrHeader | undefined) => value && [value.displayName, String(value.uri), value.parameters];
  return {
    ...('ruri' in message && message.ruri && { ruri: [message.ruri.toRaw(), message.ruri.scheme, message.ruri.user] }),
    ...('statusCode' in message && { status: [message.statusCode, message.reasonPhrase] }),
    method: message.method,
    from: address(message.from),
    to: address(message.to),
    tags: [message.fromTag, message.toTag],
    ids: [message.callId, message.cseq, message.viaBranch, message.via.host, message.via.port],
    headers: names.map((name) => [message.hasHeader(name), message.getHeader(name), message.getHeaders(name)]),
    contact: address(message.parseHeader('contact')),
    disposition: message.parseHeader('Content-Disposition')?.type,
    hasTag: message.parseHeader('to').hasParam('tag'),
    body: message.body,
  };
}

describe('a message made from ours', () => {
  for (const [what, sample] of Object.entries(samples)) {
    it(`shows sip.js what its own parser would: ${what}`, () => {
      const message = parseMessage(sample);
      const made = message.kind === 'request' ? incomingRequest(message) : incomingResponse(message);
      expect(seen(made)).toEqual(seen(Core.Parser.parseMessage(sample, logger)!));
      expect(originOf(made)).toBe(message);
    });
  }

  it('keeps addresses as they were written, and takes those that the grammar would not', () => {
    const request = parseMessage(
      samples.request
        .replace(/From:.*/, 'From: <tel:+1425;phone-context=contoso.net>;tag=1;epid=')
        .replace(/Contact:.*/, 'Contact: <sip:Lena;x=%6C@Contoso.NET;Opaque=A;gruu>'),
    ) as SipRequest;
    const made = incomingRequest(request);
    expect([String(made.from.uri), made.fromTag]).toEqual(['tel:+1425;phone-context=contoso.net', '1']);
    const { uri } = made.parseHeader('Contact') as NameAddrHeader;
    for (const copy of [uri, uri.clone()]) {
      expect([copy.toString(), copy.toRaw()]).toEqual([
        'sip:Lena;x=%6C@Contoso.NET;Opaque=A;gruu',
        'sip:Lena;x=%6C@Contoso.NET;Opaque=A;gruu',
      ]);
    }
  });

  it.each(['From', 'To', 'Call-ID', 'CSeq', 'Via'])('wants a %s', (name) => {
    const without = (sample: string) => parseMessage(sample.replaceAll(new RegExp(`^${name}:.*\r\n`, 'gm'), ''));
    expect(() => incomingRequest(without(samples.request) as SipRequest)).toThrow(WireError);
    expect(() => incomingResponse(without(samples.response) as SipResponse)).toThrow(WireError);
  });

  it('says nothing of a Contact that cannot be read, as the parser of sip.js does', () => {
    const request = parseMessage(samples.request.replace(/Contact:.*/, 'Contact: <nonsense')) as SipRequest;
    expect(incomingRequest(request).parseHeader('contact')).toBeUndefined();
  });
});
