import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { Environment } from '../../environment/model.ts';
import { entryHosts } from '../dns/index.ts';
import type { LabUser } from '../model.ts';
import type { LabDescription, LabPaths, ServerAddresses } from './description.ts';
import type { Topology } from './topology.ts';

export function pathsIn(folder: string): LabPaths {
  const state = resolve(folder);
  return {
    environment: join(state, 'environment.yaml'),
    ca: join(state, 'ca.pem'),
    lab: join(state, 'lab.json'),
    secrets: join(state, 'secrets'),
  };
}

export interface StateContents {
  readonly paths: LabPaths;
  readonly source: Environment;
  readonly ca: string;
  readonly topology: Topology;
  readonly users: ReadonlyMap<string, LabUser>;
  /** Passwords of those who administer, by login. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly description: LabDescription;
  addressesOf(server: string): ServerAddresses;
  /** Address of the name server. */
  readonly resolver: string;
  /** `undefined` where the server has no such site. */
  webPortOf(server: string, port: 'web' | 'web-external'): number | undefined;
  /** Ports of the names that Edge pools show outside, as the address map calls them. */
  readonly outside: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Of the host that the estate trusts. */
  readonly trustedServer?: { readonly certificate: string; readonly key: string };
  readonly kerberos?: { readonly realm: string; readonly kdc: string };
  /** The pool to which a host name of each SIP domain leads. */
  webPoolOf(label: string): string;
}

/** Writes what a harness and other clients need to find their way into the lab: the only files a lab leaves. */
export async function writeState(contents: StateContents): Promise<void> {
  const { paths } = contents;
  await mkdir(paths.secrets, { recursive: true, mode: 0o700 });
  await Promise.all([
    ...[...contents.accounts].map(([login, password]) => writeSecret(join(paths.secrets, accountName(login)), `${password}\n`)),
    ...[...contents.users.values()].map((user) => writeSecret(join(paths.secrets, secretName(user)), `${user.password}\n`)),
    writeFile(paths.ca, contents.ca),
    ...(contents.trustedServer === undefined
      ? []
      : [
          writeFile(join(paths.secrets, 'trusted-server.pem'), contents.trustedServer.certificate),
          writeSecret(join(paths.secrets, 'trusted-server.key'), contents.trustedServer.key),
        ]),
    // Carries the passwords too.
    writeSecret(paths.lab, `${JSON.stringify(contents.description, undefined, 2)}\n`),
    writeFile(paths.environment, await environmentText(contents)),
  ]);
}

/** `mode` is ignored for a file that is there already, so an old one goes first. */
async function writeSecret(path: string, text: string): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, text, { mode: 0o600 });
}

/** `sip:lena@contoso.net` → `lena@contoso.net`: a file name on every system. */
const secretName = (user: LabUser): string => user.uri.replace(/^sips?:/i, '').replace(/[^\w.@+-]/g, '_');

/** `CONTOSO\coex-view` → `CONTOSO_coex-view` */
const accountName = (login: string): string => login.replace(/[^\w.@+-]/g, '_');

/** The estate file as it is, comments included, with everything in it that only this lab knows. */
async function environmentText(contents: StateContents): Promise<string> {
  const document = parseDocument(await readFile(contents.source.path, 'utf8'));
  document.commentBefore =
    ' Written by `coex lab`: the estate it keeps alive, ready for `-e`. Of no use once that lab has ended.';
  const set = (key: string, value: unknown): void => document.set(key, document.createNode(value));
  set('network', {
    resolver: contents.resolver,
    externalResolver: contents.resolver,
    addresses: addressMap(contents),
    externalAddresses: externalAddressMap(contents),
  });
  set('trust', { ca: 'ca.pem' });
  if (contents.kerberos !== undefined) set('kerberos', contents.kerberos);
  const { trustedServer } = contents.source;
  if (trustedServer !== undefined) {
    set('trustedServer', {
      fqdn: trustedServer.fqdn,
      certificate: 'secrets/trusted-server.pem',
      key: 'secrets/trusted-server.key',
    });
  }
  set('lab', { control: contents.description.control });
  for (const [at, user] of contents.source.users.entries()) {
    // A wrong password is all that a refusal probe ever sends: it has no need of the right one.
    if (user.purpose === 'refusal-probe') document.deleteIn(['users', at, 'password']);
    else {
      const secret = secretName(contents.users.get(user.uri.toLowerCase())!);
      document.setIn(['users', at, 'password'], document.createNode({ file: `secrets/${secret}` }, { flow: true }));
    }
  }
  for (const [at, { administration }] of contents.source.sites.entries()) {
    for (const [purpose, account] of Object.entries(administration.accounts)) {
      const secret = { file: `secrets/${accountName(account.login)}` };
      const path = ['sites', at, 'administration', 'accounts', purpose, 'password'];
      document.setIn(path, document.createNode(secret, { flow: true }));
    }
  }
  return document.toString({ lineWidth: 0 });
}

/** As the outside finds them through the reverse proxy: entry points and pools, by the external web site of the first server. */
function externalAddressMap({ source, topology, webPortOf, webPoolOf }: StateContents): Record<string, unknown> {
  const entry = (pool: string): unknown => ({
    host: '127.0.0.1',
    ports: { web: webPortOf(topology.pool(pool).servers[0]!.fqdn, 'web-external') },
  });
  return Object.fromEntries([
    ...source.sipDomains.flatMap((domain) => entryHosts().map((label) => [`${label}.${domain}`, entry(webPoolOf(label))])),
    ...topology.homes.flatMap(({ fqdn, webExternal }) =>
      [fqdn, webExternal].flatMap((name) => (name === undefined ? [] : [[name, entry(fqdn)]])),
    ),
  ]);
}

/** Every server, every pool under the address of its first server, and the host names below the SIP domains under that of a pool. */
function addressMap({ source, topology, addressesOf, webPortOf, webPoolOf, outside }: StateContents): Record<string, unknown> {
  const entry = (server: string): unknown => {
    const { tls, tcp } = addressesOf(server);
    const sites = (['web', 'web-external'] as const).flatMap((name) => {
      const port = webPortOf(server, name);
      return port === undefined ? [] : [[name, port] as const];
    });
    return { host: tls.host, ports: { sip: tls.port, 'sip-tcp': tcp.port, ...Object.fromEntries(sites) } };
  };
  const firstOf = (pool: string): unknown => entry(topology.pool(pool).servers[0]!.fqdn);
  return Object.fromEntries([
    ...source.sipDomains.flatMap((domain) => entryHosts().map((label) => [`${label}.${domain}`, firstOf(webPoolOf(label))])),
    ...topology.pools.map((pool) => [pool.fqdn, firstOf(pool.fqdn)]),
    ...topology.servers.map((server) => [server.fqdn, entry(server.fqdn)]),
    ...[...outside].map(([fqdn, ports]) => [fqdn, { host: '127.0.0.1', ports }]),
  ]);
}
