import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedWords, didYouMean, editDistance } from './suggest.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['pool', 'pool', 0],
    ['pol', 'pool', 1],
    ['pools', 'pool', 1],
    ['loop', 'pool', 2],
    ['uesrs', 'users', 1],
    ['', 'abc', 3],
  ] as const)('%s → %s is %i', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  it('is symmetric, zero only for equals, and never more than the longer word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

it('finds what was meant, and says nothing where nothing is near', () => {
  expect(didYouMean('Comunication', ['services', 'communication'])).toBe('communication');
  expect(didYouMean('lync-2012', ['lync-2010', 'lync-2013'])).toBe('lync-2010');
  expect(didYouMean('banana', ['services', 'communication'])).toBeUndefined();
  expect(didYouMean('a', [])).toBeUndefined();
});

it('lists what is allowed', () => {
  expect(allowedWords('servces', ['services', 'communication'])).toBe(
    'did you mean services? Allowed are services, communication',
  );
  expect(allowedWords('x', ['services'])).toBe('allowed is services');
  expect(allowedWords('x', [])).toBe('there is none to choose from');
});
