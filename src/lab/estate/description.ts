import type { Address } from '../../network/model.ts';
import type { LabUser } from '../model.ts';
import type { Topology } from './topology.ts';

/** Where a server of the lab listens. */
export interface ServerAddresses {
  readonly tls: Address;
  readonly tcp: Address;
}

/** What stands in `lab.json`: everything another client needs to use the lab. */
export interface LabDescription {
  readonly environment: string;
  readonly control: string;
  readonly ca: string;
  /** Those that users can be at home on. */
  readonly pools: readonly {
    readonly fqdn: string;
    readonly generation: string;
    readonly servers: readonly ({ readonly fqdn: string } & ServerAddresses)[];
  }[];
  readonly users: readonly {
    readonly name: string;
    readonly uri: string;
    readonly pool: string;
    readonly login: string;
    readonly password: string;
  }[];
}

export interface LabPaths {
  readonly environment: string;
  readonly ca: string;
  readonly lab: string;
  readonly secrets: string;
}

export function describeLab(parts: {
  readonly paths: LabPaths;
  readonly control: string;
  readonly topology: Topology;
  readonly users: Iterable<LabUser>;
  addressesOf(server: string): ServerAddresses;
}): LabDescription {
  return {
    environment: parts.paths.environment,
    control: parts.control,
    ca: parts.paths.ca,
    pools: parts.topology.homes.map((pool) => ({
      fqdn: pool.fqdn,
      generation: pool.generation,
      servers: pool.servers.map((server) => ({ fqdn: server.fqdn, ...parts.addressesOf(server.fqdn) })),
    })),
    users: [...parts.users].map(({ name, uri, pool, login, password }) => ({ name, uri, pool, login, password })),
  };
}
