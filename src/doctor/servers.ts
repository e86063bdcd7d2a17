import type { Environment, Pool, Server } from '../environment/index.ts';
import { type Address, connectTls, type Locator, tlsOf, tlsProfileNamed } from '../network/index.ts';
import type { Clock } from '../time/index.ts';
import { type Look, note, ready } from './model.ts';
import { blinded } from './trouble.ts';

export interface Seat {
  readonly environment: Environment;
  readonly locator: Locator;
  /** PEM. */
  readonly ca?: string;
  readonly clock: Clock;
}

/** Roles whose servers listen for SIP; the others are only asked for their services. */
const listeners: readonly string[] = ['front-end', 'director', 'edge'];

/** Whether a server's name is known, and whether its SIP port answers with a certificate that clients accept. */
export async function lookAtServer(seat: Seat, pool: Pool, server: Server): Promise<Look> {
  const { environment, locator, clock, ca } = seat;
  const subject = server.fqdn;
  let address: Address;
  try {
    address = await locator.locate(server.fqdn, 'sip', 5061);
    if (!server.roles.some((role) => listeners.includes(role))) {
      return ready('Servers', subject, `${address.host}; its roles have no SIP port.`);
    }
    const socket = await connectTls(address, {
      server: server.fqdn,
      servername: server.fqdn,
      profile: tlsProfileNamed(pool.tlsProfile),
      budget: environment.budgets.connect,
      clock,
      ...(ca === undefined ? {} : { ca }),
    });
    const { version, cipher } = tlsOf(socket);
    socket.destroy();
    return ready('Servers', subject, `${where(address)} answers with ${version}, ${cipher}.`);
  } catch (error) {
    return blinded('Servers', subject, error);
  }
}

/** Whether clients find a pool by its name. Servers are looked at by their own names, so a pool's may be missing here. */
export async function lookAtPool({ locator }: Seat, pool: Pool): Promise<Look | undefined> {
  if (pool.servers.some(({ fqdn }) => fqdn === pool.fqdn)) return undefined;
  try {
    const address = await locator.locate(pool.fqdn, 'sip', 5061);
    return ready('Servers', pool.fqdn, `The name of the pool leads to ${where(address)}.`);
  } catch (error) {
    const { text, remedy } = blinded('Servers', pool.fqdn, error);
    return note('Servers', pool.fqdn, `${text} Users sign in over the name of their pool.`, remedy ?? '');
  }
}

const where = ({ host, port }: Address): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
