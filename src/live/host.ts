/** What the parent of a run needs of the live room: nothing that loads vitest. */
export { edgeGenerationIn } from '../guide/index.ts';
export { neededLogins, trustedServerFor } from './needed-logins.ts';
export type { LiveRequest, ShellChoice } from './request.ts';
export { accountAt, laneOptionsAt, seatHere } from './seat-lane.ts';
export { asReadOnly, type Seat, seatNamed, seatOf } from './seats.ts';
export { signInOptionsFor } from './sign-in-options.ts';
export { takeBackPolicy } from './take-back.ts';
export { undoContact } from './take-back-contact.ts';
