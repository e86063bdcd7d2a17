export { type Clock, isoTime, parseTime, systemClock, type Timer } from './clock.ts';
export { type Deadline, deadlineIn, humanAge, humanDuration } from './deadline.ts';
export { type Punctuality, patiently, watchPunctuality } from './punctuality.ts';
export { type Attempt, type Watched, watch, within } from './within.ts';
