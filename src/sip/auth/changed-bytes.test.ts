import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  Headers,
  parseChallenge,
  parseMessage,
  request,
  response,
  type SipMessage,
  serialise,
  WireError,
} from '../wire/index.ts';
import {
  createNtlmAssociation,
  createNtlmServerAssociation,
  type NtlmAssociation,
  type NtlmServerAssociation,
  signatureBuffer,
  signedFieldsOf,
} from './index.ts';

const clock = { now: () => 1_767_225_600_000 };
/** The same bytes in every run. */
const randomFrom = (seed: string) => {
  let count = 0;
  return (bytes: number): Buffer => createHash('sha512').update(`${seed}${count++}`).digest().subarray(0, bytes);
};

/** Both sides after a sign-in. */
function established(version: 2 | 3 | 4): { client: NtlmAssociation; server: NtlmServerAssociation } {
  const client = createNtlmAssociation({
    login: 'CONTOSO\\lena',
    password: { reveal: () => 'secret' },
    random: randomFrom('client'),
    clock,
  });
  const server = createNtlmServerAssociation({
    targetName: 'fe1.contoso.net',
    version,
    passwordOf: () => 'secret',
    random: randomFrom('server'),
    clock,
  });
  const register = message('REGISTER');
  client.next(server.offers(), 401);
  client.next([server.challengeFor(client.sign(register)!)], 401);
  const proof = client.sign(register)!;
  register.headers.set('Authorization', proof);
  expect(server.accept(proof, register).outcome).toBe('accepted');
  return { client, server };
}

const lines = [
  ['From', '"Lena" <sip:lena@contoso.net>;tag=8d1c2e4f6a;epid=d2ff665153'],
  ['To', '<sip:mika@contoso.net>;tag=77;epid=aabbccddee'],
  ['Call-ID', '5f0b7c2ad1e94c3f'],
  ['P-Asserted-Identity', '"Lena" <sip:lena@contoso.net>, <tel:+14255550100>'],
  ['Expires', '7200'],
] as const;
const message = (method: string) => request(method, 'sip:contoso.net', new Headers([...lines, ['CSeq', `3 ${method}`]]));

/** What is signed of a message and by which numbers; `undefined` where it cannot be read. */
function signedPart(
  message: SipMessage,
  name: string,
  [rand, num, proof]: readonly [string, string, string],
): string | undefined {
  try {
    const { scheme, parameters } = parseChallenge(message.headers.get(name) ?? '');
    const context = {
      scheme: scheme.toUpperCase(),
      rand: parameters[rand] ?? '',
      num: parameters[num] ?? '',
      realm: '',
      targetName: '',
    };
    return `${parameters[proof]?.toLowerCase()} ${signatureBuffer({ ...context, ...signedFieldsOf(message) }, 4)}`;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

describe.each([2, 3, 4] as const)('a signed message of which one byte is changed, version %i', (version) => {
  const { client, server } = established(version);
  const signedByServer = (made: SipMessage): string => {
    server.sign(made);
    return serialise(made);
  };
  const signedByClient = (made: SipMessage): string => {
    made.headers.prepend('Authorization', client.sign(made)!);
    return serialise(made);
  };
  it.each([
    ['a request of the server', signedByServer(message('NOTIFY')), 'Authentication-Info', ['srand', 'snum', 'rspauth']],
    [
      'an answer of the server',
      signedByServer(response(200, 'OK', new Headers([...lines, ['CSeq', '3 INVITE']]))),
      'Authentication-Info',
      ['srand', 'snum', 'rspauth'],
    ],
    ['a request of the client', signedByClient(message('SUBSCRIBE')), 'Authorization', ['crand', 'cnum', 'response']],
  ] as const)('%s is refused wherever the byte is signed', (_, text, name, numbers) => {
    const verify = (of: SipMessage) => (name === 'Authorization' ? server.verify(of) : client.verify(of));
    const original = parseMessage(text);
    expect(verify(original)).toBe('ok');
    const signed = signedPart(original, name, numbers);
    let refused = 0;
    let signedBytes = 0;
    for (let at = 0; at < text.length; at++) {
      for (const flipped of [1, 2, 0x20]) {
        const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ flipped) + text.slice(at + 1);
        let read: SipMessage;
        try {
          read = parseMessage(changed);
        } catch (error) {
          if (error instanceof WireError) continue;
          throw error;
        }
        const isSame = signedPart(read, name, numbers) === signed;
        // Version 2 signs neither To nor the identities.
        if (!isSame && version !== 2) expect([at, changed, verify(read)]).not.toEqual([at, changed, 'ok']);
        if (!isSame) signedBytes++;
        if (verify(read) !== 'ok') refused++;
      }
    }
    // That much at least is signed: tags, URIs, Call-ID and the signature itself.
    expect(signedBytes).toBeGreaterThan(300);
    expect(refused).toBeGreaterThan(version === 2 ? 200 : 300);
  });
});
