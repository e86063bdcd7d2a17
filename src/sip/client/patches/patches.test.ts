import { version } from 'sip.js';
import { describe, expect, it } from 'vitest';
import { patchedSymbols } from './index.ts';

describe('sip.js', () => {
  // The exported version of 0.21.2 reads 0.21.1.
  it('is the version that the patches were made for', () => expect(version).toBe('0.21.1'));

  for (const [symbol, there] of Object.entries(patchedSymbols())) {
    it(`has ${symbol}`, () => expect(there).toBe(true));
  }
});
