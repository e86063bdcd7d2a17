import type { Change, ChangeJournal } from './journal.ts';

/** Takes one change back. Returns what it found, for the journal; throws when it could not, or must not. */
export type Undo = (change: Change) => Promise<string>;
export type UndoKinds = Readonly<Record<Change['kind'], Undo>>;

export interface UndoResult {
  readonly undone: readonly Change[];
  readonly failed: readonly { readonly change: Change; readonly message: string }[];
}

/** Takes changes back, newest first, each noted in the journal; one that fails does not stop the others. */
export async function undoChanges(
  changes: readonly Change[],
  kinds: UndoKinds,
  journal: ChangeJournal,
  by: 'parent' | 'undo',
): Promise<UndoResult> {
  const undone: Change[] = [];
  const failed: { change: Change; message: string }[] = [];
  for (const change of [...changes].reverse()) {
    try {
      journal.undone(change.id, by, await kinds[change.kind](change));
      undone.push(change);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      journal.undoFailed(change.id, message);
      failed.push({ change, message });
    }
  }
  return { undone, failed };
}
