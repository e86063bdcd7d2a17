import type { DeployedServiceFact } from '../admin/index.ts';
import type { FoundPool } from './topology.ts';

/** What an Edge pool shows to the outside, in the words of the environment file. */
export interface FoundEdge {
  /** `access.contoso.net`, or with its port where that is not 443. */
  readonly access: string;
  readonly webConferencing?: string;
  readonly audioVideo?: string;
  /** Only where another pool of its generation has federation. */
  readonly federation?: false;
  /** Only where the pool listens for XMPP partners. */
  readonly xmpp?: true;
}

const usualPort = '443';

/**
 * The outside of Edge pools by their names (`Get-CsService -EdgeServer`). A pool that shows no external name is left out. Federation goes
 * through one pool of each generation: the one that has a port for it, else the first.
 */
export function edgeNamesOf(
  pools: readonly FoundPool[],
  services: readonly DeployedServiceFact[],
): ReadonlyMap<string, FoundEdge> {
  const known = pools.flatMap((pool) => {
    const settings = services.find((row) => row.role === 'EdgeServer' && sameName(row.pool, pool.fqdn))?.settings ?? {};
    return (settings.AccessEdgeExternalFqdn ?? '') === '' ? [] : [{ pool, settings }];
  });
  return new Map(
    known.map(({ pool, settings }) => {
      const siblings = known.filter((other) => other.pool.generation === pool.generation);
      const federated = siblings.find((other) => isSet(other.settings.AccessEdgeExternalSipPort)) ?? siblings[0];
      const webConferencing = placeOf(settings.DataEdgeExternalFqdn, settings.DataPsomClientPort);
      const audioVideo = placeOf(settings.AVEdgeExternalFqdn, settings.MediaRelayExternalTurnTcpPort);
      const isNewer = pool.generation === 'lync-2013';
      return [
        pool.fqdn,
        {
          access: placeOf(settings.AccessEdgeExternalFqdn, settings.AccessEdgeClientSipPort)!,
          ...(webConferencing === undefined ? {} : { webConferencing }),
          ...(audioVideo === undefined ? {} : { audioVideo }),
          ...(federated?.pool === pool ? {} : { federation: false }),
          ...(isNewer && isSet(settings.XmppListeningPort) ? { xmpp: true } : {}),
        } satisfies FoundEdge,
      ] as const;
    }),
  );
}

/** What the web services of a pool are called outside (`Get-CsService -WebServer`), where that is a name of its own. */
export function webNameOf({ fqdn }: FoundPool, services: readonly DeployedServiceFact[]): string | undefined {
  const name = services.find(({ role, pool }) => role === 'WebServer' && sameName(pool, fqdn))?.settings.ExternalFqdn ?? '';
  return name === '' || sameName(name, fqdn) ? undefined : name;
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
/** What is off shows no port, or none that could be one. */
const isSet = (port: string | undefined): boolean => Number(port ?? '') > 0;
const placeOf = (fqdn: string | undefined, port: string | undefined): string | undefined => {
  if (fqdn === undefined || fqdn === '') return undefined;
  return isSet(port) && port !== usualPort ? `${fqdn}:${port}` : fqdn;
};
