export { openWebListeners, type WebListeners, type WebPort, webNames } from './listeners.ts';
