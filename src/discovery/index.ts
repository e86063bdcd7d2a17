/** An environment file from what the topology of an estate says. */
export { edgeNamesOf, type FoundEdge, webNameOf } from './edge.ts';
export { discover, type FoundEstate, type FoundPool, type FoundSite, poolFrom } from './topology.ts';
export { blankText, environmentText, type FileOptions } from './write.ts';
