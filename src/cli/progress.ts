import type { Plan } from '../plan/index.ts';
import { boardAfter, newBoard, progressLine, redraw, ttyBoard } from '../report/index.ts';
import type { JournalEvent } from '../results/index.ts';
import { type Clock, systemClock } from '../time/index.ts';
import type { Terminal } from './terminal.ts';

/** Shows a run as it goes on: a line per suite and site that is redrawn where there is a terminal, else a line per case. */
export interface ProgressView {
  event(event: JournalEvent): void;
  end(): void;
}

export function progressView(plan: Plan, terminal: Terminal, quiet: boolean): ProgressView {
  if (quiet) return { event: () => undefined, end: () => undefined };
  return terminal.isTty ? board(plan, terminal, systemClock) : lines(plan, terminal);
}

function lines(plan: Plan, terminal: Terminal): ProgressView {
  const cases = new Map(plan.cases.map((entry) => [entry.id, entry]));
  return {
    event(event) {
      if (event.event !== 'end') return;
      const planned = cases.get(event.id);
      if (planned === undefined) return;
      const { finding, duration } = event;
      const state = finding.deliberate ? 'not-covered' : 'ended';
      terminal.out(progressLine({ case: planned, state, outcome: finding.outcome, finding, duration }));
    },
    end: () => undefined,
  };
}

function board(plan: Plan, terminal: Terminal, clock: Clock): ProgressView {
  let state = newBoard(plan.cases);
  let drawn = 0;
  let timer: { cancel(): void } | undefined;
  const draw = (): void => {
    timer = undefined;
    const rows = ttyBoard(state, { columns: terminal.columns, colour: terminal.colour });
    process.stdout.write(redraw(rows, drawn));
    drawn = rows.length;
  };
  return {
    event(event) {
      state = boardAfter(state, event);
      // More often nobody can read it.
      timer ??= clock.after(80, draw);
    },
    end() {
      timer?.cancel();
      draw();
    },
  };
}
