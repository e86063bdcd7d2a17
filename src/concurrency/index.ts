export { Leases, type Wanted } from './leases.ts';
export { limitPerKey } from './limits.ts';
export { type Rate, rate } from './rate.ts';
