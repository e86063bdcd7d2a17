import { createHmac } from 'node:crypto';
import { type Headers, parseNameAddr, type Random, splitList } from '../../sip/wire/index.ts';
import type { LabPool, LabServer } from '../estate/index.ts';
import type { Connection } from '../registrar/connection.ts';
import type { Names } from '../registrar/names.ts';

/** Writes Record-Routes, and recognises them when they come back as Routes. */
export interface Routes {
  /** Value of the Record-Route that a pool adds for the side where this connection is. */
  record(server: LabServer, connection: Connection): string;
  /** What is wrong with the Routes of a request within a dialog that has to pass these pools in this order; `undefined` when nothing is. */
  fault(headers: Headers, path: readonly LabPool[]): string | undefined;
}

/**
 * Each Record-Route carries a signature over its URI, as those of real servers do: a client that changes, drops or reorders routes is
 * found out.
 */
export function createRoutes(names: Names, random: Random): Routes {
  const key = random(16);
  const signatureOf = (text: string): string => createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);
  return {
    record(server, connection) {
      const uri = `${names.poolUri(server.pool, connection.transport)};ms-fe=${server.fqdn};opaque=state:T:F:Ci.R${connection.id};lr`;
      return `<${uri};ms-route-sig=${signatureOf(uri)}>;tag=${random(16).toString('hex').toUpperCase()}`;
    },
    fault(headers, path) {
      const routes = headers
        .getAll('Route')
        .flatMap(splitList)
        .map((value) => parseNameAddr(value).uri)
        // An Edge Server stays in the route by itself, and takes its own part out of it.
        .filter((uri) => names.poolAt(uri)?.isEdge !== true);
      if (routes.length !== path.length) return `${routes.length} Routes instead of ${path.length}`;
      for (const [at, uri] of routes.entries()) {
        const [signed = '', signature] = uri.split(';ms-route-sig=');
        if (signature !== signatureOf(signed)) return `Route ${at + 1} is not as it was recorded`;
        if (names.poolAt(signed) !== path[at]) return `Route ${at + 1} leads to another pool than ${path[at]!.fqdn}`;
      }
      return undefined;
    },
  };
}
