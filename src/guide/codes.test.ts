import { expect, it } from 'vitest';
import { catalogue, type ErrorCode } from '../errors/index.ts';
import { checkOf, checks, checksGiving, codesOf, givenBy } from './index.ts';

const codes = Object.keys(catalogue) as ErrorCode[];

it('every check says with which codes it does not pass', () => {
  for (const check of checks) {
    expect(check.codes.length, check.id).toBeGreaterThan(0);
    expect(new Set(codesOf(check)).size, check.id).toBe(codesOf(check).length);
  }
});

it('every code that is a failure of the estate is given by a check', () => {
  const nobodys = codes.filter((code) => catalogue[code].outcome === 'fail' && checksGiving(code).length === 0);
  expect(nobodys).toEqual([]);
});

it('a code of the command line is given by no check', () => {
  for (const code of codes.filter((found) => catalogue[found].outcome === 'usage')) expect(givenBy(code), code).toBe('verb');
});

it('knows where a code comes from', () => {
  expect(checksGiving('SERVICE_NOT_RUNNING').map(({ id }) => id)).toEqual(['services.running']);
  expect(codesOf(checkOf('messaging.reply')!)).toContain('NOT_SIGNED_IN');
  expect(codesOf(checkOf('signin.home')!)).toContain('CREDENTIALS_REFUSED');
  expect(givenBy('CREDENTIALS_REFUSED')).toBe('checks');
  expect(givenBy('RUNNER_DIED')).toBe('any-case');
  expect(givenBy('UNKNOWN_WAVE')).toBe('verb');
  expect(givenBy('JOURNAL_DAMAGED')).toBe('run');
});
