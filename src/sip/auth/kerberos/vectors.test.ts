import { describe, expect, it } from 'vitest';
import { decryptCts, deriveKey, encryptCts } from './aes.ts';
import { integer, integerOf, read } from './der.ts';
import { encryptionType, encryptionTypes } from './encryption.ts';
import { nFold } from './n-fold.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

describe('n-fold (RFC 3961 A.1)', () => {
  it.each([
    ['012345', 64, 'be072631276b1955'],
    ['password', 56, '78a07b6caf85fa'],
    ['Rough Consensus, and Running Code', 64, 'bb6ed30870b7f0e0'],
    ['password', 168, '59e4a8ca7c0385c3c37b3f6d2000247cb6e6bd5b3e'],
    ['MASSACHVSETTS INSTITVTE OF TECHNOLOGY', 192, 'db3b0d8f0b061e603282b308a50841229ad798fab9540c1b'],
    ['Q', 168, '518a54a2 15a8452a 518a54a2 15a8452a 518a54a2 15'],
    ['ba', 168, 'fb25d531 ae897449 9f52fd92 ea9857c4 ba24cf29 7e'],
    ['kerberos', 64, '6b657262 65726f73'],
    ['kerberos', 128, '6b657262 65726f73 7b9b5b2b 93132b93'],
    ['kerberos', 168, '8372c236 344e5f15 50cd0747 e15d62ca 7a5a3bce a4'],
    ['kerberos', 256, '6b657262 65726f73 7b9b5b2b 93132b93 5c9bdcda d95c9899 c4cae4de e6d6cae4'],
  ])('of %s to %i bits', (input, bits, expected) => {
    expect(nFold(Buffer.from(input), bits / 8)).toEqual(hex(expected));
  });
});

const eszett = Buffer.from('ß').toString();
const clef = '\u{1D11E}';
const iterations = (count: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(count);
  return bytes;
};

describe('string-to-key of AES (RFC 3962 B)', () => {
  it.each([
    [17, 1, 'password', 'ATHENA.MIT.EDUraeburn', '42263c6e89f4fc28b8df68ee09799f15'],
    [18, 1, 'password', 'ATHENA.MIT.EDUraeburn', 'fe697b52bc0d3ce14432ba036a92e65bbb52280990a2fa27883998d72af30161'],
    [17, 2, 'password', 'ATHENA.MIT.EDUraeburn', 'c651bf29e2300ac27fa469d693bdda13'],
    [18, 2, 'password', 'ATHENA.MIT.EDUraeburn', 'a2e16d16b36069c135d5e9d2e25f896102685618b95914b467c67622225824ff'],
    [17, 1200, 'password', 'ATHENA.MIT.EDUraeburn', '4c01cd46d632d01e6dbe230a01ed642a'],
    [18, 1200, 'password', 'ATHENA.MIT.EDUraeburn', '55a6ac740ad17b4846941051e1e8b0a7548d93b0ab30a8bc3ff16280382b8c2a'],
    [17, 1200, 'X'.repeat(64), 'pass phrase equals block size', '59d1bb789a828b1aa54ef9c2883f69ed'],
    [
      18,
      1200,
      'X'.repeat(65),
      'pass phrase exceeds block size',
      'd78c5c9cb872a8c9dad4697f0bb5b2d21496c82beb2caeda2112fceea057401b',
    ],
    [17, 50, clef, 'EXAMPLE.COMpianist', 'f149c1f2e154a73452d43e7fe62a56e5'],
    [18, 50, clef, 'EXAMPLE.COMpianist', '4b6d9839f84406df1f09cc166db4b83c571848b784a3d6bdc346589a3e393f9e'],
  ])('%i, %i rounds of %s', (type, count, password, salt, expected) => {
    expect(encryptionType(type)!.stringToKey(password, salt, iterations(count))).toEqual(hex(expected));
  });

  it('refuses to compute for ever because a KDC says so', () => {
    for (const type of [17, 18]) {
      for (const bad of [iterations(0), iterations(0xffff_ffff), Buffer.alloc(3)])
        expect(() => encryptionType(type)!.stringToKey('x', 'y', bad)).toThrow('string-to-key parameters');
    }
  });

  it('is the MD4 of the password with RC4, without salt (RFC 4757)', () => {
    expect(encryptionType(23)!.stringToKey('foo', eszett)).toEqual(hex('ac8e657f83df82beea5d43bdaf7800cc'));
  });
});

describe('CBC with ciphertext stealing (RFC 3962 B)', () => {
  const key = Buffer.from('chicken teriyaki');
  it.each([
    [17, 'c6353568f2bf8cb4d8a580362da7ff7f97'],
    [31, 'fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5'],
    [32, '39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584'],
    [47, '97687268d6ecccc0c07b25e25ecfe584b3fffd940c16a18c1b5549d2f838029e39312523a78662d5be7fcbcc98ebf5'],
    [48, '97687268d6ecccc0c07b25e25ecfe5849dad8bbb96c4cdc03bc103e1a194bbd839312523a78662d5be7fcbcc98ebf5a8'],
    [
      64,
      '97687268d6ecccc0c07b25e25ecfe58439312523a78662d5be7fcbcc98ebf5a84807efe836ee89a526730dbc2f7bc8409dad8bbb96c4cdc03bc103e1a194bbd8',
    ],
  ])('of %i bytes, as published', (length, expected) => {
    const plain = Buffer.from("I would like the General Gau's Chicken, please, and wonton soup.").subarray(0, length);
    expect(encryptCts(key, plain)).toEqual(hex(expected));
    expect(decryptCts(key, hex(expected))).toEqual(plain);
  });
});

describe('every encryption type', () => {
  const data = (length: number): Buffer => Buffer.alloc(length, 'kerberos');
  for (const type of encryptionTypes) {
    const key = Buffer.alloc(type.keySize, 7);
    const confounder = Buffer.alloc(type.confounderSize, 9);

    it(`${type.name} opens what it sealed, of any length, and nothing that was changed or is meant for something else`, () => {
      for (let length = 0; length < 70; length++) {
        const sealed = type.encrypt(key, 7, data(length), confounder);
        expect(type.decrypt(key, 7, sealed)).toEqual(data(length));
        expect(type.decrypt(key, 11, sealed)).toBeUndefined();
        const changed = Buffer.from(sealed);
        changed[length % sealed.length]! ^= 1;
        expect(type.decrypt(key, 7, changed)).toBeUndefined();
      }
      expect(type.decrypt(key, 7, Buffer.alloc(3))).toBeUndefined();
    });

    it(`${type.name} tells its MIC from that of the other side and from any other`, () => {
      const message = Buffer.from('<Kerberos><1a2b3c4d>');
      for (const from of ['initiator', 'acceptor'] as const) {
        const other = from === 'initiator' ? 'acceptor' : 'initiator';
        const mic = type.mic(key, message, 1234, from);
        expect(type.verifyMic(key, message, mic, from)).toBe(true);
        expect(type.verifyMic(key, message, mic, other)).toBe(false);
        expect(type.verifyMic(key, Buffer.concat([message, message]), mic, from)).toBe(false);
        for (let at = 0; at < mic.length; at++) {
          const changed = Buffer.from(mic);
          changed[at]! ^= 1;
          // The sequence number of RFC 4757 is sealed by itself and judged by nobody: a changed one says nothing of the message.
          const isNumber = type.number === 23 && at >= 21 && at < 25;
          expect([at, type.verifyMic(key, message, changed, from)]).toEqual([at, isNumber]);
        }
        expect(type.verifyMic(key, message, mic.subarray(1), from)).toBe(false);
        expect(type.verifyMic(key, message, Buffer.alloc(0), from)).toBe(false);
      }
    });
  }

  it('writes MIC tokens as clients of Lync do: 56 hex digits with AES, 74 with RC4', () => {
    const [aes, rc4] = [18, 23].map((type) => encryptionType(type)!);
    expect(aes!.mic(Buffer.alloc(32), Buffer.from('x'), 5, 'initiator').toString('hex')).toMatch(
      /^040400ffffffffff0000000000000005.{24}$/,
    );
    expect(aes!.mic(Buffer.alloc(32), Buffer.from('x'), 5, 'acceptor').toString('hex')).toMatch(/^040401ffffffffff/);
    expect(rc4!.mic(Buffer.alloc(16), Buffer.from('x'), 5, 'initiator').toString('hex')).toMatch(
      /^602306092a864886f71201020201011100ffffffff.{32}$/,
    );
  });
});

describe('DK (RFC 3962 B, through its parts)', () => {
  it('stretches over as many blocks as the key is long', () => {
    expect(deriveKey(hex('42263c6e89f4fc28b8df68ee09799f15'), hex('0000000299'))).toEqual(
      hex('34280a382bc92769b2da2f9ef066854b'),
    );
    expect(deriveKey(hex('fe697b52bc0d3ce14432ba036a92e65bbb52280990a2fa27883998d72af30161'), hex('0000000299'))).toEqual(
      hex('bfab388bdcb238e9f9c98d6a878304f04d30c82556375ac507a7a852790f4674'),
    );
  });
});

describe('DER integers', () => {
  it.each([0, 1, 127, 128, 255, 256, -1, -128, -129, -138, 0x7fff_ffff, 0xffff_ffff])('%i', (value) => {
    expect(integerOf(read(integer(value)))).toBe(value);
  });
  it('are as short as they can be', () => {
    expect(integer(-138)).toEqual(hex('0202ff76'));
    expect(integer(128)).toEqual(hex('02020080'));
    expect(integer(5)).toEqual(hex('020105'));
  });
});
