export { renderWire } from './render-wire.ts';
export type { WireEntry, WireSink } from './wire.ts';
export { createWireLog, type WireLog, type WireLogOptions, type WireSpan } from './wire-log.ts';
