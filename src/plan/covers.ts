import { suiteOf } from '../guide/index.ts';
import type { PlannedCase } from './model.ts';

/**
 * True if a word that a wave requires speaks of the case: its pillar (unless the suite is only looked at on demand), its suite (`communication.messaging`) or its check. Whether an
 * optional case then counts is another question: only a word that is its check asks for it.
 */
export const coversCase = (word: string, { pillar, suite, check }: Pick<PlannedCase, 'pillar' | 'suite' | 'check'>): boolean =>
  (word === pillar && suiteOf(suite).onDemand !== true) || word === check || word === suiteOf(suite).word;
