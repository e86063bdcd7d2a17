export { createRelay } from './relay.ts';
