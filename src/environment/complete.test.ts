import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { completeEnvironment } from './complete.ts';
import { loadEnvironment } from './index.ts';

const whole = await loadEnvironment(fileURLToPath(new URL('../../fixtures/lab/contoso.yaml', import.meta.url)));
const kept = (): Record<string, Record<string, unknown>> => JSON.parse(JSON.stringify(whole));

it('an environment of this version stays as it is', () => {
  expect(completeEnvironment(kept())).toEqual(whole);
});

it('what a version of then did not know has its default', () => {
  const old = kept();
  delete old.budgets!.certificateWarning;
  delete old.limits!.lanesPerSite;
  delete old.pilot;
  const { budgets, limits, pilot, sites } = completeEnvironment(old);
  expect(budgets).toEqual({ ...whole.budgets, certificateWarning: 14 * 86_400_000 });
  expect(limits.lanesPerSite).toBe(1);
  expect(pilot.dialledNumbers).toEqual([]);
  expect(sites).toEqual(whole.sites);
});

it.each([undefined, null, 3, 'x', [], {}, { name: 'x' }, { name: 'x', sites: [] }])('%j is no environment', (value) => {
  expect(() => completeEnvironment(value)).toThrow(expect.objectContaining({ code: 'FACTS_UNREADABLE' }));
});
