import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNameServer } from '../lab/dns/index.ts';
import { recordTypes } from '../lab/dns/wire.ts';
import { systemClock } from '../time/index.ts';
import { createNameService } from './index.ts';

/** Priority, weight and target of records, as the name server gives them. */
const records = [
  [10, 100, 'third.contoso.net'],
  [5, 0, 'Second.Contoso.net'],
  [20, 65_535, 'last.contoso.net'],
  [5, 60, 'first.contoso.net'],
] as const;

describe('the service for names', () => {
  let order: readonly (typeof records)[number][] = records;
  let server: Awaited<ReturnType<typeof startNameServer>>;
  beforeAll(async () => {
    const zone = {
      answers: (name: string, type: number) =>
        name !== '_sip._tls.contoso.net'
          ? undefined
          : type !== recordTypes.SRV
            ? []
            : order.map(([priority, weight, target]) => ({ type: recordTypes.SRV, priority, weight, target, port: 5061 })),
    };
    server = await startNameServer(zone, () => false);
  });
  afterAll(() => server.close());

  const service = () => createNameService({ resolver: server.address, addresses: {} }, { budget: 5000, clock: systemClock });

  it('gives SRV records by priority, among equals the heaviest first, in whatever order they come (RFC 2782)', async () => {
    for (const given of [records, records.toReversed(), [...records.slice(2), ...records.slice(0, 2)]]) {
      order = given;
      expect(await service().srv('_sip._tls.contoso.net')).toEqual(
        ['first', 'second', 'third', 'last'].map((label) => ({ target: `${label}.contoso.net`, port: 5061 })),
      );
    }
  });

  it('tells a name server that refuses from one that is silent', async () => {
    const gone = await startNameServer({ answers: () => undefined }, () => false);
    await gone.close();
    const ask = (resolver: string, budget: number) =>
      createNameService({ resolver, addresses: {} }, { budget, clock: systemClock }).srv('_sip._tls.contoso.net');
    await expect(ask(gone.address, 5000)).rejects.toMatchObject({
      code: 'NAME_SERVER_UNREACHABLE',
      message: expect.stringMatching(
        /takes no questions for the SRV record _sip\._tls\.contoso\.net, after .* \(ECONNREFUSED\)\.$/,
      ),
    });
    const silent = await startNameServer({ answers: () => undefined }, () => true);
    try {
      await expect(ask(silent.address, 300)).rejects.toMatchObject({
        code: 'NAME_SERVER_UNREACHABLE',
        message: expect.stringMatching(/did not answer for .* within .* \(ETIMEOUT\)\.$/),
      });
    } finally {
      await silent.close();
    }
  });

  it('finds nothing where the name server says so, and blames nobody for it', async () => {
    expect(await service().srv('_sip._tcp.contoso.net')).toEqual([]);
    expect(await service().addresses('_sip._tls.contoso.net')).toEqual([]);
  });
});
