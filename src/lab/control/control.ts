import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeError, isCoexistenceError } from '../../errors/index.ts';
import type { HttpPart } from '../model.ts';

/** The HTTP endpoint of a lab. */
export interface Control {
  /** `http://127.0.0.1:40001` */
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on loopback, on a port of the system's choice; asks its parts in turn. */
export async function startControl(parts: readonly HttpPart[]): Promise<Control> {
  const server = createServer((request, response) => void answer(parts, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      // Whoever still waits for an answer (a fault may withhold it) is not going to get one.
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(parts: readonly HttpPart[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    for (const part of parts) if (await part(request, response)) return;
    sendError(response, 404, 'UNKNOWN_PATH', `The lab has nothing at ${request.method} ${request.url}.`);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    if (isCoexistenceError(error)) sendError(response, error.code.startsWith('UNKNOWN') ? 404 : 400, error.code, error.message);
    else sendError(response, 500, 'LAB_DEFECT', describeError(error));
  }
}

function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, { error: { code, message } }, status);
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  const text = `${JSON.stringify(value)}\n`;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
