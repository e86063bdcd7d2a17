import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lane } from '../admin/index.ts';
import { mostLanes, SiteLanes } from './site-lanes.ts';

/** Lanes that only count themselves: how many there are side by side, and at which seats. */
function counted() {
  const open: string[] = [];
  let most = 0;
  let mostAtSeat = 0;
  const openLane = (seat: string): Lane => {
    open.push(seat);
    most = Math.max(most, open.length);
    mostAtSeat = Math.max(mostAtSeat, open.filter((each) => each === seat).length);
    const close = async () => {
      await Promise.resolve();
      open.splice(open.indexOf(seat), 1);
      return [];
    };
    return { close, seat } as unknown as Lane;
  };
  return { open, openLane, most: () => most, mostAtSeat: () => mostAtSeat };
}

const seatOf = (lane: Lane): string => (lane as unknown as { seat: string }).seat;

describe('lanes of a site', () => {
  it('answer everybody at the seat asked for, never more than three side by side, whatever comes in which order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.record({ seat: fc.constantFrom('a', 'b', 'c', 'd', 'e'), steps: fc.nat(4), fails: fc.boolean() }), {
          maxLength: 40,
        }),
        async (perSeat, questions) => {
          const lanes = counted();
          const site = new SiteLanes(perSeat, lanes.openLane);
          let busy = 0;
          let mostBusy = 0;
          const seen = await Promise.all(
            questions.map(({ seat, steps, fails }) =>
              site
                .ask(seat, async (lane) => {
                  mostBusy = Math.max(mostBusy, ++busy);
                  for (let step = 0; step < steps; step++) await Promise.resolve();
                  busy--;
                  if (fails) throw new Error('no answer');
                  return seatOf(lane);
                })
                .catch(() => `${seat} failed`),
            ),
          );
          expect(seen).toEqual(questions.map(({ seat, fails }) => (fails ? `${seat} failed` : seat)));
          expect(lanes.most()).toBeLessThanOrEqual(mostLanes);
          expect(mostBusy).toBeLessThanOrEqual(mostLanes);
          expect(lanes.mostAtSeat()).toBeLessThanOrEqual(perSeat);
          expect((await site.close()).problems).toEqual([]);
          expect(lanes.open).toEqual([]);
        },
      ),
    );
  });

  it('one at each seat is kept as long as there is room', async () => {
    const lanes = counted();
    const site = new SiteLanes(1, lanes.openLane);
    for (const seat of ['a', 'b', 'c', 'a', 'b', 'c']) await site.ask(seat, async () => undefined);
    expect(lanes.open).toEqual(['a', 'b', 'c']);
    await site.ask('d', async () => undefined);
    expect(lanes.open.toSorted()).toEqual(['b', 'c', 'd']);
    expect(await site.close()).toEqual({ count: 4, problems: [] });
  });

  it('who cannot have a lane is told so, and nobody else is kept waiting', async () => {
    const site = new SiteLanes(1, () => {
      throw new Error('no shell');
    });
    const asked = ['a', 'a', 'b'].map((seat) => site.ask(seat, async () => 'answer'));
    expect(await Promise.allSettled(asked)).toMatchObject(
      asked.map(() => ({ status: 'rejected', reason: { message: 'no shell' } })),
    );
    expect(await site.close()).toEqual({ count: 0, problems: [] });
  });
});
