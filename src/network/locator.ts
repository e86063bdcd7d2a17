import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { NetworkSettings } from '../environment/model.ts';
import { CoexistenceError } from '../errors/index.ts';
import { type Clock, humanDuration, systemClock } from '../time/index.ts';
import type { Address, Locator } from './model.ts';

export interface LocatorOptions {
  readonly clock?: Clock;
  /** Milliseconds for one question to the configured resolver, which is asked twice at most. Default 2 s. */
  readonly timeout?: number;
}

/**
 * Finds addresses as the environment says: its address map first, then the resolver it names, else this host's own way (hosts file and
 * DNS). A name that is an IP address already is taken as it is. Remembers nothing: names move during a migration.
 */
export function createLocator(settings: NetworkSettings, options: LocatorOptions = {}): Locator {
  const { clock = systemClock, timeout = 2000 } = options;
  const mapped = new Map(Object.entries(settings.addresses).map(([fqdn, place]) => [fqdn.toLowerCase(), place]));
  const resolve = settings.resolver === undefined ? bySystem : byResolver(settings.resolver, timeout);
  const asked = settings.resolver === undefined ? "this host's resolver" : `the resolver ${settings.resolver}`;
  return {
    async locate(fqdn, service, defaultPort): Promise<Address> {
      const place = mapped.get(fqdn.toLowerCase());
      if (place !== undefined) return { host: place.host, port: place.ports[service] ?? defaultPort };
      if (isIP(fqdn) !== 0) return { host: fqdn, port: defaultPort };
      const start = clock.monotonic();
      try {
        return { host: await resolve(fqdn), port: defaultPort };
      } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
        const took = humanDuration(clock.monotonic() - start);
        throw new CoexistenceError('NAME_NOT_RESOLVED', `${fqdn} ${meaningOf(code)} ${asked} after ${took} (${code}).`, {
          cause,
          facts: { server: fqdn, reason: code },
        });
      }
    },
  };
}

async function bySystem(fqdn: string): Promise<string> {
  return (await lookup(fqdn)).address;
}

function byResolver(server: string, timeout: number): (fqdn: string) => Promise<string> {
  return async (fqdn) => {
    const resolver = new Resolver({ timeout, tries: 2 });
    resolver.setServers([server]);
    const first = (addresses: string[]): string => {
      if (addresses[0] === undefined) throw Object.assign(new Error('no address'), { code: 'ENODATA' });
      return addresses[0];
    };
    try {
      return first(await resolver.resolve4(fqdn));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENODATA')) throw error;
      return first(await resolver.resolve6(fqdn));
    }
  };
}

function meaningOf(code: string): string {
  if (code === 'ENOTFOUND') return 'is not known to';
  if (code === 'ENODATA') return 'has no address at';
  if (code === 'ETIMEOUT' || code === 'EAI_AGAIN') return 'got no answer from';
  return 'could not be resolved by';
}
