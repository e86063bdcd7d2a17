import type { Environment, Pool, Server } from '../environment/index.ts';
import { edgeGenerationIn } from '../live/host.ts';
import { type Address, connectTls, type Locator, tlsOf, tlsProfileNamed, withPublicAuthorities } from '../network/index.ts';
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
    const isEdge = server.roles.includes('edge');
    if (isEdge && pool.generation === 'lync-2010' && edgeGenerationIn(environment.phase) !== pool.generation) {
      return ready('Servers', subject, `${address.host}; its Access Edge is to be stopped in the phase ${environment.phase}.`);
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

/** Whether the outside of an Edge pool can be reached from here, in the phases in which there is one. */
async function lookAtAccess({ environment, locator, clock, ca }: Seat, pool: Pool): Promise<Look | undefined> {
  const { edge } = pool;
  if (edge === undefined) return undefined;
  if (pool.generation === 'lync-2010' && edgeGenerationIn(environment.phase) !== pool.generation) return undefined;
  const { fqdn, port } = edge.access;
  try {
    const address = await locator.locate(fqdn, 'sip', port);
    const socket = await connectTls(address, {
      server: fqdn,
      servername: fqdn,
      profile: tlsProfileNamed(pool.tlsProfile),
      budget: environment.budgets.connect,
      clock,
      ca: withPublicAuthorities(ca),
    });
    const { version, cipher } = tlsOf(socket);
    socket.destroy();
    return ready('Servers', fqdn, `The Access Edge answers at ${where(address)} with ${version}, ${cipher}.`);
  } catch (error) {
    return blinded('Servers', fqdn, error);
  }
}

/** Whether clients find a pool by its name, or an Edge pool by that of its Access Edge. Servers are looked at by their own names, so a pool's may be missing here. */
export async function lookAtPool(seat: Seat, pool: Pool): Promise<Look | undefined> {
  if (pool.edge !== undefined) return lookAtAccess(seat, pool);
  const { locator } = seat;
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
