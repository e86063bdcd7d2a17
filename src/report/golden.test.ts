import { describe, expect, it } from 'vitest';
import { sample } from '../../test/support/sample-run.ts';
import { renderEnding, renderIndexHtml, renderJson, renderJunit, renderSummary } from './index.ts';

const { run, verdict } = sample();

/** Read them when they change: they are what users read. `vitest run -u` writes them anew. */
describe('the reports of a small run with every outcome', () => {
  it.each([
    ['junit.xml', renderJunit(run)],
    ['junit-strict.xml', renderJunit(run, { dialect: 'strict', attachmentBase: '/builds/7/reports/run/' })],
    ['summary.md', renderSummary(run, verdict)],
    ['index.html', renderIndexHtml(run, verdict)],
    ['ending.txt', renderEnding(run, verdict, 'reports/2026-03-01T01-30-00Z-contoso-pilot')],
    ['run.json', renderJson(run, verdict)],
  ])('%s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`golden/${name}`);
  });
});
