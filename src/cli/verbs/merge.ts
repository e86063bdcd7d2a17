import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type JunitDialect, renderEnding } from '../../report/index.ts';
import { mergeRunFolders, reEvaluate, undoCommand } from '../../run/index.ts';
import { systemClock } from '../../time/index.ts';
import type { Context } from './context.ts';
import { dialectOption, examples, junitOption, outOption } from './options.ts';

interface MergeFlags {
  readonly out: string;
  readonly junit?: string;
  readonly junitDialect: JunitDialect;
  readonly reEvaluate?: boolean;
  readonly json?: boolean;
}

/** `coex merge`: one run and one verdict from runs that each looked at a part of one environment. */
export function mergeVerb(program: Command, { terminal, exit }: Context): void {
  const verb = program
    .command('merge')
    .description('join runs of one environment, made on different hosts, into one run and one verdict')
    .argument('<run...>', 'run folders')
    .addOption(outOption())
    .addOption(junitOption())
    .addOption(dialectOption())
    .option('--re-evaluate', 'judge the facts of all of them again with the checks of this version; asks nobody')
    .option('--json', 'print the verdict as one line of JSON and nothing else');
  examples(verb, [
    'coex merge reports/20260101T060000Z-contoso-pilot windows-agent/20260101T060200Z-contoso-pilot',
    'coex merge parts/* --out reports --junit build/coex.xml',
    'coex merge parts/* --out reports --re-evaluate',
  ]);
  verb.action(async (runs: string[], flags: MergeFlags) => {
    const report = { dialect: flags.junitDialect, ...(flags.junit === undefined ? {} : { junit: resolve(flags.junit) }) };
    const { holes, open, ...merged } = mergeRunFolders({
      folders: runs,
      out: flags.out,
      report,
      now: systemClock.now(),
    });
    const again = flags.reEvaluate === true ? await reEvaluate(merged.folder, report, systemClock) : undefined;
    const { folder, run, verdict } = again ?? merged;
    if (flags.json) terminal.out(JSON.stringify({ verdict, folder, holes }));
    else {
      if (holes.length > 0) terminal.out(holesText(holes));
      if (again !== undefined) terminal.out(again.said);
      terminal.out(renderEnding(run, verdict, folder, { colour: terminal.colour }).trimEnd());
    }
    for (const { folder: part, identities } of open)
      terminal.err(`${identities.join(', ')} was not taken back. Run: ${undoCommand(part)}`);
    exit(verdict.exitCode);
  });
}

const shown = 10;

/** The cases that none of the runs had, at most ten of them by name. */
function holesText(holes: readonly string[]): string {
  const more = holes.length > shown ? [`  and ${holes.length - shown} more`] : [];
  return [
    `${holes.length === 1 ? '1 case that the wave needs was' : `${holes.length} cases that the wave needs were`} in none of the runs:`,
    ...holes.slice(0, shown).map((id) => `  ${id}`),
    ...more,
  ].join('\n');
}
