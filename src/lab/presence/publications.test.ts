import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregate, offline } from './aggregation.ts';
import { Publications, type PublishOperation } from './publications.ts';

const operation = (more: Partial<PublishOperation> = {}): PublishOperation => ({
  category: 'state',
  instance: '1',
  container: '2',
  version: 0,
  expireType: 'endpoint',
  content: '',
  clears: false,
  ...more,
});

const state = (kind: string, availability: number): string =>
  `<state xmlns="http://schemas.microsoft.com/2006/09/sip/state" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" manual="true" xsi:type="${kind}"><availability>${availability}</availability><endpointLocation/></state>`;

describe('publications of a user', () => {
  it('are stored under the next version, and only for who knows the present one', () => {
    const publications = new Publications();
    expect(publications.publish([operation()], 'a', 0)).toEqual([]);
    expect(publications.publish([operation({ instance: '9' }), operation()], 'a', 0)).toEqual([
      { index: 2, version: 0, curVersion: 1 },
    ]);
    expect(publications.of('state')).toHaveLength(1);
    expect(publications.publish([operation({ version: 1 })], 'a', 0)).toEqual([]);
    expect(publications.of('state')[0]?.version).toBe(2);
  });

  it('are all stored or none, whatever the order of good and stale ones', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ instance: fc.constantFrom('1', '2', '3'), version: fc.nat(3) }), { minLength: 1 }),
        (steps) => {
          const publications = new Publications();
          publications.publish([operation({ instance: '1' }), operation({ instance: '2' })], 'a', 0);
          const before = JSON.stringify(publications.all());
          const stale = publications.publish(
            steps.map((step) => operation(step)),
            'a',
            1,
          );
          const expected = steps.filter((step) => step.version !== (step.instance === '3' ? 0 : 1)).length;
          expect(stale).toHaveLength(expected);
          expect(JSON.stringify(publications.all()) === before).toBe(stale.length > 0);
        },
      ),
    );
  });

  it('of an endpoint die with it, and those of the user with the last endpoint', () => {
    const publications = new Publications();
    const types = ['endpoint', 'user', 'static'] as const;
    publications.publish(
      types.map((expireType) => operation({ instance: expireType, expireType })),
      'a',
      0,
    );
    expect(publications.endpointLeft('b', false)).toEqual([]);
    expect(publications.endpointLeft('a', false)).toEqual(['state']);
    expect(publications.endpointLeft('b', true)).toEqual(['state']);
    expect(publications.all().map((publication) => publication.expireType)).toEqual(['static']);
  });
});

describe('the aggregated availability', () => {
  const of = (...states: (readonly [kind: string, availability: number])[]): number => {
    const publications = new Publications();
    publications.publish(
      states.map(([kind, availability], at) => operation({ instance: String(at), content: state(kind, availability) })),
      'a',
      0,
    );
    return aggregate(publications, true).availability;
  };

  it.each([
    ['nothing is published', [], offline],
    ['one machine is active', [['machineState', 3500]], 3500],
    [
      'one of two machines is active',
      [
        ['machineState', 15_500],
        ['machineState', 3500],
      ],
      3500,
    ],
    [
      'the user has set busy',
      [
        ['machineState', 3500],
        ['userState', 6500],
      ],
      6500,
    ],
    [
      'the user has set available on an idle machine',
      [
        ['machineState', 5000],
        ['userState', 3500],
      ],
      5000,
    ],
    ['only the user has published', [['userState', 3500]], offline],
  ] as const)('when %s', (_when, states, expected) => {
    expect(of(...states)).toBe(expected);
  });

  it('does not depend on the order of what is published, and shows nobody more active than any machine or the user says', () => {
    const value = fc.constantFrom(3500, 5000, 6500, 9500, 12_500, 15_500, 18_500);
    const machines = fc.array(fc.tuple(fc.constant('machineState'), value), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(machines, fc.option(value, { nil: undefined }), (some, set) => {
        const all = set === undefined ? some : [...some, ['userState', set] as [string, number]];
        const seen = of(...all);
        expect(of(...all.toReversed())).toBe(seen);
        expect(seen).toBeGreaterThanOrEqual(Math.min(...some.map(([, number]) => number)));
        if (set !== undefined) expect(seen).toBeGreaterThanOrEqual(set);
        expect(all.map(([, number]) => number)).toContain(seen);
      }),
    );
  });

  it('carries the activity that the user set, and none that a machine overrides', () => {
    const offWork = state('userState', 15_500).replace('</availability>', '</availability><activity token="off-work"/>');
    const publications = new Publications();
    const publish = (instance: string, content: string) => publications.publish([operation({ instance, content })], 'a', 0);
    publish('1', state('machineState', 3500));
    publish('2', offWork);
    expect(aggregate(publications, true)).toEqual({ availability: 15_500, activity: 'off-work' });
    // A machine that is further off decides, and it does nothing.
    publish('3', state('userState', 18_500));
    expect(aggregate(publications, true)).toEqual({ availability: 18_500 });
  });

  it('is offline without an endpoint, whatever is published', () => {
    const publications = new Publications();
    publications.publish([operation({ content: state('machineState', 3500), expireType: 'static' })], 'a', 0);
    expect(aggregate(publications, false)).toEqual({ availability: offline });
  });

  it('reads no state of a container for watchers', () => {
    const publications = new Publications();
    publications.publish([operation({ container: '200', content: state('machineState', 3500) })], 'a', 0);
    expect(aggregate(publications, true)).toEqual({ availability: offline });
  });
});
