import type { Availability } from './model.ts';

/** Value a Lync client publishes for an availability (MS-PRES, aggregation of presence). */
export const availabilityValues: Readonly<Record<Availability, number>> = {
  available: 3500,
  busy: 6500,
  'do-not-disturb': 9500,
  'be-right-back': 12500,
  away: 15500,
  offline: 18500,
};

const ranges: readonly (readonly [from: number, availability: Availability])[] = [
  [18000, 'offline'],
  [15000, 'away'],
  [12000, 'be-right-back'],
  [9000, 'do-not-disturb'],
  [6000, 'busy'],
  [3000, 'available'],
];

/** What a number on the wire means; idle counts as the availability it is idle in. */
export const availabilityOf = (value: number): Availability | 'unknown' =>
  ranges.find(([from]) => value >= from)?.[1] ?? 'unknown';
