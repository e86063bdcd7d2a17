import type { Publications } from './publications.ts';

/** Availability of somebody who is nowhere signed in. */
export const offline = 18_500;

/** The container whose states the aggregation reads (MS-PRES). */
const inputs = '2';

/** What watchers see of a user. */
export interface Aggregate {
  readonly availability: number;
  /** Token of the activity that the user set with it, such as `off-work`. */
  readonly activity?: string;
}

/**
 * The availability that watchers see: what the user has set, or the most active machine where that is less available; without an
 * endpoint, offline (MS-PRES aggregation, in the small: no calendar and no phone).
 */
export function aggregate(publications: Publications, hasEndpoints: boolean): Aggregate {
  if (!hasEndpoints) return { availability: offline };
  const states = publications
    .of('state')
    .filter((state) => state.container === inputs)
    .map((state) => ({
      kind: stateKind(state.content),
      availability: availabilityIn(state.content),
      activity: activityIn(state.content),
    }));
  const of = (kind: string): number[] =>
    states.flatMap((state) => (state.kind === kind && state.availability !== undefined ? [state.availability] : []));
  const machines = of('machineState');
  const machine = machines.length === 0 ? offline : Math.min(...machines);
  const availability = Math.max(machine, ...of('userState'));
  const activity = states.find((state) => state.kind === 'userState' && state.availability === availability)?.activity;
  return { availability, ...(activity !== undefined && { activity }) };
}

const activityIn = (content: string): string | undefined =>
  /<(?:[\w-]+:)?activity\b[^>]*\stoken\s*=\s*["']([\w-]{1,64})["']/.exec(content)?.[1];

/** `xsi:type` of a state. */
const stateKind = (content: string): string | undefined =>
  /\stype\s*=\s*["'](?:[\w-]+:)?(\w+)["']|:type\s*=\s*["'](?:[\w-]+:)?(\w+)["']/
    .exec(content)
    ?.slice(1)
    .find((kind) => kind !== undefined);

const availabilityIn = (content: string): number | undefined => {
  const found = /<(?:[\w-]+:)?availability[^>]*>\s*(\d{1,6})\s*</.exec(content)?.[1];
  return found === undefined ? undefined : Number(found);
};
