import { isoTime } from '../../time/index.ts';
import { attributes } from './xml.ts';

/** How long a publication lives (MS-PRES): with its endpoint, with the last endpoint, or until it is taken back. */
export type ExpireType = 'endpoint' | 'user' | 'static' | 'time';

export interface Publication {
  readonly category: string;
  readonly instance: string;
  readonly container: string;
  readonly version: number;
  readonly expireType: ExpireType;
  /** UUID of the endpoint that published it. */
  readonly endpointId: string;
  /** XML, as it came. */
  readonly content: string;
  /** Milliseconds since 1970. */
  readonly publishTime: number;
}

/** What a client asks to be stored; `version` is the one it believes to be there, 0 for none. */
export interface PublishOperation {
  readonly category: string;
  readonly instance: string;
  readonly container: string;
  readonly version: number;
  readonly expireType: ExpireType;
  readonly content: string;
  /** Takes the publication back. */
  readonly clears: boolean;
}

/** An operation that came with another version than is stored; `index` counts from 1. */
export interface Stale {
  readonly index: number;
  readonly version: number;
  readonly curVersion: number;
}

type Place = Pick<Publication, 'category' | 'instance' | 'container'>;
const placeKey = ({ category, instance, container }: Place): string => `${category}|${instance}|${container}`;

/** What one user has published, by category, instance and container. */
export class Publications {
  readonly #stored = new Map<string, Publication>();

  /** All operations or none: one stale version refuses the whole request. */
  publish(operations: readonly PublishOperation[], endpointId: string, now: number): readonly Stale[] {
    const stale = operations.flatMap((operation, at) => {
      const curVersion = this.#stored.get(placeKey(operation))?.version ?? 0;
      return operation.version === curVersion ? [] : [{ index: at + 1, version: operation.version, curVersion }];
    });
    if (stale.length > 0) return stale;
    for (const { clears, ...operation } of operations) {
      if (clears) this.#stored.delete(placeKey(operation));
      else this.#stored.set(placeKey(operation), { ...operation, version: operation.version + 1, endpointId, publishTime: now });
    }
    return [];
  }

  /** Drops what dies with an endpoint (and, with the last one, what dies with the user's presence); tells the categories touched. */
  endpointLeft(endpointId: string, wasLast: boolean): readonly string[] {
    const gone = [...this.#stored.values()].filter(
      (publication) =>
        (publication.expireType === 'endpoint' && publication.endpointId === endpointId) ||
        (wasLast && publication.expireType === 'user'),
    );
    for (const publication of gone) this.#stored.delete(placeKey(publication));
    return [...new Set(gone.map((publication) => publication.category))];
  }

  of(category: string): readonly Publication[] {
    return [...this.#stored.values()].filter((publication) => publication.category === category);
  }

  all(): readonly Publication[] {
    return [...this.#stored.values()];
  }
}

/** A publication as its owner reads it in `roamingData`. */
export const ownCategory = (publication: Publication): string =>
  `<category${attributes({
    name: publication.category,
    instance: publication.instance,
    publishTime: isoTime(publication.publishTime),
    container: publication.container,
    version: publication.version,
    expireType: publication.expireType,
    ...(publication.expireType === 'endpoint' && { endpointId: publication.endpointId }),
  })}>${publication.content}</category>`;
