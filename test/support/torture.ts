/**
 * The messages of RFC 4475 ("SIP Torture Test Messages"), rewritten in as few lines as carry what each of them is about; sections in
 * the names. `\n` stands for CRLF; `%len%` for the length of the body in bytes.
 */

export interface TortureMessage {
  readonly name: string;
  readonly text: string;
  /** Words that the parsed message must show, or the reason for which it is refused. */
  readonly expected: { readonly parsed: Readonly<Record<string, unknown>> } | { readonly refused: RegExp };
}

const message = (name: string, expected: TortureMessage['expected'], head: string, body = ''): TortureMessage => {
  const content = body.replaceAll('\n', '\r\n');
  const length = String(Buffer.byteLength(content));
  return { name, expected, text: `${head.trim().replaceAll('\n', '\r\n').replace('%len%', length)}\r\n\r\n${content}` };
};
const parsed = (words: Readonly<Record<string, unknown>>) => ({ parsed: words });
const refused = (why: RegExp) => ({ refused: why });

const sdp = 'v=0\no=mhandley 29739 7272939 IN IP4 192.0.2.3\ns=-\nc=IN IP4 192.0.2.4\nt=0 0\nm=audio 49217 RTP/AVP 0 12\n';
const rest = (method: string, id: string) => `Max-Forwards: 70
To: sip:j.user@example.com
From: sip:caller@example.net;tag=1a
Call-ID: ${id}
CSeq: 1 ${method}
Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw
Content-Length: %len%`;
const invite = (id: string, line = 'INVITE sip:user@example.com SIP/2.0') => `${line}\n${rest('INVITE', id)}`;

export const tortureMessages: readonly TortureMessage[] = [
  message(
    '3.1.1.1 a short tortuous INVITE',
    parsed({
      method: 'INVITE',
      uri: 'sip:vivekg@chair-dnrc.example.com;unknownparam',
      cseq: { number: 9, method: 'INVITE' },
      from: { display: 'J Rosenberg \\"', parameters: { tag: '98asjd8' } },
      vias: ['UDP', 'TCP', 'TLS', 'UDP', 'UDP'],
      subject: '',
      newFangled: 'newfangled value continued newfangled value',
    }),
    `INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
TO :
 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: wsinv.ndaksdj@192.0.2.1
Content-Length   : %len%
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /UDP
    192.0.2.2;branch=390skdjuw
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Content-Type: application/sdp
Route:
 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
v:  SIP  / 2.0  / TCP     spindle.example.com   ;
  branch  =   z9hG4bK9ikj8  ,
 SIP  /    2.0   / TLS  192.168.255.111   ; branch=
 z9hG4bK30239, SIP/2.0/UDP a.example.com, SIP/2.0/UDP b.example.com
m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33`,
    sdp,
  ),
  message(
    '3.1.1.2 every character that a token and a URI may have',
    // But for the NUL in its display name, which the next one has.
    parsed({
      method: "!interesting-Method0123456789_*+`.%indeed'~",
      cseq: { number: 139122385, method: "!interesting-Method0123456789_*+`.%indeed'~" },
    }),
    `!interesting-Method0123456789_*+\`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0
Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+\`'~
To: "BEL:\\\x07 DEL:\\\x7F" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>
From: token1~\` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="\u0440\u0430\u0431\u043e\u0442\u0430";tag=_token~1'+\`*%!-.
Call-ID: intmeth.word%ZK-!.*_+'@word\`~)(><:\\/"][?}{
CSeq: 139122385 !interesting-Method0123456789_*+\`.%indeed'~
Max-Forwards: 255
extensionHeader-!.%*+_\`'~:\uFEFF\u5927\u505C\u96FB
Content-Length: 0`,
  ),
  message(
    '3.1.1.2 an escaped NUL in a display name: allowed by the grammar, and taken from nobody',
    refused(/line break or NUL/),
    invite('intmeth.word%ZK-!.*_+').replace(
      'To: sip:j.user@example.com',
      'To: "BEL:\\\x07 NUL:\\\x00 DEL:\\\x7F" <sip:j.user@example.com>',
    ),
  ),
  message(
    '3.1.1.3 escapes in a URI',
    parsed({
      uri: 'sip:sips%3Auser%40example.com@example.net',
      requestUri: { user: 'sips%3Auser%40example.com', host: 'example.net' },
    }),
    invite('esc01.239409asdfakjkn23onasd0-3234', 'INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0'),
  ),
  message(
    '3.1.1.4 an escaped NUL in a URI',
    parsed({ requestUri: { user: 'null-%00-null' } }),
    `REGISTER sip:null-%00-null@example.com SIP/2.0\n${rest('REGISTER', 'escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd')}`,
  ),
  message(
    '3.1.1.5 a method with a per cent sign, which is no escape',
    parsed({ method: 'RE%47IST%45R' }),
    `RE%47IST%45R sip:registrar.example.com SIP/2.0\n${rest('RE%47IST%45R', 'esc02.asdfnqwo34rq23i34jrjasdcnl23nrlknsdf')}`,
  ),
  message(
    '3.1.1.6 no blank between a display name and a bracket',
    parsed({ from: { display: 'caller', uri: 'sip:caller@example.com' } }),
    invite('lwsdisp.1234abcd@funky.example.com').replace('From: sip:caller@example.net', 'From: caller<sip:caller@example.com>'),
  ),
  message(
    '3.1.1.7 long values',
    parsed({ from: { uri: `sip:longreq.onereallyreallylong${'x'.repeat(3000)}@example.net` } }),
    invite('longreq.onereallylongcallid').replace(
      'sip:caller@example.net',
      `<sip:longreq.onereallyreallylong${'x'.repeat(3000)}@example.net>`,
    ),
  ),
  message(
    '3.1.1.9 semicolons in a user part',
    parsed({ requestUri: { user: 'user;par=u%40example.net', host: 'example.com' } }),
    `OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0\n${rest('OPTIONS', 'semiuri.0ha0isndaksdj')}`,
  ),
  message(
    '3.1.1.10 transports old and unknown',
    parsed({ vias: ['UDP', 'SCTP', 'TLS', 'UNKNOWN', 'TCP'] }),
    `${invite('transports.kijh4akdnaqjkwendsasfdj', 'OPTIONS sip:user@example.com SIP/2.0').replace('1 INVITE', '1 OPTIONS')}
Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf
Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj
Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en
Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee`,
  ),
  message(
    '3.1.1.11 a multipart body with a signature in it',
    // Bodies are text to us: the bytes of a signature do not survive, which the part before it does.
    parsed({
      method: 'MESSAGE',
      contentType: { type: 'multipart/mixed', parameters: { boundary: '7a9cbec02ceef655' } },
      parts: [
        { type: 'text/plain', body: 'Hello' },
        { type: 'application/octet-stream', body: '0\u0082\u0001R\u0006\t*\ufffdH' },
      ],
    }),
    `MESSAGE sip:kumiko@example.org SIP/2.0\n${rest('MESSAGE', '3d9485ad0c49859b@Zmx1ZmZ5LmV4YW1wbGUub3Jn')}
Content-Type: multipart/mixed;boundary=7a9cbec02ceef655`,
    '--7a9cbec02ceef655\nContent-Type: text/plain\nContent-Transfer-Encoding: binary\n\nHello\n--7a9cbec02ceef655\n' +
      'Content-Type: application/octet-stream\nContent-Transfer-Encoding: binary\n\n0\u0082\u0001R\u0006\t*\ufffdH\n--7a9cbec02ceef655--\n',
  ),
  message(
    '3.1.1.12 an unusual reason phrase',
    parsed({ status: 200, reason: '= 2**3 * 5**2 но сто девяносто девять - простое' }),
    `SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое\n${rest('INVITE', 'unreason')}`,
  ),
  message(
    '3.1.1.13 an empty reason phrase',
    parsed({ status: 100, reason: '' }),
    `SIP/2.0 100 \n${rest('INVITE', 'noreason.asndj203insdf99223ndf')}`.replace('100 \n', '100 \u0020\n').replace('  ', ' '),
  ),
  message(
    '3.1.2.1 separators where none may be',
    refused(/Via|address|parameters/),
    `INVITE sip:user@example.com SIP/2.0
To: sip:j.user@example.com
From: sip:caller@example.net;tag=134161461246
Max-Forwards: 7
Call-ID: badinv01.0ha0isndaksdjasdf3234nas
CSeq: 8 INVITE
Via: SIP/2.0/UDP 192.0.2.15;;,;,,
Contact: "Joe" <sip:joe@example.org>;;;;
Content-Length: %len%`,
  ),
  message(
    '3.1.2.3 a negative Content-Length',
    refused(/^Content-Length is not a number/),
    invite('ncl.0ha0isndaksdj2193423r542w35').replace('%len%', '-999'),
  ),
  message(
    '3.1.2.4 numbers that overflow in a request',
    refused(/CSeq/),
    invite('scalar02.23o0pd9vanlq3wnrlnewofjas9ui32').replace('CSeq: 1 ', 'CSeq: 36893488147419103232 '),
  ),
  message(
    '3.1.2.5 numbers that overflow in an answer',
    refused(/CSeq/),
    `SIP/2.0 503 Service Unavailable\n${rest('OPTIONS', 'scalarlg.noase0of0234hn2qofoaf0232aewf2394r').replace('CSeq: 1 ', 'CSeq: 9292394834772304023312 ')}`,
  ),
  message(
    '3.1.2.6 a quotation mark that does not close',
    refused(/quotation marks/),
    invite('quotbal.aksdj').replace('To: sip:j.user@example.com', 'To: "Mr. J. User <sip:j.user@example.com>'),
  ),
  message(
    '3.1.2.7 a Request-URI in brackets',
    refused(/URI/),
    invite('ltgtruri.1@192.0.2.5', 'INVITE <sip:user@example.com> SIP/2.0'),
  ),
  message(
    '3.1.2.8 a blank within a Request-URI',
    refused(/start line|request line/),
    invite('lwsruri.asdfasdoeoi2323-asdfwrn23-asd834rk423', 'INVITE sip:user@example.com; lr SIP/2.0'),
  ),
  message(
    '3.1.2.9 several blanks in a request line',
    refused(/request line/),
    invite('lwsstart.dfknq234oi243099adsdfnawe3@example.com', 'INVITE  sip:user@example.com  SIP/2.0'),
  ),
  message(
    '3.1.2.10 a blank behind a request line',
    refused(/request line/),
    invite('trws.oicu34958239neffasdhr2345r', 'INVITE sip:user@example.com SIP/2.0 '),
  ),
  message(
    '3.1.2.11 escaped headers in a Request-URI',
    parsed({ requestUri: { host: 'example.com', headers: 'Route=%3Csip:example.com%3E' } }),
    invite(
      'escruri.23940-asdfhj-aje3br-234q098w-fawerh2q-h4n5',
      'INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0',
    ),
  ),
  message(
    '3.1.2.12 a date in another zone',
    parsed({ method: 'INVITE' }),
    `${invite('baddate.239423mnsadf3j23lj42--sedfnm234')}\nDate: Fri, 01 Jan 2010 16:00:00 EST`,
  ),
  message(
    '3.1.2.13 headers of a Contact without brackets',
    parsed({ contact: { uri: 'sip:user@example.com?Route=%3Csip:sip.example.com%3E', parameters: {} } }),
    `REGISTER sip:example.com SIP/2.0\n${rest('REGISTER', 'regbadct.k345asrl3fdbv@10.0.0.1')}\nContact: sip:user@example.com?Route=%3Csip:sip.example.com%3E`,
  ),
  message(
    '3.1.2.14 blanks within an address',
    refused(/address/),
    `OPTIONS sip:user@example.org SIP/2.0\n${rest('OPTIONS', 'badaspec.sdf0234n2nds0a099u23h3hnnw009cdkne3')}`.replace(
      'To: sip:j.user@example.com',
      'To: "Watson, Thomas" < sip:t.watson@example.org >',
    ),
  ),
  message(
    '3.1.2.15 a display name of characters that need quotation marks',
    parsed({ from: { display: 'Bell, Alexander', uri: 'sip:a.g.bell@example.com' } }),
    `OPTIONS sip:t.watson@example.org SIP/2.0\n${rest('OPTIONS', 'baddn.31415@c.example.com')}`.replace(
      'From: sip:caller@example.net',
      'From: Bell, Alexander <sip:a.g.bell@example.com>',
    ),
  ),
  message(
    '3.1.2.16 another version',
    refused(/request line/),
    `OPTIONS sip:t.watson@example.org SIP/7.0\n${rest('OPTIONS', 'badvers.31417@c.example.com')}`,
  ),
  message(
    '3.1.2.17 a method that CSeq does not repeat',
    parsed({ method: 'OPTIONS', cseq: { method: 'INVITE' } }),
    `OPTIONS sip:user@example.com SIP/2.0\n${rest('INVITE', 'mismatch01.dj0234sxdfl3')}`,
  ),
  message(
    '3.1.2.18 an unknown method that CSeq does not repeat',
    parsed({ method: 'NEWMETHOD', cseq: { method: 'INVITE' } }),
    `NEWMETHOD sip:user@example.com SIP/2.0\n${rest('INVITE', 'mismatch02.dj0234sxdfl3')}`,
  ),
  message(
    '3.1.2.19 a status beyond all classes',
    refused(/status line/),
    `SIP/2.0 4294967301 better not break the receiver\n${rest('INVITE', 'bigcode.asdof3uj203asdnf3429uasdhfas3ehjasdfas9i')}`,
  ),
  message(
    '3.2.1 a branch with nothing behind the cookie',
    parsed({ vias: ['UDP'], branch: 'z9hG4bK' }),
    `OPTIONS sip:user@example.com SIP/2.0\n${rest('OPTIONS', 'badbranch.sadonfo23i420jv0as0derf3j3n')}`.replace(
      'z9hG4bKkdjuw',
      'z9hG4bK',
    ),
  ),
  message(
    '3.3.1 the required headers missing',
    refused(/no From/),
    'INVITE sip:user@example.com SIP/2.0\nCSeq: 193942 INVITE\nVia: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf\nContent-Length: %len%',
  ),
  message(
    '3.3.2 a Request-URI of an unknown scheme',
    refused(/neither sip, sips nor tel/),
    `OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0\n${rest('OPTIONS', 'unkscm.nasdfasser0q239nwsdfasdkl34')}`,
  ),
  message(
    '3.3.3 a known scheme that is not ours',
    refused(/neither sip, sips nor tel/),
    `OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0\n${rest('OPTIONS', 'novelsc.asdfasser0q239nwsdfasdkl34')}`,
  ),
  message(
    '3.3.4 unknown schemes in To, From and Contact',
    parsed({ from: { uri: 'http://www.example.com' } }),
    `REGISTER sip:example.com SIP/2.0\n${rest('REGISTER', 'unksm2.daksdj@hyphenated-host.example.com')}\nContact: <name:John_Smith>`.replace(
      'From: sip:caller@example.net',
      'From: <http://www.example.com>',
    ),
  ),
  message(
    '3.3.5 extensions that nobody supports, wanted of proxies and of the one who is called',
    parsed({
      method: 'OPTIONS',
      require: ['nothingSupportsThis', 'nothingSupportsThisEither'],
      proxyRequire: ['noProxiesSupportThis', 'norDoAnyProxiesSupportThis'],
    }),
    `OPTIONS sip:user@example.com SIP/2.0\n${rest('OPTIONS', 'bext01.0ha0isndaksdj')}
Require: nothingSupportsThis, nothingSupportsThisEither
Proxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis`,
  ),
  message(
    '3.3.6 a body of an unknown type',
    parsed({
      method: 'INVITE',
      contentType: { type: 'application/unknownformat', parameters: {} },
      body: '<audio>\r\n <pcmu port="443"/>\r\n</audio>\r\n',
    }),
    `${invite('invut.0ha0isndaksdjadsfij34n23d')}\nContent-Type: application/unknownformat`,
    '<audio>\n <pcmu port="443"/>\n</audio>\n',
  ),
  message(
    '3.3.7 credentials of an unknown scheme',
    parsed({ method: 'REGISTER', authorization: { scheme: 'NoOneKnowsThisScheme', parameters: { 'opaque-data': 'here' } } }),
    `REGISTER sip:example.com SIP/2.0\n${rest('REGISTER', 'regaut01.fhn2323orihawfdoa3o4r52o3irsdf')}\nAuthorization: NoOneKnowsThisScheme opaque-data=here`,
  ),
  message(
    '3.3.8 two values where one may be',
    parsed({ method: 'INVITE' }),
    `${invite('multi01.98asdh@192.0.2.1')}\nCSeq: 59 INVITE\nFrom: sip:other@example.net;tag=3413415`,
  ),
  message(
    '3.3.9 two different Content-Length',
    refused(/^two different Content-Length/),
    `${invite('mcl01.fhn2323orihawfdoa3o4r52o3irsdf')}\nContent-Length: 5`,
  ),
  message(
    '3.3.10 an answer for somebody else',
    parsed({ status: 200, vias: ['UDP', 'UDP'] }),
    `SIP/2.0 200 OK\n${rest('INVITE', 'bcast.0384840201234ksdfak3j2erwedfsASdf')}\nVia: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23`,
  ),
  message(
    '3.3.11 no hop left',
    parsed({ maxForwards: '0' }),
    `OPTIONS sip:user@example.com SIP/2.0\n${rest('OPTIONS', 'zeromf.jfasdlfnm2o2l43r5u0asdfas').replace('Max-Forwards: 70', 'Max-Forwards: 0')}`,
  ),
  message(
    '3.3.12 an unknown parameter of a Contact',
    parsed({ contact: { uri: 'sip:+19725552222@gw1.example.net', parameters: { unknownparam: '' } } }),
    `REGISTER sip:example.com SIP/2.0\n${rest('REGISTER', 'cparam01.70710@saturn.example.com')}\nContact: sip:+19725552222@gw1.example.net;unknownparam`,
  ),
  message(
    '3.3.13 an unknown parameter of the URI in a Contact',
    parsed({ contact: { uri: 'sip:+19725552222@gw1.example.net;unknownparam', parameters: {} } }),
    `REGISTER sip:example.com SIP/2.0\n${rest('REGISTER', 'cparam02.70710@saturn.example.com')}\nContact: <sip:+19725552222@gw1.example.net;unknownparam>`,
  ),
  message(
    '3.3.14 escaped brackets in a Contact',
    parsed({ contact: { uri: 'sip:user@example.com?Route=%3Csip:sip.example.com%3E' } }),
    `REGISTER sip:example.com SIP/2.0\n${rest('REGISTER', 'regescrt.k345asrl3fdbv@192.0.2.1')}\nContact: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>`,
  ),
  message(
    '3.3.15 an offer of media types that nobody knows',
    parsed({ method: 'INVITE', accept: ['text/nobodyKnowsThis'], body: '' }),
    `${invite('sdp01.ndaksdj9342dasdd')}\nAccept: text/nobodyKnowsThis`,
  ),
  message(
    '3.4.1 an INVITE of RFC 2543',
    parsed({ method: 'INVITE', vias: ['UDP'], branch: undefined }),
    'INVITE sip:UserB@example.com SIP/2.0\nVia: SIP/2.0/UDP iftgw.example.com\nFrom: <sip:+13035551111@ift.client.example.net;user=phone>\nRecord-Route: <sip:UserB@example.com;maddr=ss1.example.com>\nTo: sip:+16505552222@ss1.example.net;user=phone\nCall-ID: inv2543.1717@ift.client.example.com\nCSeq: 56 INVITE\nContent-Type: application/sdp\nContent-Length: %len%',
    sdp,
  ),
];
