import type { CatalogueEntry } from '../entry.ts';

export const environmentErrors = {
  ENVIRONMENT_NOT_FOUND: {
    outcome: 'usage',
    meaning: 'The environment file is not there or cannot be read.',
    hint: 'Check the path given to -e; `coex lab --state DIR` and `coex demo` write one for the built-in lab.',
  },
  ENVIRONMENT_NOT_YAML: {
    outcome: 'usage',
    meaning: 'The environment file is not YAML.',
    hint: 'Correct the place that the message names; indentation with tabs and unquoted colons are the usual causes.',
  },
  ENVIRONMENT_INVALID: {
    outcome: 'usage',
    meaning: 'The environment file does not follow the schema.',
    hint: 'Correct the places that the message names; docs/environment.schema.json gives an editor the allowed keys.',
  },
  SECRET_MISSING: {
    outcome: 'usage',
    meaning: 'A secret that a selected case needs is referenced but not there.',
    hint: 'Set the variable or create the file that the message names, or select cases that do not need it.',
  },
  NO_CREDENTIALS: {
    outcome: 'undetermined',
    meaning: 'The test user has no password in the environment file.',
    hint: 'Give the user a `password: { env: NAME }` or `{ file: PATH }`.',
  },
  TRUSTED_SERVER_UNREADABLE: {
    outcome: 'usage',
    meaning: 'The certificate or key by which this host proves to be a trusted server cannot be used.',
    hint: 'See that trustedServer.certificate and .key are PEM files that belong together, without a passphrase, for trustedServer.fqdn.',
  },
} as const satisfies Record<string, CatalogueEntry>;
