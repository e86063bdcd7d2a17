import { countedAs, type JournalEvent } from '../results/index.ts';
import { paint, type TerminalOptions } from './terminal.ts';
import { oneLine } from './text.ts';

type Planned = Extract<JournalEvent, { event: 'planned' }>['case'];

/** One suite in one site, while the run goes on. */
export interface BoardRow {
  readonly suite: string;
  readonly site: string;
  readonly planned: number;
  readonly passed: number;
  readonly failed: number;
  readonly undetermined: number;
  /** Not covered, not run, waived. */
  readonly skipped: number;
  /** Titles of the cases that were begun and have not ended, oldest first. */
  readonly running: readonly string[];
}

/** What the live display shows: a value, made anew by every event. */
export interface Board {
  readonly rows: ReadonlyMap<string, BoardRow>;
  readonly cases: ReadonlyMap<string, Planned>;
}

/** A board of these cases, of which none has begun. */
export function newBoard(cases: readonly Planned[] = []): Board {
  const rows = new Map<string, BoardRow>();
  for (const found of cases) rows.set(keyOf(found), withOneMore(rows.get(keyOf(found)), found));
  return { rows, cases: new Map(cases.map((found) => [found.id, found])) };
}

function withOneMore(row: BoardRow | undefined, { suite, site }: Planned): BoardRow {
  if (row !== undefined) return { ...row, planned: row.planned + 1 };
  return { suite, site, planned: 1, passed: 0, failed: 0, undetermined: 0, skipped: 0, running: [] };
}

const keyOf = (found: Planned): string => JSON.stringify([found.suite, found.site]);

function changed(board: Board, found: Planned, change: (row: BoardRow) => Partial<BoardRow>): Board {
  const row = board.rows.get(keyOf(found));
  return row === undefined ? board : { ...board, rows: new Map(board.rows).set(keyOf(found), { ...row, ...change(row) }) };
}

/** The board after an event of the journal; the same board where the event changes nothing. */
export function boardAfter(board: Board, event: JournalEvent): Board {
  if (event.event === 'planned') {
    if (board.cases.has(event.case.id)) return board;
    return {
      rows: new Map(board.rows).set(keyOf(event.case), withOneMore(board.rows.get(keyOf(event.case)), event.case)),
      cases: new Map(board.cases).set(event.case.id, event.case),
    };
  }
  if (event.event !== 'start' && event.event !== 'end') return board;
  const found = board.cases.get(event.id);
  if (found === undefined) return board;
  if (event.event === 'start') return changed(board, found, (row) => ({ running: [...row.running, found.title] }));
  const { finding } = event;
  const state = finding.deliberate === true ? 'not-covered' : finding.code === 'NOT_RUN' ? 'not-run' : 'ended';
  const column = countedAs({ state, outcome: finding.outcome });
  const counted = column === 'passed' || column === 'failed' || column === 'undetermined' ? column : 'skipped';
  return changed(board, found, (row) => ({
    [counted]: row[counted] + 1,
    running: row.running.filter((title) => title !== found.title),
  }));
}

/** `text` in at most `columns` columns. */
const shorten = (text: string, columns: number): string => {
  const signs = [...text];
  return signs.length <= columns ? text : `${signs.slice(0, Math.max(0, columns - 1)).join('')}…`;
};

/** One line per suite and site: how many ended, what is wrong so far, what is going on now. */
export function ttyBoard(board: Board, options: TerminalOptions & { readonly columns?: number } = {}): string[] {
  const { columns = 100 } = options;
  const rows = [...board.rows.values()];
  const names = rows.map((row) => oneLine(`${row.suite} ${row.site}`));
  const nameWidth = Math.min(40, Math.max(0, ...names.map((name) => name.length)));
  return rows.map((row, index) => {
    const ended = row.passed + row.failed + row.undetermined + row.skipped;
    const trouble = [
      row.failed > 0 ? `${row.failed} failed` : '',
      row.undetermined > 0 ? `${row.undetermined} undetermined` : '',
    ];
    const now = row.running[0] === undefined ? '' : `now: ${oneLine(row.running[0])}`;
    const line = [`${ended}/${row.planned}`.padStart(9), ...trouble, now].filter((text) => text !== '').join('  ');
    const whole = shorten(`${(names[index] ?? '').padEnd(nameWidth)} ${line}`, columns);
    if (row.failed > 0) return paint(whole, 'bad', options);
    if (row.undetermined > 0) return paint(whole, 'open', options);
    return ended === row.planned ? paint(whole, 'good', options) : whole;
  });
}

/** What to write so that `lines` stand where `before` lines stood: moves up, and clears what is left of each line (ECMA-48 CUU, EL, ED). */
export function redraw(lines: readonly string[], before: number): string {
  const up = before > 0 ? `\u001b[${before}A` : '';
  return `${up}\r${lines.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`;
}
