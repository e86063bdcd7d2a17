import type { ClientPinFact, PoolUsersFact } from '../admin/index.ts';
import { type FrontEndState, frontEndRuns, isStarting, type ServicesObservation, troubleOf } from '../checks/index.ts';
import type { Environment, Server, TestUser } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import type { Facts } from '../facts/index.ts';
import { generationOf } from '../generations/index.ts';
import { poolNamed, usersOf } from './estate.ts';
import { seatOf } from './seats.ts';
import { trafficUsersOf } from './test-users.ts';

/** What cases ask of the administration of the estate, in terms of the environment file. */
export interface FactQuestions {
  /** The server of this name. */
  server(fqdn: string): Server;
  servicesOf(site: string, server: Server): Promise<ServicesObservation>;
  /** What is known of the front ends of a pool, in the order of the file. */
  frontEndsOf(site: string, pool: string): Promise<readonly FrontEndState[]>;
  /** The users of a pool, counted, and all test users that the file homes there shown. */
  poolUsers(site: string, pool: string): Promise<PoolUsersFact>;
  /** Whether a test user has a PIN. @throws CoexistenceError NOT_TOLD */
  pinOf(site: string, user: TestUser): Promise<ClientPinFact>;
}

export function factQuestions(environment: Environment, facts: Facts): FactQuestions {
  const servicesOf: FactQuestions['servicesOf'] = async (site, server) => {
    const pool = siteNamed(environment, site).pools.find(({ servers }) => servers.some(({ fqdn }) => fqdn === server.fqdn));
    const expected = generationOf(pool?.generation ?? 'lync-2013').expectedServices(server.roles);
    return facts.services(seatOf(environment, site, pool?.fqdn), server.fqdn, (services) => isStarting(services, expected));
  };
  return {
    server: (fqdn) => serverNamed(environment, fqdn),
    servicesOf,
    frontEndsOf: (site, pool) =>
      Promise.all(
        poolNamed(environment, pool)
          .servers.filter(({ roles }) => roles.includes('front-end'))
          .map(
            async (server): Promise<FrontEndState> => ({
              server: server.fqdn,
              seen: await servicesOf(site, server).then(
                (seen) => ({ running: frontEndRuns(seen) }),
                (error: unknown) => ({ trouble: troubleOf(error) }),
              ),
            }),
          ),
      ),
    poolUsers: (site, pool) =>
      facts.poolUsers(
        seatOf(environment, site, pool),
        pool,
        usersOf(environment, pool).map(({ uri }) => uri),
      ),
    async pinOf(site, { name, uri, pool }) {
      const uris = trafficUsersOf(environment, pool).map((user) => user.uri);
      const pins = await facts.clientPins(seatOf(environment, site, pool), pool, uris);
      const found = pins.find(({ sipAddress }) => sipAddress.toLowerCase() === uri.toLowerCase());
      if (found === undefined) throw new CoexistenceError('NOT_TOLD', `Get-CsClientPinInfo says nothing of ${name}.`);
      return found;
    },
  };
}

function siteNamed(environment: Environment, name: string) {
  const site = environment.sites.find((known) => known.name === name);
  if (site === undefined)
    throw new CoexistenceError('UNEXPECTED', `The plan names the site ${name}, which is not in the environment.`);
  return site;
}

function serverNamed(environment: Environment, fqdn: string): Server {
  const server = environment.sites
    .flatMap(({ pools }) => pools.flatMap(({ servers }) => servers))
    .find((known) => known.fqdn === fqdn);
  if (server === undefined)
    throw new CoexistenceError('UNEXPECTED', `The plan names the server ${fqdn}, which is not in the environment.`);
  return server;
}
