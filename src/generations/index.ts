import { lync2010 } from './lync-2010.ts';
import { lync2013 } from './lync-2013.ts';
import type { Generation, GenerationName } from './model.ts';

export type { ExpectedService, Generation, GenerationName, ServerRole, TlsProfileName } from './model.ts';
export { generationNames, serverRoles, tlsProfileNames } from './model.ts';
export type { Quorum } from './quorum.ts';
export { isService } from './services.ts';

/** Both product generations, the older one first. */
export const generations: readonly Generation[] = [lync2010, lync2013];

const byName: Readonly<Record<GenerationName, Generation>> = { 'lync-2010': lync2010, 'lync-2013': lync2013 };

/** The generation of this name: everything in which it differs from the other one. */
export const generationOf = (name: GenerationName): Generation => byName[name];
