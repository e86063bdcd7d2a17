import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CoexistenceError } from '../errors/index.ts';
import { factError, factPath, factsVersion, formatFact, parseFact } from './index.ts';

it('a fact is read as it was written, whatever it says', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), fc.nat(), (fact, value, asked) => {
      const plain = JSON.parse(JSON.stringify(value)) as unknown;
      expect(parseFact(formatFact(fact, { asked, value: plain }), 'x')).toEqual({
        version: factsVersion,
        fact,
        asked,
        value: plain,
      });
    }),
  );
});

it('an answer that is nothing is an answer', () => {
  expect(parseFact(formatFact('port', { asked: 1, value: undefined }), 'x')).toMatchObject({ asked: 1, value: null });
});

it('an error is kept with its code; one that is not ours is a defect', () => {
  const error = factError(new CoexistenceError('ADMINISTRATION_REFUSED', 'Refused.'));
  expect(error).toMatchObject({ code: 'ADMINISTRATION_REFUSED', message: 'Refused.' });
  expect(parseFact(formatFact('sites', { asked: 1, error }), 'x')).toMatchObject({ error });
  expect(factError(new TypeError('x is not a function')).code).toBe('UNEXPECTED');
});

it.each([
  ['', 'not JSON'],
  ['3', 'no fact'],
  ['{}', 'format version none'],
  ['{"version":2,"fact":"a","asked":1,"value":1}', 'format version 2'],
  ['{"version":1,"asked":1,"value":1}', 'no name or no time'],
  ['{"version":1,"fact":"a","asked":"now","value":1}', 'no name or no time'],
  ['{"version":1,"fact":"a","asked":1}', 'neither an answer nor an error'],
  ['{"version":1,"fact":"a","asked":1,"error":"oh"}', 'neither an answer nor an error'],
])('%s is refused: %s', (text, why) => {
  expect(() => parseFact(text, 'facts/a.json')).toThrow(
    expect.objectContaining({ code: 'FACTS_UNREADABLE', message: expect.stringMatching(new RegExp(`^facts/a\\.json .*${why}`)) }),
  );
});

it('names of facts become file names that every system takes', () => {
  expect(factPath('policies-lena@contoso.net')).toBe('facts/policies-lena@contoso.net.json');
  expect(factPath('sites-Redmond with lync-2010')).toBe('facts/sites-Redmond_with_lync-2010.json');
  expect(factPath('contacts-Jürgen <1>')).toMatch(/^facts\/contacts-J-rgen_-1--[0-9a-f]{12}\.json$/);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (fact) => {
      expect(factPath(fact)).toMatch(/^facts\/[A-Za-z0-9._@-]*\.json$/);
    }),
  );
});

it('no two facts have the same file', () => {
  const close = ['東京', '大阪', 'München', 'Mönchen', 'a b', 'a-b', 'a_b', 'a+b', 'a/b', 'a  b', 'a', ''];
  expect(new Set(close.map(factPath)).size).toBe(close.length);
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '-', '_', '+', 'ü', '.'), maxLength: 6 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(factPath(one) === factPath(other)).toBe(one === other);
    }),
  );
});
