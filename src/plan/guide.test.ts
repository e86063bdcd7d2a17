import { describe, expect, it } from 'vitest';
import { phases } from '../guide/index.ts';
import { renderGuide, renderGuideSummary } from './index.ts';

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
