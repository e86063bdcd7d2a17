import type { Availability } from './model.ts';

/** Value a Lync client publishes for an availability (MS-PRES, aggregation of presence). */
export const availabilityValues: Readonly<Record<Availability, number>> = {
  available: 3500,
  busy: 6500,
  'do-not-disturb': 9500,
  'be-right-back': 12500,
  away: 15500,
  // The number of away: an activity says what is meant.
  'off-work': 15500,
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

/** What a number on the wire means, with the activity that may stand beside it; idle counts as the availability it is idle in. */
export function availabilityOf(value: number, activity?: string): Availability | 'unknown' {
  const availability = ranges.find(([from]) => value >= from)?.[1] ?? 'unknown';
  return availability === 'away' && activity === 'off-work' ? 'off-work' : availability;
}

/** True for somebody who is available or busy, and not at the machine. */
export const isIdleAt = (value: number): boolean => (value >= 4500 && value < 6000) || (value >= 7500 && value < 9000);
