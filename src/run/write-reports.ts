import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type JunitDialect, renderIndexHtml, renderJson, renderJunit, renderSummary } from '../report/index.ts';
import type { Run, Verdict } from '../results/index.ts';

export interface ReportOptions {
  /** A second place for the JUnit file, for CI systems that look in one of their own. */
  readonly junit?: string;
  readonly dialect: JunitDialect;
}

/** Writes every report of a run into its folder; a reader never sees half a file. */
export function writeReports(folder: string, run: Run, verdict: Verdict, { junit, dialect }: ReportOptions): void {
  const xml = renderJunit(run, { dialect });
  writeWhole(join(folder, 'run.json'), renderJson(run, verdict));
  writeWhole(join(folder, 'junit.xml'), xml);
  writeWhole(join(folder, 'summary.md'), renderSummary(run, verdict));
  writeWhole(join(folder, 'index.html'), renderIndexHtml(run, verdict));
  if (junit === undefined) return;
  mkdirSync(dirname(junit), { recursive: true });
  writeWhole(junit, xml);
}

function writeWhole(path: string, text: string): void {
  const half = `${path}.${process.pid}.part`;
  writeFileSync(half, text);
  renameSync(half, path);
}
