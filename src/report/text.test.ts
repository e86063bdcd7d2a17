import { describe, expect, it } from 'vitest';
import { counted, href, oneLine, plain } from './text.ts';

describe('plain', () => {
  it.each([
    ['\u001b[31;1mred\u001b[0m', 'red'],
    ['\u001b[38;2;1;2;3mred\u001b[m', 'red'],
    ['\u009b1Ared', 'red'],
    ['\u001b]0;title\u0007red', 'red'],
    ['\u001b]8;;http://x\u001b\\red\u001b]8;;\u001b\\', 'red'],
    ['\u001b(Bred\u001bc', 'red'],
    ['a\u0000\u0008b\ufffe', 'ab'],
    ['half \ud83d sign', 'half \ufffd sign'],
    ['[31m stays, 😀 too\n\t', '[31m stays, 😀 too\n\t'],
  ])('%j becomes %j', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });
});

it('oneLine has one line', () => expect(oneLine(' a\r\n\tb  c\u2028d ')).toBe('a b c d'));
it('counted speaks of one and of many', () => expect([counted(1, 'case'), counted(2, 'case')]).toEqual(['1 case', '2 cases']));
it('href does not leave the folder by signs that are dropped', () => expect(href('.\u0000./.\u0000./x')).toBe('./x'));
