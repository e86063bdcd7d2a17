export { type BuildOptions, buildLabShell } from './build.ts';
export { defaultCache } from './cache.ts';
