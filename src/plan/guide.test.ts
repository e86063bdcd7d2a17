import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Environment, loadEnvironment } from '../environment/index.ts';
import { phaseNames, phases } from '../guide/index.ts';
import { planCases, renderGuide, renderGuideSummary } from './index.ts';

const steps = phases.flatMap((phase) => phase.steps);
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => [...line].length));

describe('the migration guide on a terminal', () => {
  it('counts the steps of every phase and of all, and marks the phase of the environment', () => {
    const text = renderGuideSummary('users-moved');
    expect(widest(text)).toBeLessThanOrEqual(100);
    expect(text).toMatch(/^ {2}4 Move test users to the pilot pool \(now\) +\d+ +\d+ +\d+ +\d+$/m);
    expect(text.match(/\(now\)/g)).toHaveLength(1);
    const all = /^ {2}All +(\d+) +(\d+) +(\d+) +(\d+)$/m.exec(text)?.slice(1).map(Number) ?? [];
    expect(all[0]).toBe(steps.length);
    expect((all[1] ?? 0) + (all[2] ?? 0) + (all[3] ?? 0)).toBe(steps.length);
    expect(renderGuideSummary()).not.toContain('(now)');
  });

  it('lists every step with who answers for it', () => {
    const text = renderGuide();
    expect(widest(text)).toBeLessThanOrEqual(100);
    const words = text.replaceAll(/\s+/g, ' ');
    for (const { id, title, state } of steps) {
      expect(words).toContain(` ${id} ${title} `);
      if (state.kind === 'checked') for (const check of state.by) expect(words).toContain(check.id);
      if (state.kind === 'not-observable') expect(words).toContain(`not observable: ${state.because}`);
      if (state.kind === 'person') expect(words).toContain(`person must: ${state.must}`.replaceAll(/\s+/g, ' '));
    }
  });
});

describe('a step that is called checked', () => {
  const fixture = (path: string): Promise<Environment> =>
    loadEnvironment(fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url)));
  // One has pools of all kinds, the other accounts whose rights are probed.
  const estates = [fixture('lab/contoso.yaml'), fixture('environments/contoso.yaml')];
  const plannedIn = async (phase: Environment['phase']): Promise<ReadonlySet<string>> =>
    new Set(
      (await Promise.all(estates)).flatMap((estate) =>
        // The product's own transactions are planned where somebody names them.
        [{}, { suites: ['synthetic'] } as const].flatMap((selection) =>
          planCases({ ...estate, phase }, selection).cases.map(({ check }) => check),
        ),
      ),
    );
  /** What the guide plans ahead, or asks for at the end of a phase: looked at from the next one on. */
  const later = [
    'The legacy pool holds no users and no contact objects before it is deactivated',
    'All remaining users are homed on 2013',
  ];

  it.each(phases.map(({ name, steps: ofPhase }) => [name, ofPhase] as const))('%s: is looked at then', async (name, ofPhase) => {
    const now = await plannedIn(name);
    const soon = new Set(
      (await Promise.all(phaseNames.slice(phaseNames.indexOf(name)).map(plannedIn))).flatMap((ids) => [...ids]),
    );
    for (const { id, title, state } of ofPhase) {
      if (state.kind !== 'checked') continue;
      expect([id, ...state.by.map((check) => check.id).filter((check) => !soon.has(check))]).toEqual([id]);
      expect([id, later.includes(title) || state.by.some((check) => now.has(check.id))]).toEqual([id, true]);
    }
  });
});
