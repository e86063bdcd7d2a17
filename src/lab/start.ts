import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { loadEnvironment } from '../environment/index.ts';
import { readKeytab, type ServerAssociation } from '../sip/auth/index.ts';
import type { Clock } from '../time/index.ts';
import { askedPart, createAskedLog } from './asked.ts';
import { type Authority, createAuthority } from './certificates/index.ts';
import { createConferences } from './conference/index.ts';
import { type EndpointDescription, faultsPart, startControl, userOf, usersPart } from './control/index.ts';
import { createZone, poolBehind, startNameServer } from './dns/index.ts';
import { accessEdge, isRetired, openEdgeListeners } from './edge/index.ts';
import {
  createAccounts,
  createUsers,
  describeLab,
  type LabDescription,
  pathsIn,
  type SchemeOverrides,
  type TlsOverrides,
  topologyOf,
  writeState,
} from './estate/index.ts';
import { createSwitchboard, type Switchboard } from './faults/index.ts';
import { openListeners } from './listeners.ts';
import { createManagement } from './management/index.ts';
import { type FaultName, type FaultParameters, faultNames, type LabEstate, type LabUser } from './model.ts';
import { createPresence } from './presence/index.ts';
import {
  type Core,
  createDirectory,
  createNames,
  createRegistrar,
  createTimers,
  type Endpoint,
  moveUser,
  type Proof,
  type Registrar,
  type Violation,
} from './registrar/index.ts';
import { createRelay } from './relay/index.ts';
import { openWebListeners } from './web/index.ts';

export interface LabOptions {
  /** Environment file that describes the estate; default the one with two sites and two generations. */
  readonly estate?: string;
  /** Folder for everything the lab writes; made where it is not there. */
  readonly state: string;
  /** Redirects and routes name loopback addresses, and certificates carry them: for clients that cannot resolve the lab's names. */
  readonly addresses?: boolean;
  /** Broken from the start. */
  readonly faults?: readonly { readonly name: string; readonly parameters?: FaultParameters }[];
  /** What servers accept in a TLS handshake, by pool FQDN or generation; the rest is true for the generation. */
  readonly tlsProfiles?: TlsOverrides;
  /** Version of Microsoft's SIP authentication that is offered; default 4. */
  readonly authenticationVersion?: 2 | 3 | 4;
  /** How long a registration lasts that is not renewed; default two hours. */
  readonly registrationSeconds?: number;
  /** After how long clients shall have said something; default five minutes. */
  readonly keepAliveSeconds?: number;
  /** Milliseconds after which a proof of the password is too old: the next request is challenged; default never. */
  readonly proofAge?: number;
  /** What servers offer, by pool FQDN or generation; else NTLM, or Digest where the estate file says so of a pool. */
  readonly schemes?: SchemeOverrides;
  /** Where tickets come from, and the key table (a file) that opens those for the servers. */
  readonly kerberos?: { readonly realm: string; readonly kdc: string; readonly keytab: string };
  /** By SIP URI; users get one that nobody has chosen otherwise. */
  readonly passwords?: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

/** An estate that is alive. */
export interface Lab {
  /** Environment file for `coex -e`. */
  readonly environmentPath: string;
  /** Address of the control and management endpoint. */
  readonly control: string;
  readonly estate: LabEstate;
  readonly faults: Switchboard;
  /** What stands in `lab.json`. */
  describe(): LabDescription;
  /** What clients did that no correct client does: the newest thousand, oldest first. */
  violations(): readonly Violation[];
  /** The newest thousand proofs that clients gave, accepted or not, oldest first. */
  proofs(): readonly Proof[];
  /** Who is signed in as the user. */
  endpointsOf(uri: string): readonly EndpointDescription[];
  /** Gives the user another home pool. @throws CoexistenceError UNKNOWN_LAB_USER */
  move(uri: string, pool: string): void;
  /** Challenges the next request of every endpoint of the user. @throws CoexistenceError UNKNOWN_LAB_USER */
  wantProof(uri: string): void;
  /** Ends all listeners, connections and timers. The files under `state` stay. */
  close(): Promise<void>;
}

const defaultEstate = fileURLToPath(new URL('../../fixtures/lab/contoso.yaml', import.meta.url));
const violationsKept = 1000;

/**
 * Brings an estate to life on loopback: a SIP registrar for each server, presence, messages between all pools, and an HTTP endpoint for
 * management and control.
 * @throws CoexistenceError ENVIRONMENT_NOT_FOUND, ENVIRONMENT_NOT_YAML, ENVIRONMENT_INVALID, LAB_ESTATE_INVALID, UNKNOWN_FAULT,
 * FAULT_PARAMETER_INVALID; nothing is left open then
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { clock, addresses = false } = options;
  const source = await loadEnvironment(options.estate ?? defaultEstate);
  const topology = topologyOf(source, options.tlsProfiles, options.schemes);
  const users = createUsers(source, randomBytes, options.passwords);
  const accounts = createAccounts(source, randomBytes);
  const faults = createSwitchboard(source);
  const asked = createAskedLog();
  const estate: LabEstate = { environment: source, users, accounts, faults, clock, asked: asked.note };
  const touched = (what: string): void => asked.note('port', what);
  for (const { name, parameters } of options.faults ?? []) await faults.set(name, parameters);

  const violations: Violation[] = [];
  const proofs: Proof[] = [];
  const serviceKeys = options.kerberos === undefined ? [] : readKeytab(await readFile(options.kerberos.keytab));
  const timers = createTimers(clock);
  const authority = createAuthority(clock);
  let registrar: Registrar | undefined;
  const listeners = await openListeners({
    topology,
    authority,
    domains: source.sipDomains,
    faults,
    isStopped: (server) => isRetired(estate, server.pool),
    addresses,
    trusting: source.trustedServer !== undefined,
    touched,
    // On its inner side an Edge Server hears from front ends, and those of the lab have nothing to send out.
    connected: (socket, listener) =>
      listener.server.pool.isEdge ? void socket.resume() : registrar?.connected(socket, listener),
  });
  const closing: (() => Promise<void>)[] = [() => listeners.close()];
  const silent = (): boolean => faults.active('estate-unreachable') !== undefined;
  const close = async (): Promise<void> => {
    timers.cancelAll();
    await Promise.all(closing.map((end) => end()));
  };
  try {
    const core: Core = {
      estate,
      topology,
      names: createNames({ topology, addresses, addressOf: (server, transport) => listeners.of(server, transport).address }),
      directory: createDirectory(timers),
      authenticationVersion: options.authenticationVersion ?? 4,
      registrationSeconds: options.registrationSeconds ?? 7200,
      keepAliveSeconds: options.keepAliveSeconds ?? 300,
      proofAge: options.proofAge,
      isBroken: (fault, pool) => faults.active(fault)?.pool?.toLowerCase() === pool,
      serviceKeys,
      clock,
      random: randomBytes,
      timers,
      reach: (server) =>
        connectTls({
          ...(server === undefined ? { host: '127.0.0.1', port: 1 } : listeners.of(server, 'tls').address),
          ...(server !== undefined && { servername: server.fqdn }),
          ca: authority.certificate,
          ciphers: 'DEFAULT@SECLEVEL=0',
          minVersion: 'TLSv1',
        }),
      silent,
      violated(server, reason, user) {
        violations.push({ at: clock.now(), server: server.fqdn, reason, ...(user !== undefined && { user }) });
        if (violations.length > violationsKept) violations.shift();
      },
      tried(server, scheme, accepted) {
        proofs.push({ server: server.fqdn, scheme, accepted });
        if (proofs.length > violationsKept) proofs.shift();
      },
    };
    registrar = createRegistrar(core, [createConferences(core), createRelay(core), ...createPresence(core)]);
    const stranger = (): Authority => createAuthority(clock);
    const shared = listeners.shared;
    const web = await openWebListeners({
      estate,
      topology,
      authority,
      stranger,
      silent,
      touched,
      ...(shared !== undefined && { shared }),
    });
    closing.push(() => web.close());
    const edges = await openEdgeListeners({
      estate,
      topology,
      authority,
      stranger,
      silent,
      touched,
      remote: accessEdge(core),
      ...(shared !== undefined && { shared }),
    });
    closing.push(() => edges.close());
    const nameServer = await startNameServer(
      createZone(estate, topology),
      () => silent() || faults.active('name-server-silent') !== undefined,
      (what) => asked.note('name', what),
    );
    closing.push(() => nameServer.close());
    const changed = (name: FaultName, parameters: FaultParameters | undefined): Promise<unknown> =>
      Promise.all([listeners, web, edges].map((part) => part.faultChanged(name, parameters)));
    faults.onChange(async (name, parameters) => void (await changed(name, parameters)));
    for (const name of faultNames) {
      const on = faults.active(name);
      if (on !== undefined) await changed(name, on);
    }

    const move = (user: LabUser, pool: string): void => moveUser(core, user, pool);
    const endpointsOf = (user: LabUser): EndpointDescription[] => core.directory.of(user).map(describeEndpoint);
    const control = await startControl([
      faultsPart(faults),
      askedPart(asked),
      usersPart(estate, { move, endpointsOf }),
      createManagement(estate),
    ]);
    closing.push(() => control.close());
    const paths = pathsIn(options.state);
    const describe = (): LabDescription =>
      describeLab({ paths, control: control.url, topology, users: users.values(), addressesOf: listeners.addressesOf });
    await writeState({
      paths,
      source,
      ca: authority.certificate,
      topology,
      users,
      accounts,
      description: describe(),
      addressesOf: listeners.addressesOf,
      resolver: nameServer.address,
      ...(source.trustedServer && { trustedServer: authority.issue([source.trustedServer.fqdn]) }),
      ...(options.kerberos && { kerberos: { realm: options.kerberos.realm, kdc: options.kerberos.kdc } }),
      webPortOf: web.portOf,
      outside: edges.ports(),
      webPoolOf: (label) => poolBehind(label, estate, topology),
    });
    return {
      environmentPath: paths.environment,
      control: control.url,
      estate,
      faults,
      describe,
      violations: () => [...violations],
      proofs: () => [...proofs],
      endpointsOf: (uri) => endpointsOf(userOf(estate, uri)),
      move: (uri, pool) => move(userOf(estate, uri), pool),
      wantProof(uri) {
        for (const { connection } of core.directory.of(userOf(estate, uri))) connection.wantsProof = true;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const describeEndpoint = ({ epid, connection, contact, userAgent }: Endpoint): EndpointDescription => ({
  epid,
  server: connection.server.fqdn,
  transport: connection.transport,
  contact,
  authentication: describeAuthentication(connection.association),
  ...(userAgent !== undefined && { userAgent }),
});

const describeAuthentication = (association: ServerAssociation | undefined): string =>
  association === undefined
    ? 'none'
    : `${association.scheme}${association.spoken === undefined ? '' : ` version ${association.spoken}`}`;
