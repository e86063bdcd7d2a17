import { Grammar, NameAddrHeader, URI } from 'sip.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { accelerateParser, stockParse } from './parser.ts';

const parse = (text: string, rule: string): unknown =>
  (Grammar as unknown as { parse(text: string, rule: string): unknown }).parse(text, rule);

/**
 * Plain values, so that a difference shows. Of no account, because sip.js never looks: `undefined` members, the empty user that its
 * copies get, the kind of host in a Via and an empty list of its parameters.
 */
const plain = (parsed: unknown): unknown =>
  JSON.parse(
    JSON.stringify(parsed, (name, value) =>
      (name === 'user' && value === '') || name === 'host_type' || (name === 'params' && Object.keys(value).length === 0)
        ? undefined
        : value,
    ) ?? 'null',
  );

const uri = 'sip:lena@contoso.net;opaque=user:epid:JLcBefPLmVK_0AQYJ-UEiAAA;gruu';
const instance = '+sip.instance="<urn:uuid:7901b724-cbf3-5299-bfd0-041827e50488>"';
const route = '<sip:fe1.contoso.net:5061;transport=tls;opaque=state:T:F:Ci.R1f00;lr;ms-route-sig=aaBB.1~-;ms-fe=fe1.contoso.net>';

const same: Readonly<Record<string, readonly string[]>> = {
  Content_Length: ['0', '5', '1048576'],
  Max_Forwards: ['70', '0'],
  CSeq: ['1 REGISTER', '4711 INVITE', '2\tMESSAGE', '1', 'x INVITE'],
  Call_ID: ['5f0b7c2ad1e94c3f8a6e2b1d0c9f8e7d', 'a.b@host.net', 'F3gC9A1E0a1D2m2B2t0E6i1B9bB1B1xE0C4x1A', ''],
  Content_Type: [
    'text/plain; charset=UTF-8',
    'application/sdp',
    'multipart/related;type="application/rlmi+xml";boundary=X',
    'plain',
  ],
  Via: [
    'SIP/2.0/TLS abc.invalid;branch=z9hG4bK1',
    'SIP/2.0/TCP 192.0.2.10:50000;ms-received-port=50000;ms-received-cid=1F00',
    'SIP/2.0/tls fe1.contoso.net:5061;branch=z9hG4bKA.1;branched=FALSE;ms-internal-info="abc"',
    'SIP/2.0/WS abc.invalid;branch=z9hG4bK1;received=127.0.0.1;rport=5061',
    'SIP/2.0/TLS [::1]:5061;branch=z9hG4bK1',
    'SIP/2.0/TLS host;maddr=192.0.2.1;ttl=3;branch=z9hG4bK1',
    'nonsense',
  ],
  Request_Response: [
    'SIP/2.0 200 OK',
    'SIP/2.0 301 Redirect request to Home Server',
    `INVITE ${uri} SIP/2.0`,
    'MESSAGE sip:lena@192.0.2.10:50000;transport=tls SIP/2.0',
    'OPTIONS sips:lena@contoso.net SIP/2.0',
    'nonsense',
  ],
  From: [
    `<sip:lena@contoso.net>;tag=8d1c2e4f6a;epid=d2ff665153`,
    `"Lena, legacy" <sip:lena@contoso.net>;tag=8d1c2e4f6a`,
    'sip:lena@contoso.net;tag=8d1c2e4f6a',
    '"a \\"b\\"" <sip:lena@contoso.net>;tag=1',
    '<tel:+4912345>;tag=1',
  ],
  To: ['<sip:lena@contoso.net>', `<${uri}>;tag=0123456789ABCDEF0123456789ABCDEF;epid=ab`, '"" <sip:lena@contoso.net>'],
  SIP_URI: [
    uri,
    'sip:contoso.net',
    'sips:lena@Contoso.NET:5061',
    'sip:Lena.L@HOST.net:5061;Transport=TLS;Maddr=x;LR;User=Phone;method=Invite',
    'sip:lena%20l@contoso.net',
    "sip:a!b~c*d'e@contoso.net",
    'sip:lena:secret@contoso.net',
    'sip:lena@[::1]:5060',
    'sip:lena@contoso.net?subject=x',
    'sip:lena@1host',
    'sip:lena@-host',
    'sip:lena@host.',
    'sip:lena@192.0.2.10:50000;ms-received-cid=1F00',
    'sip:lena@contoso.net:0',
    'sip:',
    'http://contoso.net',
  ],
  Contact: [
    `<sip:lena@192.0.2.10:50000;transport=tls;ms-opaque=d3470f2e1d;ms-received-cid=1F00>;expires=7200;${instance};gruu="${uri}"`,
    `<${uri}>`,
    '<sip:a@b.net>;expires=3, <sip:c@d.net>;q=0.5',
    '"A" <sip:a@b.net>;Expires=3;Q=0.3;X=aB',
    'sip:a@b.net',
    '<sip:192.0.2.10:50000;transport=tls>;proxy=replace',
    '<nonsense>',
  ],
  Record_Route: [`${route};tag=0123456789ABCDEF`, `${route}, <sip:fe2.contoso.net;lr>`, '<nonsense>'],
  WWW_Authenticate: [
    'NTLM realm="SIP Communications Service", targetname="fe1.contoso.net", version=4',
    'Kerberos realm="SIP Communications Service", targetname="sip/fe1.contoso.net", version=4',
    'TLS-DSK realm="x", targetname="fe1", version=4, sts-uri="https://fe1:443/CertProv/CertProvisioningService.svc"',
    'Digest realm="x", nonce="y", algorithm=MD5',
  ],
  Proxy_Authenticate: ['NTLM realm="x", targetname="fe1", version=4', 'Digest realm="x", nonce="y"'],
  uuid: ['7901b724-cbf3-5299-bfd0-041827e50488', '7901B724-CBF3-5299-BFD0-041827E50488', '7901b724'],
  Refer_To: ['<sip:a@b.net>'],
  Event: ['presence'],
};

describe('the accelerated parser of sip.js', () => {
  beforeAll(() => accelerateParser());

  for (const [rule, texts] of Object.entries(same)) {
    for (const text of texts) {
      it(`reads ${rule} like the grammar: ${text}`, () => {
        const stock = plain(stockParse(text, rule));
        expect(plain(parse(text, rule))).toEqual(stock);
        // Once more: what is remembered must be as good as what was read.
        expect(plain(parse(text, rule))).toEqual(stock);
      });
    }
  }

  it('keeps the kinds of objects', () => {
    expect(parse(uri, 'SIP_URI')).toBeInstanceOf(URI);
    expect(parse(`<${uri}>;tag=1`, 'To')).toBeInstanceOf(NameAddrHeader);
    expect((parse(`<${uri}>`, 'Contact') as { parsed: unknown }[])[0]!.parsed).toBeInstanceOf(NameAddrHeader);
  });

  it('writes a URI as the grammar would', () => {
    for (const text of same.SIP_URI!) {
      const stock = stockParse(text, 'SIP_URI');
      if (stock === -1) continue;
      expect(String(parse(text, 'SIP_URI'))).toBe(String(stock));
      expect((parse(text, 'SIP_URI') as URI).toRaw()).toBe((stock as URI).toRaw());
    }
  });

  it('hands out copies, so that one message cannot change another', () => {
    const value = `${route};tag=1, <sip:fe2.contoso.net;lr>`;
    const first = parse(value, 'Record_Route') as { parsed: NameAddrHeader }[];
    first[0]!.parsed.uri.host = 'changed';
    expect((parse(value, 'Record_Route') as { parsed: NameAddrHeader }[])[0]!.parsed.uri.host).toBe('fe1.contoso.net');
  });

  it('takes what the grammar would lose: base64 parameters, bracketed reasons, empty parameters', () => {
    const taken: readonly (readonly [rule: string, text: string])[] = [
      ['Content_Type', 'text/plain; charset=UTF-8; msgr=WAAtAE0='],
      ['Request_Response', 'SIP/2.0 480 Temporarily [un]available'],
      ['From', '<sip:lena@contoso.net>;tag=1;epid='],
    ];
    for (const [rule, text] of taken) {
      expect(stockParse(text, rule)).toBe(-1);
      expect(parse(text, rule)).not.toBe(-1);
    }
  });
});
