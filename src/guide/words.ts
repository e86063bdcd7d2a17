import type { Check, Need, Touch } from './model.ts';
import type { StepState } from './phases.ts';

/** What a need means to the person who has to provide it. */
export const needWords: Readonly<Record<Need, string>> = {
  'management-shell': 'the management shell, through PowerShell',
  'name-server': 'the name server, from this host',
  connections: 'TLS connections from this host to the servers',
  'test-user': 'a test user with a password',
  'two-test-users': 'two test users with passwords',
  'both-generations': 'pools of both generations',
  'refusal-probe-user': 'a user with `purpose: refusal-probe`',
  'permission-to-change': '`--allow-changes`',
  'permission-to-be-refused': '`--allow-refusal-probes`',
};

export const touchWords: Readonly<Record<Touch, string>> = {
  reads: 'reads, and leaves nothing behind',
  'test-user-traffic': 'traffic of test users, and nothing else',
  'messages-that-stay': 'traffic of test users, and messages that stay where the environment file says',
  'one-failed-logon': 'one failed logon of a user kept for it, once in 24 hours at most',
  'changes-and-undoes': 'a change of the estate that is written down before and taken back',
};

/** How a step of the migration guide is answered for, in a word or two. */
export const stepWords: Readonly<Record<StepState['kind'], string>> = {
  checked: 'checked',
  'not-observable': 'not observable',
  person: 'person must',
};

/** When a check is looked at, and whether it counts. */
export const tierWords = ({ tier, optional }: Pick<Check, 'tier' | 'optional'>): string =>
  `${tier === 'smoke' ? 'always' : 'left out by `--coverage smoke`'}${optional ? '; counts for a wave only where the wave names it' : ''}`;

/** A remedy without a case: the names in braces stand as `<pool>`. Other braces stay. */
export const remedyInGeneral = ({ remedy }: Pick<Check, 'remedy'>): string => remedy.replace(/\{(\w+)\}/g, '<$1>');
