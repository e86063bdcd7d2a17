import { request } from 'node:http';
import { CoexistenceError } from '../errors/index.ts';
import { type ConnectTlsOptions, connectTls, type Locator } from '../network/index.ts';
import type { PageSight } from './model.ts';

/** Everything a GET needs beside its address. */
export interface WebSeat extends Pick<ConnectTlsOptions, 'budget' | 'clock' | 'profile' | 'ca'> {
  readonly locator: Locator;
}

const largestBody = 256 * 1024;

/**
 * One GET over TLS, without credentials and without following anything. The certificate must be good.
 * @throws CoexistenceError as `connectTls`; NO_ANSWER when the answer does not come within the budget, CONNECTION_LOST when it breaks off
 */
export async function get(url: string, seat: WebSeat): Promise<PageSight> {
  const { hostname, port, pathname, search, host } = new URL(url);
  const address = await seat.locator.locate(hostname, 'web', port === '' ? 443 : Number(port));
  const socket = await connectTls(address, { ...seat, servername: hostname });
  try {
    return await new Promise<PageSight>((resolve, reject) => {
      const late = seat.clock.after(
        seat.budget,
        () =>
          reject(
            new CoexistenceError('NO_ANSWER', `${hostname} took GET ${pathname} and did not answer within ${seat.budget} ms.`),
          ),
        true,
      );
      const settle = (end: () => void): void => {
        late.cancel();
        end();
      };
      const lost = (error: Error): void =>
        settle(() =>
          reject(
            new CoexistenceError(
              'CONNECTION_LOST',
              `${hostname} ended the connection while it answered GET ${pathname}: ${error.message}.`,
              { cause: error },
            ),
          ),
        );
      const asked = request({
        createConnection: () => socket,
        method: 'GET',
        path: `${pathname}${search}`,
        headers: { host, accept: '*/*', connection: 'close' },
      });
      asked.once('error', lost);
      asked.once('response', (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          if (body.length < largestBody) body += text;
        });
        response.once('error', lost);
        response.once('end', () => {
          const { location, 'content-type': type, 'x-ms-server-fqdn': server } = response.headers;
          settle(() =>
            resolve({
              url,
              status: response.statusCode ?? 0,
              ...(typeof server === 'string' ? { server } : {}),
              ...(location === undefined ? {} : { location }),
              ...(type === undefined ? {} : { type }),
              body,
            }),
          );
        });
      });
      asked.end();
    });
  } finally {
    socket.destroy();
  }
}
