import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Leases } from './leases.ts';

const names = ['Lena', 'Mika', 'Rita', 'Otto'];
const wanted = fc.record({ alone: fc.uniqueArray(fc.constantFrom(...names)), shared: fc.uniqueArray(fc.constantFrom(...names)) });

describe('leases of users', () => {
  it('never lends a user to two who want it, one of them alone, and serves everybody', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(wanted, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 3 }),
        async (wishes, ticks) => {
          const leases = new Leases();
          const alone = new Map<string, number>();
          const anyhow = new Map<string, number>();
          let served = 0;
          const bump = (map: Map<string, number>, name: string, by: number) => map.set(name, (map.get(name) ?? 0) + by);
          await Promise.all(
            wishes.map((wish) =>
              leases.using(wish, async () => {
                const all = new Set([...wish.alone, ...wish.shared]);
                for (const name of wish.alone) bump(alone, name, 1);
                for (const name of all) bump(anyhow, name, 1);
                for (const name of names) if (alone.get(name)) expect(anyhow.get(name)).toBe(1);
                for (let i = 0; i < ticks; i++) await Promise.resolve();
                for (const name of wish.alone) bump(alone, name, -1);
                for (const name of all) bump(anyhow, name, -1);
                served++;
              }),
            ),
          );
          expect(served).toBe(wishes.length);
        },
      ),
    );
  });

  it('gives back what was lent when the use fails', async () => {
    const leases = new Leases();
    await expect(leases.using({ alone: ['Lena'] }, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await leases.using({ alone: ['Lena'] }, async () => 'again')).toBe('again');
  });

  it('lets those share who only want to share, and makes the one who wants it alone wait for them', async () => {
    const leases = new Leases();
    const order: string[] = [];
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = leases.using({ shared: ['Lena'] }, async () => {
      order.push('first');
      await held;
    });
    const second = leases.using({ shared: ['Lena'] }, async () => {
      order.push('second');
    });
    await second;
    const alone = leases.using({ alone: ['Lena'] }, async () => {
      order.push('alone');
    });
    const late = leases.using({ shared: ['Lena'] }, async () => {
      order.push('late');
    });
    release();
    await Promise.all([first, alone, late]);
    expect(order).toEqual(['first', 'second', 'alone', 'late']);
  });
});
