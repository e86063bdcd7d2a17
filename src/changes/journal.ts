/** A change that the harness makes to the estate, told so that anybody can take it back. */
export interface Change {
  /** Unique in its run. */
  readonly id: string;
  /** What kind of thing was changed: names the way of undoing. */
  readonly kind: 'client-policy' | 'contact' | 'conference';
  readonly site: string;
  /** The object, as the product names it (`site:Redmond`), or as a sentence does. */
  readonly identity: string;
  /** Carried by the object, so that nobody else's object is ever removed. */
  readonly mark: string;
  /** Values it was given. It is removed only while it still has them. */
  readonly values: Readonly<Record<string, string>>;
}

/** A line of `changes.jsonl`. A change is open from `intended` until `undone`. `at` is milliseconds since 1970. */
export type ChangeEvent =
  | { readonly event: 'intended'; readonly at: number; readonly change: Change }
  | { readonly event: 'made'; readonly at: number; readonly id: string }
  | {
      readonly event: 'undone';
      readonly at: number;
      readonly id: string;
      readonly by: 'runner' | 'parent' | 'undo';
      readonly note?: string;
    }
  | { readonly event: 'undo-failed'; readonly at: number; readonly id: string; readonly message: string };

/** The write-ahead journal of changes: a line is on the disk before its change is made. */
export interface ChangeJournal {
  intend(change: Change): void;
  made(id: string): void;
  undone(id: string, by: 'runner' | 'parent' | 'undo', note?: string): void;
  undoFailed(id: string, message: string): void;
}

/** `append` must have the line on the disk when it returns. */
export function changeJournal(append: (line: string) => void, now: () => number): ChangeJournal {
  const write = (event: ChangeEvent): void => append(`${JSON.stringify(event)}\n`);
  return {
    intend: (change) => write({ event: 'intended', at: now(), change }),
    made: (id) => write({ event: 'made', at: now(), id }),
    undone: (id, by, note) => write({ event: 'undone', at: now(), id, by, ...(note === undefined ? {} : { note }) }),
    undoFailed: (id, message) => write({ event: 'undo-failed', at: now(), id, message }),
  };
}

/** Reads `changes.jsonl`. An unfinished last line is what a killed process leaves: its change was never begun. */
export function parseChanges(text: string): ChangeEvent[] {
  const events: ChangeEvent[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    try {
      events.push(JSON.parse(line) as ChangeEvent);
    } catch {
      // Cut off by the end of its writer.
    }
  }
  return events;
}

/** Changes that were intended and not taken back, oldest first. Whether they were made does not matter: the writer may have died in between. */
export function openChanges(events: readonly ChangeEvent[]): Change[] {
  const open = new Map<string, Change>();
  for (const event of events) {
    if (event.event === 'intended') open.set(event.change.id, event.change);
    if (event.event === 'undone') open.delete(event.id);
  }
  return [...open.values()];
}
