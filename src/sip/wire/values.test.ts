import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatChallenge,
  formatMultipart,
  formatNameAddr,
  Headers,
  newBranch,
  newCallId,
  newTag,
  parseChallenge,
  parseContentType,
  parseCSeq,
  parseMultipart,
  parseNameAddr,
  parseParameters,
  parseUri,
  parseVia,
  pooledRandom,
  quote,
  splitList,
  unquote,
  WireError,
} from './index.ts';

describe('addresses', () => {
  it.each([
    ['<sip:a@b>;tag=1;epid=2', { uri: 'sip:a@b', parameters: { tag: '1', epid: '2' } }],
    [
      '"Bob, \\"the\\" <Lab>" <sip:b@b;opaque=user:epid:X;gruu> ; TAG = "0011"',
      { display: 'Bob, "the" <Lab>', uri: 'sip:b@b;opaque=user:epid:X;gruu', parameters: { tag: '0011' } },
    ],
    ['Bob Lab<sip:b@b>', { display: 'Bob Lab', uri: 'sip:b@b', parameters: {} }],
    ['sip:b@b;tag=x', { uri: 'sip:b@b', parameters: { tag: 'x' } }],
    ['*', { uri: '*', parameters: {} }],
    [
      '<sip:192.0.2.1:5;transport=tls;ms-opaque=d3>;expires=7200;+sip.instance="<urn:uuid:7901>";gruu="sip:a@b;opaque=x;gruu"',
      {
        uri: 'sip:192.0.2.1:5;transport=tls;ms-opaque=d3',
        parameters: { expires: '7200', '+sip.instance': '<urn:uuid:7901>', gruu: 'sip:a@b;opaque=x;gruu' },
      },
    ],
    ['<sip:fe:5061;lr;ms-route-sig=aB3=>;tag=ABC', { uri: 'sip:fe:5061;lr;ms-route-sig=aB3=', parameters: { tag: 'ABC' } }],
  ])('reads %s', (text, expected) => {
    expect(parseNameAddr(text)).toEqual(expected);
  });

  it.each(['', '<>', '<sip:a', '"x <sip:a>', '<sip:a> b', '<sip:a b>', 'sip:a b'])('refuses "%s"', (text) => {
    expect(() => parseNameAddr(text)).toThrow(WireError);
  });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.dictionary(fc.stringMatching(/^[a-z-]{1,8}$/), fc.string()),
        (display, parameters) => {
          const read = parseNameAddr(formatNameAddr({ display, uri: 'sip:a@b;c', parameters }));
          expect(read).toEqual({ display, uri: 'sip:a@b;c', parameters });
        },
      ),
    );
  });

  it('are split at commas that separate', () => {
    expect(splitList('"a, b" <sip:a,b@c>;x="1,2" , <tel:+1>,, sip:d')).toEqual([
      '"a, b" <sip:a,b@c>;x="1,2"',
      '<tel:+1>',
      'sip:d',
    ]);
  });
});

describe('parameters', () => {
  it('are safe whatever their names', () => {
    const read = parseParameters('__proto__=1;constructor=2;a;A=3');
    expect(Object.entries(read)).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
      ['a', ''],
    ]);
    expect(read.toString).toBeUndefined();
  });

  it('quotation is undone', () => {
    fc.assert(fc.property(fc.string(), (text) => unquote(quote(text)) === text));
  });
});

describe('URIs', () => {
  it.each([
    ['sip:lena@Contoso.NET', { scheme: 'sip', user: 'lena', host: 'contoso.net', parameters: {} }],
    ['sip:contoso.net:5061;transport=tls', { scheme: 'sip', host: 'contoso.net', port: 5061, parameters: { transport: 'tls' } }],
    [
      'sips:a;b?c@[2001:db8::1]:5061;lr?X=y',
      { scheme: 'sips', user: 'a;b?c', host: '2001:db8::1', port: 5061, parameters: { lr: '' }, headers: 'X=y' },
    ],
    ['tel:+15550100;phone-context=x', { scheme: 'tel', user: '+15550100', host: '', parameters: { 'phone-context': 'x' } }],
    [
      'sip:o@d;gruu;opaque=app:conf:focus:id:B1',
      { scheme: 'sip', user: 'o', host: 'd', parameters: { gruu: '', opaque: 'app:conf:focus:id:B1' } },
    ],
  ])('reads %s', (text, expected) => {
    expect(parseUri(text)).toEqual(expected);
  });

  it.each(['', 'lena@contoso.net', 'http://x', 'sip:', 'sip:a@', 'sip:a@b:99999', 'sip:a@b:x', 'tel:', 'sip:a b@c', 'sip:<a>'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseUri(text)).toThrow(WireError);
    },
  );
});

describe('Via and CSeq', () => {
  it.each([
    ['SIP/2.0/tcp 192.0.2.1:5060', { transport: 'TCP', host: '192.0.2.1', port: 5060, parameters: {} }],
    [
      'SIP / 2.0 / TLS  fe1.lab.test;branch=z9hG4bK1;branched=FALSE;ms-internal-info="a;b"',
      {
        transport: 'TLS',
        host: 'fe1.lab.test',
        parameters: { branch: 'z9hG4bK1', branched: 'FALSE', 'ms-internal-info': 'a;b' },
      },
    ],
    ['SIP/2.0/TLS [2001:db8::1]:5061;rport', { transport: 'TLS', host: '2001:db8::1', port: 5061, parameters: { rport: '' } }],
  ])('reads %s', (text, expected) => {
    expect(parseVia(text)).toEqual(expected);
  });

  it('reads a CSeq and refuses what is none', () => {
    expect(parseCSeq(' 3  REGISTER ')).toEqual({ number: 3, method: 'REGISTER' });
    for (const bad of ['', '3', 'REGISTER 3', '-1 BYE', '2147483648 BYE', '1 B Y'])
      expect(() => parseCSeq(bad)).toThrow(WireError);
    for (const bad of ['', 'SIP/2.0 x', 'SIP/3.0/TLS x', 'SIP/2.0/TLS']) expect(() => parseVia(bad)).toThrow(WireError);
  });
});

describe('challenges', () => {
  it('reads what real servers send', () => {
    expect(parseChallenge('NTLM realm="SIP Communications Service", targetname="fe1.lab.test", version=4')).toEqual({
      scheme: 'NTLM',
      parameters: { realm: 'SIP Communications Service', targetname: 'fe1.lab.test', version: '4' },
    });
    expect(parseChallenge('TLS-DSK  QOP="auth",gssapi-data="",sts-uri="https://x/a,b"')).toEqual({
      scheme: 'TLS-DSK',
      parameters: { qop: 'auth', 'gssapi-data': '', 'sts-uri': 'https://x/a,b' },
    });
    expect(parseChallenge('Kerberos')).toEqual({ scheme: 'Kerberos', parameters: {} });
    expect(parseChallenge('NTLM gssapi-data="TlRM=="').parameters['gssapi-data']).toBe('TlRM==');
    for (const bad of ['', '"NTLM"', 'NTLM a="b']) expect(() => parseChallenge(bad)).toThrow(WireError);
  });

  it('writes them in the same form', () => {
    expect(formatChallenge('NTLM', { qop: 'auth', opaque: undefined, 'gssapi-data': '', version: 4, cnum: 1 })).toBe(
      'NTLM qop="auth", gssapi-data="", version=4, cnum="1"',
    );
  });
});

describe('multipart bodies', () => {
  const type = 'multipart/related;type="application/rlmi+xml";start=resourceList;Boundary="a b"';

  it('leave an empty line before each boundary', () => {
    const part = { headers: new Headers([['Content-ID', '<resourceList>']]), body: '<list/>' };
    expect(formatMultipart('X', [part, part])).toBe(
      '--X\r\nContent-ID: <resourceList>\r\n\r\n<list/>\r\n\r\n--X\r\nContent-ID: <resourceList>\r\n\r\n<list/>\r\n\r\n--X--\r\n',
    );
    expect(() => formatMultipart('X', [{ ...part, body: 'a\r\n--X' }])).toThrow(WireError);
  });

  it('are read with and without empty lines, preamble and end', () => {
    const read = (body: string) => parseMultipart(type, body).map((part) => [part.headers.get('content-id'), part.body]);
    const expected = [
      ['1', 'one'],
      [undefined, 'two'],
    ];
    expect(read('--a b\r\nContent-ID: 1\r\n\r\none\r\n\r\n--a b\r\n\r\ntwo\r\n\r\n--a b--\r\n')).toEqual(expected);
    expect(read('hello\r\n--a b \r\nContent-ID: 1\r\n\r\none\r\n--a b\r\n\r\ntwo\r\n--a b--')).toEqual(expected);
    expect(read('--a b\r\nContent-ID: 1\r\n\r\none\r\n--a b\r\n\r\ntwo')).toEqual(expected);
  });

  it.each([
    ['text/plain;boundary=X', '--X--'],
    ['multipart/mixed', '--X--'],
    ['multipart/mixed;boundary=X', 'nothing'],
    ['multipart/mixed;boundary=X', '--Xyz\r\n\r\n'],
  ])('refuse %s with %s', (contentType, body) => {
    expect(() => parseMultipart(contentType, body)).toThrow(WireError);
  });

  it('are read as they were written', () => {
    const body = fc.string().filter((text) => !text.includes('--BOUNDARY'));
    const headers = fc.array(fc.tuple(fc.constantFrom('Content-ID', 'Content-Type'), fc.stringMatching(/^[a-z/<>@.]{0,9}$/)), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(fc.record({ headers, body }), { minLength: 1, maxLength: 4 }), (parts) => {
        const written = parts.map((part) => ({ body: part.body, headers: new Headers(part.headers) }));
        const read = parseMultipart('multipart/related; boundary=BOUNDARY', formatMultipart('BOUNDARY', written));
        expect(read.map((part) => [part.body, [...part.headers]])).toEqual(written.map((part) => [part.body, [...part.headers]]));
      }),
    );
  });

  it('have a type with any parameters', () => {
    expect(parseContentType('Text/Plain; charset=UTF-8; msgr=WAAtAE0=')).toEqual({
      type: 'text/plain',
      parameters: { charset: 'UTF-8', msgr: 'WAAtAE0=' },
    });
  });
});

it('identifiers come from the randomness they are given', () => {
  const random = (bytes: number) => Buffer.alloc(bytes, 0xab);
  expect(newTag(random)).toBe('ab'.repeat(5));
  expect(newCallId(random)).toBe('ab'.repeat(16));
  expect(newBranch(random)).toBe(`z9hG4bK${'ab'.repeat(8)}`);
});

describe('a supply of random bytes', () => {
  it('is drawn at once and handed out once, in any portions', () => {
    let drawn = 0;
    // Counts up, so that a byte handed out twice or left out shows.
    const counting = (bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, () => drawn++));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 8 }), (portions) => {
        drawn = 0;
        const random = pooledRandom(counting, 16);
        const handedOut = portions.flatMap((bytes) => {
          const portion = random(bytes);
          expect(portion.length).toBe(bytes);
          return [...portion];
        });
        expect(handedOut).toEqual([...new Set(handedOut)].sort((a, b) => a - b));
      }),
    );
    expect(pooledRandom(counting, 16)(40).length).toBe(40);
  });
});
