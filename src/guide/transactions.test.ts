import { expect, expectTypeOf, it } from 'vitest';
import type { Pilot } from '../environment/model.ts';
import { generationNames } from '../generations/index.ts';
import { checkOf, checks, limitOf, type PilotKey, phaseNames, transactionOf, transactions } from './index.ts';

it('every check of the suite that runs a transaction has one, and every transaction its check', () => {
  const ofSuite = checks
    .filter(({ suite, id }) => suite === 'synthetic' && id !== 'synthetic.agrees')
    .map(({ id }) => id as string);
  expect(transactions.map(({ check }) => check as string).toSorted()).toEqual(ofSuite.toSorted());
  expect(new Set(transactions.map(({ cmdlet }) => cmdlet)).size).toBe(transactions.length);
  for (const transaction of transactions) expect(transactionOf(transaction.check)).toBe(transaction);
});

it('asks for what an environment file can say', () => {
  expectTypeOf<PilotKey>().toExtend<keyof Pilot>();
});

it('a check of what came with 2013 says which limit it expects, and the limit knows the check', () => {
  for (const { check, of2013, since } of transactions) {
    const limits = [of2013?.first, of2013?.second].filter((id) => id !== undefined).map(limitOf);
    for (const limit of limits) expect(limit?.checks, check).toContain(check);
    // Looked at for both generations: on the older one it is the limit that is looked at.
    expect(checkOf(check)?.generations, check).toEqual(generationNames);
    if (limits.length > 0) expect(checkOf(check)?.method, check).toContain(limits[0]?.id);
    // No limit is expected before it holds.
    for (const limit of limits) {
      if (limit?.since !== undefined)
        expect(phaseNames.indexOf(since!), check).toBeGreaterThanOrEqual(phaseNames.indexOf(limit.since));
    }
  }
});

it('names who takes part as the cmdlet does: first who acts first', () => {
  for (const { check, by, parts } of transactions) {
    const who = Object.values(parts);
    const expected = { pair: ['from', 'to'], user: ['user'], pool: ['user'], edge: [] }[by];
    expect(who.toSorted(), check).toEqual(expected);
  }
});
