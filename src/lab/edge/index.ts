export { type EdgeListeners, isRetired, openEdgeListeners } from './listeners.ts';
