import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyedHmacMd5 } from './keyed-hmac.ts';

describe('HMAC-MD5 with one key for many texts', () => {
  it('is that of RFC 2202', () => {
    expect(keyedHmacMd5(Buffer.alloc(16, 0x0b))('Hi There')).toBe('9294727a3638bb1c13f48ef8158bfc9d');
    expect(keyedHmacMd5(Buffer.from('Jefe'))('what do ya want for nothing?')).toBe('750c783e6ab0b503eaa86e310a5db738');
  });

  it('is what the system computes, whatever came before', () => {
    const key = fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes));
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 2000, maxLength: 9000 }));
    fc.assert(
      fc.property(key, key, fc.array(text, { maxLength: 4 }), (secret, prefix, texts) => {
        const keyed = keyedHmacMd5(secret, prefix);
        for (const one of texts) {
          expect(keyed(one)).toEqual(createHmac('md5', secret).update(prefix).update(one).digest('hex'));
        }
      }),
    );
  });

  it('does not shorten long keys', () => expect(() => keyedHmacMd5(Buffer.alloc(65))).toThrow(RangeError));
});
