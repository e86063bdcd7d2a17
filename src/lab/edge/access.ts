import type { Socket } from 'node:net';
import type { LabPool } from '../estate/index.ts';
import { type Core, passOn } from '../registrar/index.ts';

/**
 * The Access Edge of a pool: passes what remote users say on to the next hop, a front end of its own generation, and stays in the route of
 * their dialogs. It proves nobody: that is done behind it.
 */
export function accessEdge(core: Core): (client: Socket, pool: LabPool) => void {
  return (client, pool) => {
    const server = pool.servers[0]!;
    const isCutOff = core.estate.faults.active('edge-cut-off')?.pool?.toLowerCase() === pool.fqdn;
    passOn({
      client,
      // A port at which nobody can be: cut off means refused, not silent.
      open: () => core.reach(isCutOff ? undefined : nextHop(core, pool)),
      via: `SIP/2.0/TLS ${server.fqdn}:5061`,
      route: `sip:${pool.fqdn}:5061;transport=tls;lr`,
      random: core.random,
      silent: core.silent,
      violated: (reason) => core.violated(server, reason),
    });
  };
}

/** A front end of the own generation, in the own site where there is one. */
function nextHop({ topology }: Core, { generation, site }: LabPool) {
  const homes = topology.homes.filter((pool) => pool.generation === generation);
  const pool = homes.find((known) => known.site === site) ?? homes[0] ?? topology.homes[0];
  return pool?.servers[0];
}
