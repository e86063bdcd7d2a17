import { pillars } from '../outcome/index.ts';
import { checks } from './checks.ts';
import { suites } from './suites.ts';

/** Everything that a wave may require: pillars, suites of a pillar that has several, and check ids. */
export const requirementWords: readonly string[] = [
  ...new Set([...pillars, ...suites.map(({ word }) => word), ...checks.map(({ id }) => id)]),
];
