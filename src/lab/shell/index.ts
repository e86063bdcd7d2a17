export { type BuildOptions, buildLabShell } from './build.ts';
export { defaultCache } from './cache.ts';
export { labModule } from './sources.ts';
