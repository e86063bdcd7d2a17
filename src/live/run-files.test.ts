import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileNameOf } from './run-files.ts';

it('tells what a file is about', () => {
  expect(fileNameOf('legacy Lena→migrated Mika')).toBe('legacy-Lena-to-migrated-Mika');
  expect(fileNameOf('refused-probe sip:rita@contoso.net')).toBe('refused-probe-sip-rita-contoso.net');
  expect(fileNameOf('Jürgen')).toMatch(/^Ju-rgen-[0-9a-f]{12}$/);
});

it('is never empty or hidden, and one that every system takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      expect(fileNameOf(title)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
    }),
  );
});

it('keeps people apart whose letters no file name takes', () => {
  const titles = ['太郎', '花子', 'of 太郎', 'of 花子', 'Jörg', 'Jürg', '!', '?'];
  expect(new Set(titles.map(fileNameOf)).size).toBe(titles.length);
});
