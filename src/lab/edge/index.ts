export { accessEdge } from './access.ts';
export { type EdgeListeners, isRetired, openEdgeListeners } from './listeners.ts';
