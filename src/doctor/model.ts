/** What came of trying to look: `ready` a check can look there; `note` it can, and something is worth knowing; `blind` it cannot. */
export type LookState = 'ready' | 'note' | 'blind';

/** One line of the doctor: a thing that checks look at, or look with. */
export interface Look {
  readonly section: 'PowerShell' | 'Sites' | 'Servers' | 'Users';
  /** A site, a server, a user, or a part of the shell. */
  readonly subject: string;
  readonly state: LookState;
  /** One sentence. */
  readonly text: string;
  /** What to do about it: always there unless the state is `ready`. */
  readonly remedy?: string;
}

export const ready = (section: Look['section'], subject: string, text: string): Look => ({
  section,
  subject,
  state: 'ready',
  text,
});
export const note = (section: Look['section'], subject: string, text: string, remedy: string): Look => ({
  section,
  subject,
  state: 'note',
  text,
  remedy,
});
export const blind = (section: Look['section'], subject: string, text: string, remedy: string): Look => ({
  section,
  subject,
  state: 'blind',
  text,
  remedy,
});
