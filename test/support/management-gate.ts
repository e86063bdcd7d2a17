import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { parseDocument } from 'yaml';
import type { AtEnd } from './coex.ts';
import type { LabProcess } from './lab-process.ts';

/**
 * A door between PowerShell and the management of a lab: a test decides when a question passes. So a run can be stopped at a known place,
 * without waiting for any time to pass.
 */
export interface ManagementGate {
  /** Environment file of the lab in which the administration leads through the gate. */
  readonly environment: string;
  /** Called before each question that fits goes on; it goes on when the call has ended. `count` begins with 1. */
  before(fits: (question: string) => boolean, act: (count: number) => Promise<void> | void): void;
  /** The same once the lab has answered and before the asker hears of it. */
  after(fits: (question: string) => boolean, act: (count: number) => Promise<void> | void): void;
  /** Stops the first question that fits, for good. Ends when it has come. */
  stop(fits: (question: string) => boolean): Promise<void>;
  /** Every question so far: `GET windows-services?computer=fe1.contoso.net`. */
  readonly questions: readonly string[];
}

export async function openGate(lab: LabProcess, atEnd: AtEnd = onTestFinished): Promise<ManagementGate> {
  interface Act {
    readonly fits: (question: string) => boolean;
    readonly act: (count: number) => Promise<void> | void;
    count: number;
  }
  const acts: Act[] = [];
  const afterwards: Act[] = [];
  const questions: string[] = [];
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const question = `${request.method} ${decodeURIComponent((request.url ?? '').replace('/management/', ''))}`;
    questions.push(question);
    const body = await text(request);
    for (const entry of acts) if (entry.fits(question)) await entry.act(++entry.count);
    if (response.destroyed) return;
    const answer = await fetch(`${lab.description.control}${request.url}`, {
      method: request.method ?? 'GET',
      headers: Object.fromEntries(
        Object.entries(request.headers).filter((header): header is [string, string] => header[0].startsWith('x-coex-')),
      ),
      ...(body === '' ? {} : { body }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    for (const entry of afterwards) if (entry.fits(question)) await entry.act(++entry.count);
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length });
    response.end(bytes);
  };
  const server = createServer((request, response) => {
    pass(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  const document = parseDocument(readFileSync(lab.environment, 'utf8'));
  document.setIn(['lab', 'control'], `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const environment = join(dirname(lab.environment), 'environment-through-gate.yaml');
  writeFileSync(environment, document.toString({ lineWidth: 0 }));
  const before: ManagementGate['before'] = (fits, act) => void acts.push({ fits, act, count: 0 });
  return {
    environment,
    before,
    after: (fits, act) => void afterwards.push({ fits, act, count: 0 }),
    questions,
    stop: (fits) =>
      new Promise((resolve) => {
        before(fits, (count) => {
          if (count > 1) return;
          resolve();
          return new Promise(() => undefined);
        });
      }),
  };
}
