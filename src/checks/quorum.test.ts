import fc from 'fast-check';
import { expect, it } from 'vitest';
import { generationOf } from '../generations/index.ts';
import { type FrontEndState, judgeFirstUsers, judgeQuorum } from './index.ts';

const { quorum } = generationOf('lync-2013');
const state = (letter: string, at: number): FrontEndState => ({
  server: `fe${at}.contoso.net`,
  seen:
    letter === '?'
      ? { trouble: { code: 'SERVER_UNREACHABLE', message: 'The server did not answer.' } }
      : { running: letter === '+' },
});
const states = (letters: string): FrontEndState[] => [...letters].map(state);
const outcome = (letters: string) => {
  const { outcome: found, code } = judgeQuorum('pool02.contoso.net', states(letters), quorum(letters.length)!);
  return code ?? found;
};

it.each([
  ['+-', 'pass'],
  ['--', 'QUORUM_LOST'],
  ['++-', 'pass'],
  ['+--', 'QUORUM_LOST'],
  ['+?-', 'SERVER_UNREACHABLE'],
  ['?--', 'QUORUM_LOST'],
  ['++++---', 'pass'],
  ['+++----', 'QUORUM_LOST'],
  // Of twelve, only the nine oldest count.
  ['++++-----+++', 'QUORUM_LOST'],
  ['+++++-------', 'pass'],
])('front ends %s: %s', (letters, expected) => expect(outcome(letters)).toBe(expected));

it('says how many more may stop', () => {
  expect(judgeQuorum('pool02', states('+++'), quorum(3)!).message).toContain('; 1 more may stop');
  expect(judgeQuorum('pool02', states('++-'), quorum(3)!).message).toContain('; none more may stop');
});

it('one server alone and pools of 2010 have none', () => {
  expect([quorum(0), quorum(1), quorum(13), generationOf('lync-2010').quorum(3)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it('a front end that starts to run never makes it worse', () => {
  const rank: Record<string, number> = { pass: 2, SERVER_UNREACHABLE: 1, QUORUM_LOST: 0 };
  fc.assert(
    fc.property(fc.array(fc.constantFrom('+', '-', '?'), { minLength: 2, maxLength: 12 }), fc.nat(11), (letters, at) => {
      const better = letters.map((letter, index) => (index === at ? '+' : letter));
      expect(rank[outcome(better.join(''))]!).toBeGreaterThanOrEqual(rank[outcome(letters.join(''))]!);
    }),
  );
});

it.each([
  ['+++', undefined],
  ['++-', 'FRONT_ENDS_FEW'],
  ['++?', 'SERVER_UNREACHABLE'],
])('before the first users %s: %s', (letters, code) => expect(judgeFirstUsers('pool02', states(letters)).code).toBe(code));
