import type { Timer } from '../../time/index.ts';
import type { LabUser } from '../model.ts';
import type { Connection } from './connection.ts';
import type { Timers } from './core.ts';

/** A signed-in client of a user (MS-SIPRE: an endpoint). */
export interface Endpoint {
  readonly user: LabUser;
  readonly epid: string;
  /** UUID in lower case, from `+sip.instance`. */
  readonly instance: string;
  /** `sip:lena@contoso.net;opaque=user:epid:XXXX;gruu` */
  readonly gruu: string;
  /** XXXX of the GRUU. */
  readonly opaque: string;
  /** URI that the endpoint registered, to which requests for it are addressed. */
  readonly contact: string;
  readonly connection: Connection;
  readonly callId: string;
  readonly userAgent?: string;
}

export type LeftListener = (endpoint: Endpoint) => void;

/** Who is signed in, and from where. */
export interface Directory {
  add(endpoint: Endpoint): void;
  /** Puts off the end of a registration: after so many seconds without another call the endpoint is removed. */
  renew(endpoint: Endpoint, seconds: number): void;
  /** Tells the listeners, once. */
  remove(endpoint: Endpoint): void;
  of(user: LabUser): readonly Endpoint[];
  byOpaque(opaque: string): Endpoint | undefined;
  /** Remembers what a trusted server says for a user: nobody is signed in by it. It is forgotten with its connection. */
  speak(endpoint: Endpoint): void;
  spokenAt(fits: (endpoint: Endpoint) => boolean): Endpoint | undefined;
  onLeft(listener: LeftListener): void;
}

export function createDirectory(timers: Timers): Directory {
  const ends = new Map<Endpoint, Timer>();
  const byUser = new Map<string, Endpoint[]>();
  const listeners: LeftListener[] = [];
  let spoken: readonly Endpoint[] = [];
  const keyOf = (user: LabUser): string => user.uri.toLowerCase();
  return {
    add(endpoint) {
      byUser.set(keyOf(endpoint.user), [...(byUser.get(keyOf(endpoint.user)) ?? []), endpoint]);
    },
    renew(endpoint, seconds) {
      ends.get(endpoint)?.cancel();
      const end = timers.after(seconds * 1000, () => {
        if (endpoint.connection.endpoint === endpoint) endpoint.connection.endpoint = undefined;
        this.remove(endpoint);
      });
      ends.set(endpoint, end);
    },
    remove(endpoint) {
      ends.get(endpoint)?.cancel();
      ends.delete(endpoint);
      const present = byUser.get(keyOf(endpoint.user)) ?? [];
      const rest = present.filter((other) => other !== endpoint);
      if (rest.length === present.length) return;
      if (rest.length === 0) byUser.delete(keyOf(endpoint.user));
      else byUser.set(keyOf(endpoint.user), rest);
      for (const listener of listeners) listener(endpoint);
    },
    of: (user) => byUser.get(keyOf(user)) ?? [],
    byOpaque(opaque) {
      for (const endpoints of byUser.values()) {
        const found = endpoints.find((endpoint) => endpoint.opaque === opaque);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    speak(endpoint) {
      spoken = [...spoken.filter(({ connection }) => connection.open), endpoint];
    },
    spokenAt: (fits) => spoken.find((endpoint) => endpoint.connection.open && fits(endpoint)),
    onLeft: (listener) => {
      listeners.push(listener);
    },
  };
}
