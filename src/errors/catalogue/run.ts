import type { CatalogueEntry } from '../entry.ts';

export const runErrors = {
  USAGE: { outcome: 'usage', meaning: 'The command line is wrong.', hint: 'See `coex --help` or `coex VERB --help`.' },
  PLACE_NOT_WRITABLE: {
    outcome: 'usage',
    meaning: 'The command line names a file or folder in which nothing can be written.',
    hint: 'Name another place; nothing was begun.',
  },
  UNKNOWN_WAVE: {
    outcome: 'usage',
    meaning: 'The wave is not in the environment file.',
    hint: 'Use one of the waves that the message lists, or add it under `waves:`.',
  },
  UNKNOWN_SUITE: {
    outcome: 'usage',
    meaning: 'There is no suite of this name.',
    hint: 'Use one of the suites that the message lists.',
  },
  UNKNOWN_SITE: {
    outcome: 'usage',
    meaning: 'There is no site of this name.',
    hint: 'Use one of the sites that the message lists.',
  },
  UNKNOWN_TOPIC: {
    outcome: 'usage',
    meaning: 'There is nothing of this name to explain.',
    hint: '`coex explain` without a name lists every check, code and known limit.',
  },
  NOTHING_SELECTED: {
    outcome: 'usage',
    meaning: 'The selection leaves no case to run.',
    hint: 'Widen the selection; `coex plan -e ENV` shows every case.',
  },
  RUN_LOCKED: {
    outcome: 'usage',
    meaning: 'Another run of this environment is going on.',
    hint: 'Wait for it to end; if its process is gone the lock is taken over by itself.',
  },
  CHANGE_OPEN: {
    outcome: 'usage',
    meaning: 'An earlier run left a change in the estate that was not taken back.',
    hint: 'Run the `coex undo` command that the message prints, then start again.',
  },
  RUN_NOT_FOUND: {
    outcome: 'usage',
    meaning: 'The run folder is not there.',
    hint: 'Give the path of a folder with a results.jsonl.',
  },
  RUNNER_DIED: {
    outcome: 'undetermined',
    meaning: 'The runner ended before this case did.',
    hint: 'Run again; if it happens again, log.jsonl of the run folder tells what came last.',
  },
  NOT_RUN: {
    outcome: 'undetermined',
    meaning: 'The run ended before this case began.',
    hint: 'Run again; the end of the run is explained in the last lines of the report.',
  },
  RUN_INTERRUPTED: {
    outcome: 'undetermined',
    meaning: 'The run was stopped before it was done.',
    hint: 'Run again and let it end.',
  },
  JOURNAL_DAMAGED: {
    outcome: 'undetermined',
    meaning: 'Lines of the journal of the run cannot be read or are missing.',
    hint: 'Run again; see whether the disk is full or something else writes into the run folder.',
  },
  RUN_UNREADABLE: {
    outcome: 'usage',
    meaning: 'The run.json is damaged or of another version.',
    hint: 'Write it again from the journal of the run: coex report RUN.',
  },
  MERGE_DIFFERENT: {
    outcome: 'usage',
    meaning: 'The runs are not parts of one whole: another environment, another wave, or another environment file.',
    hint: 'Join runs of one environment file and one wave; run the others again with the same file.',
  },
  MERGE_OVERLAP: {
    outcome: 'undetermined',
    meaning: 'Joined runs looked at the same cases; of each the worse result counts. Nothing is lost by it.',
    hint: 'Give each run its own suites, for example `coex check services administration` on one host and the others elsewhere.',
  },
  MERGE_VERSIONS: {
    outcome: 'undetermined',
    meaning: 'Joined runs were made with different versions of this product.',
    hint: 'Install the same version on every host.',
  },
  NOT_CLOSED: {
    outcome: 'undetermined',
    meaning: 'At the end of the run something could not be closed: a user not signed out, a PowerShell not ended.',
    hint: 'Sign-ins expire by themselves within minutes; the message names what was left.',
  },
  CASE_TIMEOUT: {
    outcome: 'undetermined',
    meaning: 'The case did not come to an end within the time that the harness gives it.',
    hint: 'See what was awaited in the case; raise the budget in the environment file if the estate is slow but right.',
  },
  UNEXPECTED: {
    outcome: 'defect',
    meaning: 'The harness met an error that it does not know: a defect of its own.',
    hint: 'Please report it with the log.jsonl of the run.',
  },
  NOT_COVERED: {
    outcome: 'undetermined',
    meaning: 'This is not looked at, by design.',
    hint: 'Where a wave needs it, give the environment file what the message names, or take it out of `requires`.',
  },
  CHANGES_NOT_ALLOWED: {
    outcome: 'undetermined',
    meaning: 'The case would change the estate, and changes were not allowed.',
    hint: 'Run with --allow-changes.',
  },
  REFUSAL_PROBES_NOT_ALLOWED: {
    outcome: 'undetermined',
    meaning: 'The case would try a write that the estate must refuse, and that was not allowed.',
    hint: 'Run with --allow-refusal-probes.',
  },
  REFUSAL_PROBED_TODAY: {
    outcome: 'undetermined',
    meaning: 'The wrong password of this user was tried within the last 24 hours.',
    hint: 'Nothing to do: it is tried again after 24 hours, so that no account is ever locked out by the harness.',
  },
  DEPENDS_ON_OTHER: {
    outcome: 'undetermined',
    meaning: 'Something this case builds on did not work.',
    hint: 'Look at the case that the message names first.',
  },
} as const satisfies Record<string, CatalogueEntry>;
