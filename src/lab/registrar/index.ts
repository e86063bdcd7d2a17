export { type Core, createTimers, type Proof, type Timers, type Violation } from './core.ts';
export { createDirectory, type Directory, type Endpoint } from './directory.ts';
export { type HopOptions, passOn } from './hop.ts';
export { type Listener, listen, type Manner, type Transport } from './listener.ts';
export { moveUser } from './move.ts';
export { createNames, type Names } from './names.ts';
export { createRegistrar, type MethodPart, type Registrar } from './registrar.ts';
