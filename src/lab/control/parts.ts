import type { IncomingMessage } from 'node:http';
import { CoexistenceError } from '../../errors/index.ts';
import type { Switchboard } from '../faults/index.ts';
import type { FaultParameters, HttpPart, LabEstate, LabUser } from '../model.ts';
import { sendJson } from './control.ts';

/** `GET /faults`, `PUT /faults/NAME` (parameters as JSON body), `DELETE /faults/NAME`. */
export const faultsPart = (faults: Switchboard): HttpPart => {
  const state = (name: string) => faults.list().find((fault) => fault.name === name);
  return async (request, response) => {
    const [first, name, ...rest] = pathOf(request);
    if (first !== 'faults' || rest.length > 0) return false;
    if (name === undefined && request.method === 'GET') sendJson(response, faults.list());
    else if (name !== undefined && request.method === 'PUT') {
      await faults.set(name, (await jsonBody(request)) as FaultParameters);
      sendJson(response, state(name));
    } else if (name !== undefined && request.method === 'DELETE') {
      await faults.clear(name);
      sendJson(response, state(name));
    } else return false;
    return true;
  };
};

/** What the lab's registrars know and do about users. */
export interface UserControl {
  endpointsOf(user: LabUser): readonly EndpointDescription[];
  /** Changes the home pool; signed-in endpoints are told that they are no longer wanted here. */
  move(user: LabUser, pool: string): void;
}

export interface EndpointDescription {
  readonly epid: string;
  readonly server: string;
  readonly transport: 'tls' | 'tcp';
  readonly contact: string;
  /** How the user was proven: `NTLM version 4`. */
  readonly authentication: string;
  readonly userAgent?: string;
}

/** `GET /users/URI`, `POST /users/URI/move` with `{"pool": FQDN}`. */
export const usersPart = (estate: LabEstate, control: UserControl): HttpPart => {
  const described = (user: LabUser) => ({
    name: user.name,
    uri: user.uri,
    pool: user.pool,
    enabled: user.enabled,
    endpoints: control.endpointsOf(user),
  });
  return async (request, response) => {
    const [first, uri, action, ...rest] = pathOf(request);
    if (first !== 'users' || uri === undefined || rest.length > 0) return false;
    if (action === undefined && request.method === 'GET') sendJson(response, described(userOf(estate, uri)));
    else if (action === 'move' && request.method === 'POST') {
      const user = userOf(estate, uri);
      const { pool } = (await jsonBody(request)) as { pool?: unknown };
      if (typeof pool !== 'string')
        throw new CoexistenceError('UNKNOWN_LAB_USER', `Where to move ${uri} is missing: {"pool": "…"}.`);
      control.move(user, pool);
      sendJson(response, described(user));
    } else return false;
    return true;
  };
};

/** @throws CoexistenceError UNKNOWN_LAB_USER */
export function userOf(estate: LabEstate, uri: string): LabUser {
  const user = estate.users.get(uri.toLowerCase());
  if (user !== undefined) return user;
  throw new CoexistenceError('UNKNOWN_LAB_USER', `The lab has no user "${uri}"; it has ${[...estate.users.keys()].join(', ')}.`);
}

function pathOf(request: IncomingMessage): string[] {
  const { pathname } = new URL(request.url ?? '/', 'http://lab');
  try {
    return pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return [];
  }
}

const largestBody = 65_536;

async function jsonBody(request: IncomingMessage): Promise<object> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > largestBody) throw new CoexistenceError('FAULT_PARAMETER_INVALID', 'The body of the request is too long.');
    pieces.push(piece);
  }
  const text = Buffer.concat(pieces).toString('utf8').trim();
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // The complaint below fits this too.
  }
  throw new CoexistenceError('FAULT_PARAMETER_INVALID', 'The body of the request is not a JSON object.');
}
