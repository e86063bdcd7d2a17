import { Resolver } from 'node:dns/promises';
import type { NetworkSettings } from '../environment/model.ts';
import { CoexistenceError } from '../errors/index.ts';
import { type Clock, humanDuration } from '../time/index.ts';
import type { NameService } from './model.ts';

/** The name server says that there is nothing: an answer, not a failure (RFC 1035 section 4.1.1, RFC 2308). */
const nothing = new Set(['ENOTFOUND', 'ENODATA']);

/** What became of a question, where that is not silence: by the code of the resolver library. */
const became: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'takes no questions',
  EREFUSED: 'refused to answer',
  ESERVFAIL: 'failed to answer',
  EBADRESP: 'gave no answer of DNS',
};

/** Asks the resolver of the environment, else the name servers that this host is set to. `budget` is in milliseconds, for one question. */
export function createNameService(
  settings: NetworkSettings,
  options: { readonly budget: number; readonly clock: Clock },
): NameService {
  const { budget, clock } = options;
  const resolver = new Resolver({ timeout: budget, tries: 1 });
  if (settings.resolver !== undefined) resolver.setServers([settings.resolver]);
  const asked = settings.resolver === undefined ? "this host's name server" : `the name server ${settings.resolver}`;

  const ask = async <T>(what: string, question: () => Promise<T[]>): Promise<readonly T[]> => {
    const begin = clock.monotonic();
    try {
      return await question();
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
      if (nothing.has(code)) return [];
      const took = humanDuration(clock.monotonic() - begin);
      const said = became[code] === undefined ? `did not answer for ${what} within` : `${became[code]} for ${what}, after`;
      throw new CoexistenceError('NAME_SERVER_UNREACHABLE', `${asked} ${said} ${took} (${code}).`, {
        cause,
        facts: { reason: code },
      });
    }
  };

  return {
    asked,
    srv: (name) =>
      ask(`the SRV record ${name}`, async () =>
        (await resolver.resolveSrv(name))
          // Lowest priority first; among equals the one that is to get most (RFC 2782 leaves that to chance, which no two runs would share).
          .toSorted((a, b) => a.priority - b.priority || b.weight - a.weight)
          .map(({ name: target, port }) => ({ target: target.toLowerCase(), port })),
      ),
    async addresses(name) {
      const found = await Promise.all([
        ask(`the A record ${name}`, () => resolver.resolve4(name)),
        ask(`the AAAA record ${name}`, () => resolver.resolve6(name)),
      ]);
      return found.flat();
    },
  };
}
