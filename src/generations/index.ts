export type { ExpectedService, Generation, GenerationName, ServerRole, TlsProfileName } from './model.ts';
export { generationNames, serverRoles, tlsProfileNames } from './model.ts';
