import type { Pool } from '../environment/model.ts';
import type { NameService } from '../network/index.ts';
import type { EdgeAddresses, NameSight, PoolAddresses } from './model.ts';

/** Follows an SRV record to the addresses of its targets. */
export async function lookUpService(names: NameService, name: string): Promise<NameSight> {
  const services = await names.srv(name);
  const addresses = await Promise.all(services.map(({ target }) => names.addresses(target)));
  const lost = services.flatMap(({ target }, index) => (addresses[index]?.length === 0 ? [target] : []));
  return { name, asked: names.asked, services, addresses: addresses.flat(), ...(lost.length === 0 ? {} : { lost }) };
}

/** The addresses of a name. */
export async function lookUpHost(names: NameService, name: string): Promise<NameSight> {
  return { name, asked: names.asked, services: [], addresses: await names.addresses(name) };
}

/** The addresses under which pools and their servers are known. */
export async function lookUpPools(names: NameService, pools: readonly Pool[]): Promise<readonly PoolAddresses[]> {
  return Promise.all(
    pools.map(async ({ fqdn, generation, servers }) => {
      const own = await Promise.all(
        [...new Set([fqdn, ...servers.map((server) => server.fqdn)])].map((name) => names.addresses(name)),
      );
      return { pool: fqdn, generation, addresses: [...new Set(own.flat())] };
    }),
  );
}

/** The Edge pools that have an outside, with the addresses of their access names. */
export async function lookUpEdges(names: NameService, pools: readonly Pool[]): Promise<readonly EdgeAddresses[]> {
  return Promise.all(
    pools.flatMap(({ fqdn, generation, edge }) =>
      edge === undefined
        ? []
        : [
            names.addresses(edge.access.fqdn).then((addresses) => {
              const { access, federation, xmpp } = edge;
              return { pool: fqdn, generation, access, federation, xmpp, addresses };
            }),
          ],
    ),
  );
}
