import type { LiveRequest } from '../live/host.ts';
import type { JournalEvent } from '../results/index.ts';

/** What the parent tells its runner. */
export type ToRunner = { readonly tell: 'start'; readonly request: LiveRequest } | { readonly tell: 'cancel' };

/** What the runner tells its parent while it works; the journal is the truth, this is for those who watch. */
export type FromRunner =
  /** It has loaded everything and begun to run. */
  | { readonly tell: 'begun' }
  | { readonly tell: 'event'; readonly event: JournalEvent }
  | { readonly tell: 'ended' }
  | { readonly tell: 'failed'; readonly message: string; readonly stack?: string };
