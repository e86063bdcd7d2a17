import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { acceptToken } from './acceptor.ts';
import { application, field, flags, integer, octets, sequence, text, time } from './der.ts';
import { encryptionTypes } from './encryption.ts';
import { gssContext, type KerberosClient } from './index.ts';
import { readKeytab, type ServiceKey } from './keytab.ts';

const now = Date.UTC(2026, 0, 1, 12);
const service = 'sip/fe1.contoso.net';
const [realm, user] = ['CONTOSO.NET', 'lena'];
const name = (type: number, ...parts: string[]): Buffer =>
  sequence(field(0, integer(type)), field(1, sequence(...parts.map(text))));

/** A ticket as a KDC writes it (RFC 4120 section 5.3), and what a client makes of it. */
function tokenWith(type: (typeof encryptionTypes)[number], more: { ends?: number; clientTime?: number; as?: string } = {}) {
  const key = randomBytes(type.keySize);
  const session = { type: type.number, key: randomBytes(type.keySize) };
  const part = application(
    3,
    sequence(
      field(0, flags(0)),
      field(1, sequence(field(0, integer(session.type)), field(1, octets(session.key)))),
      field(2, text(realm)),
      field(3, name(1, user)),
      field(4, sequence(field(0, integer(1)), field(1, octets(Buffer.alloc(0))))),
      field(5, time(now)),
      field(7, time(more.ends ?? now + 3_600_000)),
    ),
  );
  const sealed = type.encrypt(key, 2, part, randomBytes(type.confounderSize));
  const encoded = application(
    1,
    sequence(
      field(0, integer(5)),
      field(1, text(realm)),
      field(2, name(2, ...service.split('/'))),
      field(3, sequence(field(0, integer(type.number)), field(1, integer(3)), field(2, octets(sealed)))),
    ),
  );
  const client: KerberosClient = {
    realm,
    principal: { type: 1, parts: [more.as ?? user] },
    ticketFor: () => Promise.reject(new Error('not asked')),
    now: () => more.clientTime ?? now,
  };
  const context = gssContext(client, { realm, encoded, session, endTime: now }, randomBytes);
  const keys: ServiceKey[] = [{ service, realm, type: type.number, version: 3, key }];
  return { context, keys };
}

describe.each(encryptionTypes.map((type) => [type.name, type] as const))('an acceptor, %s', (_, type) => {
  it('knows who a token proves, and both sides verify each other', () => {
    const { context, keys } = tokenWith(type);
    const accepted = acceptToken({ token: context.token, service, keys, now });
    if ('code' in accepted) throw new Error(accepted.reason);
    expect([accepted.user, accepted.realm]).toEqual([user, realm]);
    const [message, other] = [Buffer.from('<Kerberos><1a2b3c4d><1>'), Buffer.from('<Kerberos><1a2b3c4d><2>')];
    expect(accepted.verify(message, context.sign(message))).toBe(true);
    expect(accepted.verify(other, context.sign(message))).toBe(false);
    expect(context.verify(message, accepted.sign(message))).toBe(true);
    expect(context.verify(other, accepted.sign(message))).toBe(false);
    // What one side signs is no signature of the other.
    expect(accepted.verify(message, accepted.sign(message))).toBe(false);
  });

  it.each([
    ['a clock that is wrong', { clientTime: now + 301_000 }, {}, 37],
    ['a clock that is a little wrong', { clientTime: now + 290_000 }, {}, undefined],
    ['a ticket that has expired', { ends: now - 301_000 }, {}, 32],
    ['the ticket of somebody else', { as: 'mika' }, {}, 36],
    ['a ticket for another service', {}, { service: 'sip/fe2.contoso.net' }, 35],
    ['no key', {}, { keys: [] }, 45],
    ['another key', {}, { keys: [{ service, realm, type: type.number, version: 3, key: randomBytes(type.keySize) }] }, 31],
  ])('answers %s', (_title, how, more, code) => {
    const { context, keys } = tokenWith(type, how);
    expect(acceptToken({ token: context.token, service, keys, now, ...more })).toEqual(
      code === undefined ? expect.objectContaining({ user }) : expect.objectContaining({ code }),
    );
  });

  it('takes no token in which a byte was changed, and never throws', () => {
    const { context, keys } = tokenWith(type);
    for (let at = 0; at < context.token.length; at++) {
      const token = Buffer.from(context.token);
      token[at]! ^= 1 << (at % 8);
      const judged = acceptToken({ token, service, keys, now });
      if ('code' in judged) continue;
      // Outside of what is sealed only numbers that nobody needs can differ; who it proves cannot.
      expect([judged.user, judged.realm]).toEqual([user, realm]);
    }
    for (let length = 0; length < context.token.length; length += 7)
      expect(acceptToken({ token: context.token.subarray(0, length), service, keys, now })).toHaveProperty('code');
  });
});

describe('a key table', () => {
  const counted = (content: string | Buffer): Buffer => {
    const bytes = Buffer.from(content as string);
    const size = Buffer.alloc(2);
    size.writeUInt16BE(bytes.length);
    return Buffer.concat([size, bytes]);
  };
  const record = (size: number, content: Buffer): Buffer => {
    const head = Buffer.alloc(4);
    head.writeInt32BE(size);
    return Buffer.concat([head, content]);
  };
  const key = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
  const entry = Buffer.concat([
    Buffer.from([0, 2]),
    counted(realm),
    counted('sip'),
    counted('fe1.contoso.net'),
    Buffer.from('0000000165a0000005', 'hex'),
    Buffer.from([0, 17]),
    counted(key),
  ]);
  const head = Buffer.from([5, 2]);

  it('gives its keys, past holes, and the long version number where there is one', () => {
    const long = Buffer.concat([entry, Buffer.from([0, 0, 1, 44])]);
    const file = Buffer.concat([head, record(entry.length, entry), record(-3, Buffer.from('xxx')), record(long.length, long)]);
    expect(readKeytab(file)).toEqual([5, 300].map((version) => ({ service, realm, type: 17, version, key })));
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another format', Buffer.from([5, 1, 0])],
    ['a record that ends too early', Buffer.concat([head, record(entry.length, entry.subarray(9))])],
  ])('is refused in words: %s', (_, bytes) => {
    expect(() => readKeytab(bytes)).toThrow(/key table/);
  });
});
