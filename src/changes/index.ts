export { type Change, type ChangeEvent, type ChangeJournal, changeJournal, openChanges, parseChanges } from './journal.ts';
export { type UndoKinds, type UndoResult, undoChanges } from './undo.ts';
