import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { generationNames } from '../generations/index.ts';
import { checks, suites } from './index.ts';

/** What a suite registers, by the kind of target: the suites are run up to the point where they would look. */
const registered = vi.hoisted(() => [] as { readonly suite: string; readonly check: string; readonly by: string }[]);

vi.mock('#live', () => ({
  // Wraps a body of a suite.
  afterFirstRung: (body: unknown) => body,
  afterEstateRung: (body: unknown) => body,
  suite: (name: string, define: (collector: unknown) => void) =>
    define(
      new Proxy(
        {},
        {
          get: (_, by) => (check: string, body: unknown) => {
            expect(typeof body).toBe('function');
            registered.push({ suite: name, check: `${name}.${check}`, by: String(by) });
          },
        },
      ),
    ),
}));

const folder = new URL('../../suites/', import.meta.url);
for (const file of readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.ts')))
  await import(new URL(file, folder).href);

it('every suite of the guide has its file, and every file its suite', () => {
  expect([...new Set(registered.map(({ suite }) => suite))].sort()).toEqual(suites.map(({ name }) => name as string).sort());
});

it('every check is looked at by its suite, once, and a suite looks at nothing that is not in the catalogue', () => {
  expect(registered.map(({ check }) => check).sort()).toEqual(checks.map(({ id }) => id as string).sort());
});

it('says by what a check is planned', () => {
  for (const { by } of registered) expect(by).toMatch(/^of[A-Z][a-z]+$/);
});

it('every check is for some generation', () => {
  for (const { id, generations } of checks) {
    expect(generations.length, id).toBeGreaterThan(0);
    for (const name of generations) expect(generationNames).toContain(name);
  }
});
