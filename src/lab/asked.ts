import { sendJson } from './control/index.ts';
import type { HttpPart } from './model.ts';

/** A question that somebody asked the estate: of its management, of a name, of a port (a connection on which nothing was said), of a page. */
export interface Asked {
  readonly kind: 'management' | 'name' | 'port' | 'page';
  /** Everything that tells it from other questions: `A pool01.contoso.net`, `fe1.contoso.net tls`, `GET sites for Redmond with lync-2013`. */
  readonly what: string;
}

/** What the estate was asked, the newest of it: for tests of clients that must not ask twice. */
export interface AskedLog {
  note(kind: Asked['kind'], what: string): void;
  list(): readonly Asked[];
}

const most = 20_000;

export function createAskedLog(): AskedLog {
  const asked: Asked[] = [];
  return {
    note(kind, what) {
      asked.push({ kind, what });
      if (asked.length > most) asked.shift();
    },
    list: () => [...asked],
  };
}

/** `GET /asked`: all of it, oldest first. */
export const askedPart = (log: AskedLog): HttpPart => {
  return async (request, response) => {
    if (request.method !== 'GET' || request.url !== '/asked') return false;
    sendJson(response, log.list());
    return true;
  };
};
