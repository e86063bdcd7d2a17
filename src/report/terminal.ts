import { catalogue } from '../errors/index.ts';
import type { CaseResult, Run, Verdict } from '../results/index.ts';
import { humanDuration } from '../time/index.ts';
import { counted, oneLine } from './text.ts';
import { type Mark, markOf, remedyOf, runInWords, waveInWords } from './words.ts';

export interface TerminalOptions {
  /** Whether colours are wanted; no by default. Every colour stands beside a word that says the same. */
  readonly colour?: boolean;
}

type Tone = 'good' | 'bad' | 'open' | 'quiet';
const tones: Record<Tone, string> = { good: '32', bad: '31;1', open: '33', quiet: '2' };

/** The text in a colour, if colours are wanted. */
export const paint = (text: string, tone: Tone, { colour = false }: TerminalOptions): string =>
  colour && text !== '' ? `\u001b[${tones[tone]}m${text}\u001b[0m` : text;

export const toneOfMark: Record<Mark, Tone> = {
  pass: 'good',
  FAIL: 'bad',
  undetermined: 'open',
  waived: 'open',
  'not run': 'open',
  'not covered': 'quiet',
};

const toneOfWord: Record<Verdict['word'], Tone> = {
  GO: 'good',
  PASSED: 'good',
  'NO-GO': 'bad',
  FAILED: 'bad',
  UNDECIDED: 'open',
};

const width = 12;

/** One line for one case that ended, and a second one that says why if it did not pass. */
export function progressLine(
  result: Pick<CaseResult, 'case' | 'state' | 'outcome' | 'finding' | 'duration'>,
  options: TerminalOptions = {},
): string {
  const mark = markOf(result);
  const time = result.state === 'ended' ? ` (${humanDuration(result.duration)})` : '';
  const head = `${paint(mark.padEnd(width), toneOfMark[mark], options)} ${result.case.suite} ${oneLine(result.case.site)}: ${oneLine(result.case.title)}${time}`;
  if (mark === 'pass') return head;
  const { code, message } = result.finding;
  return `${head}\n${' '.repeat(width)} ${code ?? 'UNEXPECTED'}: ${oneLine(message)}`;
}

/**
 * What to do about the reasons, once per code, for the codes that stand in them and in their order: what failed comes before what only follows.
 * Where all cases of a code ask for the same, that is said, with its names; else what holds for the code.
 */
function remedies(run: Run, verdict: Verdict): string[] {
  const byCode = new Map<string, CaseResult[]>();
  for (const result of run.cases) {
    const { code } = result.finding;
    if (result.outcome !== 'pass' && code !== undefined) byCode.set(code, [...(byCode.get(code) ?? []), result]);
  }
  const placeOf = (code: string): number => verdict.reasons.findIndex((reason) => new RegExp(`: ${code}[ ,]`).test(reason));
  return [...byCode]
    .map(([code, results]) => ({ code, results, place: placeOf(code) }))
    .filter(({ place }) => place >= 0)
    .sort((a, b) => a.place - b.place)
    .flatMap(({ code, results }) => {
      const told = new Set(results.map(remedyOf));
      const general = code in catalogue ? catalogue[code as keyof typeof catalogue].hint : undefined;
      const [only] = told.size === 1 ? told : [general];
      return only === undefined ? [] : [`  ${code}: ${oneLine(only)}`];
    });
}

const gapsShown = 3;

/**
 * The last lines of a run: counts, where the report is, why, and on the very last line the verdict, one word and nothing else. `folder` is
 * the run folder as it shall be printed.
 */
export function renderEnding(run: Run, verdict: Verdict, folder: string, options: TerminalOptions = {}): string {
  const hints = verdict.exitCode === 0 ? [] : remedies(run, verdict);
  const lines = [
    runInWords(run, verdict),
    `report: ${folder}`,
    ...run.gaps.slice(0, gapsShown).map((gap) => `gap: ${oneLine(gap)}`),
    ...(run.gaps.length > gapsShown ? [`gap: and ${counted(run.gaps.length - gapsShown, 'more gap')}, see summary.md`] : []),
    '',
    ...(hints.length === 0 ? [] : ['What to do:', ...hints, '']),
    `${waveInWords(verdict)}:`,
    ...verdict.reasons.map((reason) => `  ${oneLine(reason)}`),
    paint(verdict.word, toneOfWord[verdict.word], options),
  ];
  return `${lines.join('\n')}\n`;
}
