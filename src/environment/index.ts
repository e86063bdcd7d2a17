export { authenticationOf, isSpokenFor } from './authentication.ts';
export { completeEnvironment } from './complete.ts';
export { parseDuration } from './duration.ts';
export { schemaPath, schemaText, writeSchema } from './json-schema.ts';
export { loadEnvironment } from './load.ts';
export type {
  Account,
  Administration,
  Authentication,
  Budgets,
  Environment,
  LabReference,
  Limits,
  Meeting,
  NetworkSettings,
  Phase,
  Pilot,
  Pool,
  SecretReference,
  Secrets,
  Server,
  Site,
  TestUser,
  Wave,
} from './model.ts';
export { parseEnvironment } from './parse.ts';
export { environmentJsonSchema } from './schema.ts';
export { resolveSecrets, type SecretSources } from './secrets.ts';
export { allowedWords, didYouMean } from './suggest.ts';
export { readTrustedServer, type TrustedServer } from './trusted-server.ts';
