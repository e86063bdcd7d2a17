import type { DeployedServiceFact, ReplicaFact } from '../admin/model.ts';
import type { Pool } from '../environment/model.ts';
import type { Generation } from '../generations/index.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const listed = (names: readonly string[]): string => names.join(', ') || 'none';

/** `5.0.8308.556` by its numbers; nothing where a text is no version. */
const numbersOf = (version: string): readonly number[] | undefined =>
  /^\d+(\.\d+)*$/.test(version) ? version.split('.').map(Number) : undefined;

/** Less than 0 where the first is older. */
function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const buildOf = (server: string, replicas: readonly ReplicaFact[]): string | undefined =>
  replicas.find(({ replica }) => same(replica, server))?.productVersion;

/**
 * No server of the pool is behind the newest build among the servers that must have the same. Servers that have not told theirs are no
 * proof of either.
 *
 * @param servers Those of the pool.
 * @param peers Those that must have the same build, the pool's own among them.
 */
export function judgeBuilds(
  pool: string,
  servers: readonly string[],
  peers: readonly string[],
  replicas: readonly ReplicaFact[],
): Finding {
  const builds = peers.map((server) => {
    const build = buildOf(server, replicas);
    return { server, build, numbers: build === undefined ? undefined : numbersOf(build) };
  });
  const known = builds.flatMap(({ server, build = '', numbers }) => (numbers === undefined ? [] : [{ server, build, numbers }]));
  const newest = known.toSorted((a, b) => compareVersions(b.numbers, a.numbers))[0];
  const behind = known.filter(
    ({ server, numbers }) =>
      servers.some((own) => same(own, server)) && newest !== undefined && compareVersions(numbers, newest.numbers) < 0,
  );
  if (newest !== undefined && behind.length > 0) {
    return fail(
      'BUILDS_DIFFER',
      `${listed(behind.map(({ server }) => server))} of ${pool} is behind ${newest.server}, which has the build ${newest.build}.`,
      behind.map(({ server, build }) => ({ text: `Build of ${server}.`, expected: newest.build, observed: build })),
    );
  }
  const silent = builds.filter(({ server, numbers }) => numbers === undefined && servers.some((own) => same(own, server)));
  if (silent.length > 0 || known.length < 2) {
    const whom = listed(builds.filter(({ numbers }) => numbers === undefined).map(({ server }) => server));
    return undetermined('NOT_SHOWN', `The replication status shows no build of ${whom}: nobody can compare ${pool}.`);
  }
  return pass(
    `Every server of ${pool} has the build ${newest?.build}, the newest of ${known.length} servers that must have the same.`,
  );
}

/** Roles that the servers of a pool bring; databases and gateways have versions of their own. */
const versionedRoles = ['Registrar', 'UserServer', 'WebServer', 'ConferencingServer', 'MediationServer', 'EdgeServer'];

/** The topology has the pool, and its servers run, as the generation that the environment file declares. */
export function judgeVersions(
  pool: Pool,
  generation: Generation,
  services: readonly DeployedServiceFact[],
  replicas: readonly ReplicaFact[],
): Finding {
  const own = services.filter((service) => same(service.pool, pool.fqdn) && versionedRoles.includes(service.role));
  const { topologyVersion, buildPrefix, productName } = generation;
  const ofOther = own.filter(({ version }) => version !== topologyVersion);
  const builds = pool.servers.map(({ fqdn }) => ({ server: fqdn, build: buildOf(fqdn, replicas) }));
  const built = builds.filter(({ build }) => build !== undefined && !build.startsWith(buildPrefix));
  if (ofOther.length + built.length > 0) {
    return fail('VERSION_WRONG', `${pool.fqdn} is declared as ${productName}, and is not all of it.`, [
      ...ofOther.map(({ role, version }) => ({
        text: `Version of ${role} in the topology.`,
        expected: String(topologyVersion),
        observed: String(version),
      })),
      ...built.map(({ server, build = '' }) => ({ text: `Build of ${server}.`, expected: `${buildPrefix}*`, observed: build })),
    ]);
  }
  // Archiving and monitoring of 2010 bring no service by which a version is told: there the builds alone decide.
  const roles = generation.topologyRoles(pool.servers.flatMap((server) => server.roles));
  if (own.length === 0 && roles.some((role) => versionedRoles.includes(role)))
    return undetermined('DEPENDS_ON_OTHER', `The topology has no service of ${pool.fqdn}: nothing says its version.`);
  const silent = builds.filter(({ build }) => build === undefined).map(({ server }) => server);
  if (silent.length > 0)
    return undetermined(
      'NOT_SHOWN',
      `The replication status shows no build of ${listed(silent)}${own.length === 0 ? '' : `; the topology has ${pool.fqdn} as ${productName}`}.`,
    );
  if (own.length === 0) return pass(`Every server of ${pool.fqdn} runs ${productName}.`);
  return pass(`The topology has ${pool.fqdn} as ${productName}, and every server of it runs that.`);
}

type DeployedPool = { readonly fqdn: string; readonly site: string; readonly computers: readonly string[] };

/** The names of the pool and of its servers stand for nothing else in the topology. */
export function judgeNamesUnique(pool: Pool, pools: readonly DeployedPool[]): Finding {
  if (!pools.some(({ fqdn }) => same(fqdn, pool.fqdn)))
    return undetermined('DEPENDS_ON_OTHER', `The topology has no pool ${pool.fqdn}: its names cannot be compared.`);
  const names = [pool.fqdn, ...pool.servers.map(({ fqdn }) => fqdn)];
  const reasons = pools
    .filter(({ fqdn }) => !same(fqdn, pool.fqdn))
    .flatMap((other): Reason[] =>
      [...new Set([other.fqdn, ...other.computers].map((name) => name.toLowerCase()))]
        .filter((name) => names.some((own) => same(own, name)))
        .map((name) => ({ text: name, expected: `only in ${pool.fqdn}`, observed: `also in ${other.fqdn}` })),
    );
  if (reasons.length === 0) return pass(`The ${names.length} names of ${pool.fqdn} stand for nothing else in the topology.`);
  return fail(
    'NAME_USED_TWICE',
    `${listed(reasons.map(({ text }) => text))} of ${pool.fqdn} is used by another pool, too.`,
    reasons,
  );
}

/** Roles by which a pool is one that users, or their traffic, come through. */
const poolRoles = ['Registrar', 'UserServer', 'EdgeServer', 'MediationServer'];

/** The site has no pool with Lync roles that the environment file does not declare. */
export function judgeUndeclared(
  site: string,
  declared: readonly string[],
  services: readonly DeployedServiceFact[],
  pools: readonly DeployedPool[],
): Finding {
  const withRoles = pools.filter(
    (pool) =>
      same(pool.site.replace(/^site:/i, ''), site) &&
      services.some((service) => same(service.pool, pool.fqdn) && poolRoles.includes(service.role)),
  );
  if (withRoles.length === 0)
    return undetermined('DEPENDS_ON_OTHER', `The topology has no pool with roles in ${site}: nothing can be compared.`);
  const unknown = withRoles.filter(({ fqdn }) => !declared.some((name) => same(name, fqdn)));
  if (unknown.length === 0) return pass(`The topology has no pool in ${site} that is not declared.`);
  return fail(
    'POOL_UNDECLARED',
    `The topology has ${listed(unknown.map(({ fqdn }) => fqdn))} in ${site}, which the environment file does not declare.`,
    unknown.map(({ fqdn }) => ({
      text: fqdn,
      expected: 'declared, or gone from the topology',
      observed: 'only in the topology',
    })),
  );
}

/** What a pool of users offers. */
const workloads = ['Registrar', 'UserServer', 'ConferencingServer', 'ApplicationServer', 'WebServer', 'MediationServer'];

/**
 * The pool of 2013 has every service that the pools have whose users it takes over. A Mediation pool of its own serves it as well as a
 * Mediation Server on its front ends.
 */
export function judgeWorkloads(pool: string, legacy: readonly string[], services: readonly DeployedServiceFact[]): Finding {
  const rolesOf = (names: readonly string[]): readonly string[] =>
    workloads.filter((role) =>
      services.some((service) => service.role === role && names.some((name) => same(name, service.pool))),
    );
  const [wanted, found] = [rolesOf(legacy), rolesOf([pool])];
  if (wanted.length === 0 || found.length === 0) {
    const unknown = wanted.length === 0 ? listed(legacy) : pool;
    return undetermined('DEPENDS_ON_OTHER', `The topology has no service of ${unknown}: workloads cannot be compared.`);
  }
  const version = services.find((service) => same(service.pool, pool))?.version;
  const isApart = ({ role, pool: other, version: its }: DeployedServiceFact): boolean =>
    role === 'MediationServer' &&
    its === version &&
    !services.some((service) => service.role === 'Registrar' && same(service.pool, other));
  const apart = services.filter(isApart).map(({ pool: other }) => other);
  const missing = wanted.filter((role) => !found.includes(role) && !(role === 'MediationServer' && apart.length > 0));
  if (missing.length === 0) {
    const elsewhere = wanted.every((role) => found.includes(role)) ? '' : `, MediationServer in ${listed(apart)}`;
    return pass(`${pool} has the ${wanted.length} workloads of ${listed(legacy)}${elsewhere}.`);
  }
  return fail('WORKLOAD_MISSING', `${pool} lacks ${listed(missing)}, which ${listed(legacy)} has.`, [
    { text: `Workloads of ${pool}.`, expected: listed(wanted), observed: listed(found) },
  ]);
}

/** A server for slides is defined. */
export function judgeWebAppsServer(site: string, services: readonly DeployedServiceFact[]): Finding {
  const found = services.filter(({ role }) => role === 'WacServer').map(({ pool }) => pool);
  if (found.length > 0) return pass(`${listed(found)} shows slides for the pools of 2013.`);
  return fail(
    'WEB_APPS_SERVER_MISSING',
    `The topology has no Office Web Apps server: nobody in ${site} sees slides in meetings on 2013.`,
  );
}

/** The association with archiving and with monitoring, by generation of the pool. */
const associations = [
  { what: 'archiving', legacy: 'ArchivingServer', newer: 'ArchivingDatabase' },
  { what: 'monitoring', legacy: 'MonitoringServer', newer: 'MonitoringDatabase' },
] as const;

/** The pool of 2013 is associated with archiving and monitoring where a pool of 2010 is. */
export function judgeArchiving(pool: string, services: readonly DeployedServiceFact[]): Finding {
  const registrars = services.filter(({ role }) => role === 'Registrar');
  const own = registrars.find((service) => same(service.pool, pool));
  if (own === undefined) return undetermined('DEPENDS_ON_OTHER', `The topology has no Registrar of ${pool}.`);
  const wanted = associations.filter(({ legacy }) => registrars.some(({ settings }) => (settings[legacy] ?? '') !== ''));
  const older = registrars.filter(({ version }) => version < own.version);
  // A Registrar of 2010 that does not even show the property is no proof that it has none.
  const untold = associations.filter(
    ({ legacy, newer }) =>
      (own.settings[newer] ?? '') === '' && older.length > 0 && older.every(({ settings }) => settings[legacy] === undefined),
  );
  const hidden = wanted.filter(({ newer }) => own.settings[newer] === undefined);
  const missing = wanted.filter(({ newer }) => own.settings[newer] === '');
  if (missing.length > 0) {
    return fail(
      'ARCHIVING_MISSING',
      `${pool} has no association with ${listed(missing.map(({ what }) => what))}, and pools of 2010 have.`,
      missing.map(({ newer }) => ({ text: `${newer} of ${pool}.`, expected: 'a database', observed: 'none' })),
    );
  }
  if (hidden.length > 0)
    return undetermined('NOT_SHOWN', `The tools do not show ${listed(hidden.map(({ newer }) => newer))} of ${pool}.`);
  if (untold.length > 0)
    return undetermined('NOT_SHOWN', `The tools do not show ${listed(untold.map(({ legacy }) => legacy))} of any pool of 2010.`);
  if (wanted.length === 0)
    return pass(`No pool of 2010 has archiving or monitoring any more, so ${pool} needs none because of it.`);
  return pass(`${pool} is associated with ${listed(wanted.map(({ what }) => what))}, as pools of 2010 are.`);
}

/** The pool of 2010 is associated with archiving and monitoring no more, so that their servers can go. */
export function judgeLegacyArchiving(pool: string, services: readonly DeployedServiceFact[]): Finding {
  const own = services.find((service) => service.role === 'Registrar' && same(service.pool, pool));
  if (own === undefined) return undetermined('DEPENDS_ON_OTHER', `The topology has no Registrar of ${pool}.`);
  const left = associations.filter(({ legacy }) => (own.settings[legacy] ?? '') !== '');
  if (left.length > 0) {
    return fail(
      'ARCHIVING_LEFT',
      `${pool} is still associated with ${listed(left.map(({ what }) => what))}.`,
      left.map(({ legacy }) => ({ text: `${legacy} of ${pool}.`, expected: 'none', observed: own.settings[legacy] ?? '' })),
    );
  }
  const hidden = associations.filter(({ legacy }) => own.settings[legacy] === undefined).map(({ legacy }) => legacy);
  if (hidden.length > 0) return undetermined('NOT_SHOWN', `The tools do not show ${listed(hidden)} of ${pool}.`);
  return pass(`${pool} is associated with archiving and monitoring no more.`);
}
