import { createServer, type Server } from 'node:net';
import { tlsProfiles } from '../../src/network/index.ts';
import { Secret } from '../../src/redaction/index.ts';
import { type Agent, type SignInOptions, signIn } from '../../src/sip/agent/index.ts';
import { signatureBuffer, signedFieldsOf } from '../../src/sip/auth/index.ts';
import {
  Framer,
  Headers,
  parseChallenge,
  parseMessage,
  response,
  type SipMessage,
  type SipRequest,
  serialise,
} from '../../src/sip/wire/index.ts';
import { systemClock } from '../../src/time/index.ts';
import type { Acceptor, Realm } from './realm.ts';

/** Front ends that take Kerberos by MIT's acceptor; the first of several redirects to the last. */
export interface KerberosEstate {
  readonly initiators: string[];
  readonly verdicts: string[];
  readonly opaques: (string | undefined)[];
  /** Of all credentials that came. */
  readonly schemes: string[];
  enter(how: { password: string; authentication?: SignInOptions['authentication'] }): Promise<Agent>;
  [Symbol.asyncDispose](): Promise<void>;
}

const sipRealm = 'SIP Communications Service';
const opaque = 'D954608F';

/** @param more.spoil signs wrongly; `deaf` takes no ticket */
export async function kerberosEstate(
  realm: Realm,
  names: readonly string[],
  more: { readonly spoil?: boolean; readonly deaf?: boolean } = {},
): Promise<KerberosEstate> {
  const initiators: string[] = [];
  const verdicts: string[] = [];
  const opaques: (string | undefined)[] = [];
  const schemes: string[] = [];
  const agents: Agent[] = [];
  const servers = new Map<string, Server>();

  const offers = (name: string) =>
    [
      ['WWW-Authenticate', `NTLM realm="${sipRealm}", targetname="${name}", version=4`],
      ['WWW-Authenticate', `Kerberos realm="${sipRealm}", targetname="sip/${name}", version=4`],
    ] as const;

  const serve = (name: string): Server =>
    createServer((socket) => {
      const acceptor: Acceptor = realm.acceptor();
      const framer = new Framer();
      let isSignedIn = false;
      let number = 0;
      let work = Promise.resolve();
      const context = (rand: string, num: string) => ({
        scheme: 'Kerberos',
        rand,
        num,
        realm: sipRealm,
        targetName: `sip/${name}`,
      });
      const send = async (
        to: SipRequest,
        status: number,
        headers: readonly (readonly [string, string])[],
        body = '',
      ): Promise<void> => {
        const answer = response(status, 'Because', new Headers(), body);
        for (const via of to.headers.getAll('Via')) answer.headers.add('Via', via);
        for (const header of ['From', 'To', 'Call-ID', 'CSeq']) answer.headers.add(header, to.headers.get(header)!);
        if (!/;tag=/.test(answer.headers.get('To')!))
          answer.headers.set('To', `${answer.headers.get('To')};tag=0123456789ABCDEF`);
        for (const [header, value] of headers) answer.headers.add(header, value);
        if (isSignedIn) {
          const [rand, num] = ['55667788', String(++number)];
          const mic = await acceptor.sign(signatureBuffer({ ...context(rand, num), ...signedFieldsOf(answer) }, 4));
          const rspauth = more.spoil ? mic.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) : mic;
          answer.headers.prepend(
            'Authentication-Info',
            `Kerberos qop="auth", opaque="${opaque}", srand="${rand}", snum="${num}", rspauth="${rspauth}", targetname="sip/${name}", realm="${sipRealm}", version=4`,
          );
        }
        if (!socket.destroyed) socket.write(serialise(answer));
      };
      const take = async (message: SipMessage): Promise<void> => {
        if (message.kind === 'response') return;
        const authorization = message.headers.get('Authorization');
        if (authorization === undefined) return send(message, 401, offers(name));
        const { scheme, parameters } = parseChallenge(authorization);
        schemes.push(scheme);
        if (scheme !== 'Kerberos' || more.deaf) return send(message, 401, offers(name));
        if (parameters['gssapi-data'] !== undefined) {
          initiators.push((await acceptor.accept(Buffer.from(parameters['gssapi-data'], 'base64'))).initiator);
          isSignedIn = true;
        }
        opaques.push(parameters.opaque);
        const text = signatureBuffer({ ...context(parameters.crand!, parameters.cnum!), ...signedFieldsOf(message) }, 4);
        verdicts.push((await acceptor.verifies(text, parameters.response!)) ? 'ok' : 'wrong');
        if (message.method === 'ACK') return;
        if (message.method === 'INVITE') {
          const sdp =
            'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=session\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message 5060 sip null\r\n';
          return send(
            message,
            200,
            [
              ['Contact', '<sip:bob@127.0.0.1>'],
              ['Content-Type', 'application/sdp'],
            ],
            sdp,
          );
        }
        if (message.method !== 'REGISTER') return send(message, 200, []);
        const last = names.at(-1)!;
        if (name !== last)
          return send(message, 301, [
            ['Contact', `<sip:${last}:5060;transport=tcp>`],
            ['Expires', '2592000'],
          ]);
        return send(message, 200, [
          ['Contact', `${message.headers.get('Contact')};expires=7200`],
          ['Expires', message.headers.get('Expires') ?? '7200'],
        ]);
      };
      socket.on('error', () => undefined);
      socket.once('close', () => acceptor.close());
      socket.on('data', (bytes: Buffer) => {
        for (const event of framer.feed(bytes)) {
          if (event.kind !== 'message') continue;
          work = work.then(() => take(parseMessage(event.text))).catch(() => void socket.destroy());
        }
      });
    });

  for (const name of names) {
    const server = serve(name).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    servers.set(name, server);
  }
  return {
    initiators,
    verdicts,
    opaques,
    schemes,
    async enter({ password, authentication }) {
      const agent = await signIn({
        user: { name: 'Alice', uri: 'sip:alice@lab.test', login: 'LAB\\alice', password: new Secret(password) },
        server: names[0]!,
        transport: 'tcp',
        ...(authentication && { authentication }),
        kerberos: { realm: realm.name, kdc: `127.0.0.1:${realm.port}` },
        locator: {
          locate: async (fqdn, _service, port) => {
            const server = servers.get(fqdn);
            return { host: '127.0.0.1', port: server === undefined ? port : (server.address() as { port: number }).port };
          },
        },
        tlsProfileOf: () => tlsProfiles.modern,
        budgets: { connect: 5000, answer: 10_000 },
        clock: systemClock,
      });
      agents.push(agent);
      return agent;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(agents.map((agent) => agent.signOut()));
      for (const server of servers.values()) server.close();
    },
  };
}
