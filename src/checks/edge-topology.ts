import type { DeployedServiceFact } from '../admin/model.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const among = (names: readonly string[], name: string): boolean => names.some((known) => same(known, name));
const listed = (names: readonly string[]): string => names.join(', ') || 'none';

/** `EdgeServer:edge01.contoso.net` is a service of edge01.contoso.net. */
const poolOf = (service: string): string => service.slice(service.indexOf(':') + 1);

const edgesIn = (services: readonly DeployedServiceFact[]): readonly DeployedServiceFact[] =>
  services.filter(({ role }) => role === 'EdgeServer');

const edgeOf = (edge: string, services: readonly DeployedServiceFact[]): DeployedServiceFact | undefined =>
  edgesIn(services).find(({ pool }) => same(pool, edge));

const notThere = (edge: string): Finding => undetermined('DEPENDS_ON_OTHER', `The topology has no Edge pool ${edge}.`);
const notDeclared = (edge: string): Finding =>
  undetermined('DEPENDS_ON_OTHER', `The environment file declares no pool that could be the next hop of ${edge} in this phase.`);
const notShown = (property: string, of: string): Finding =>
  undetermined('NOT_SHOWN', `The tools do not show ${property} of ${of}: nobody can tell.`);

/**
 * A pool that the environment file does not declare, or a value that names none, is nothing that can be judged by the phase: the file may leave
 * pools out on purpose.
 */
function undeclared(property: string, names: readonly string[], declared: readonly string[]): Finding | undefined {
  const strange = [...new Set(names.filter((name) => !among(declared, name)))];
  if (strange.length === 0) return undefined;
  return undetermined('NOT_SHOWN', `${property} names ${listed(strange)}, which the environment file does not declare.`);
}

/** A port that is set. */
const isOn = (port: string): boolean => port !== '' && port !== '0';

/**
 * Exactly one Edge pool has federation, and it is one of those of the phase. By the port for federated traffic, which is empty where federation
 * is off: a conclusion, which no documentation says in so many words.
 */
export function judgeFederatedEdge(due: readonly string[], services: readonly DeployedServiceFact[]): Finding {
  const edges = edgesIn(services);
  if (edges.length === 0) return notThere(listed(due));
  const hidden = edges.find(({ settings }) => settings.AccessEdgeExternalSipPort === undefined);
  if (hidden !== undefined) return notShown('AccessEdgeExternalSipPort', hidden.pool);
  const federated = edges.filter(({ settings }) => isOn(settings.AccessEdgeExternalSipPort ?? '')).map(({ pool }) => pool);
  const [only] = federated;
  if (federated.length === 1 && only !== undefined && among(due, only)) return pass(`${only} alone has federation.`);
  return fail(
    'FEDERATED_EDGE_WRONG',
    federated.length === 1
      ? `${listed(federated)} has federation in this phase.`
      : `${federated.length} Edge pools have federation.`,
    [{ text: 'Edge pools with federation.', expected: `one of ${listed(due)} alone`, observed: listed(federated) }],
  );
}

type DeployedSite = { readonly displayName: string; readonly settings: Readonly<Record<string, string>> };

/** Federated traffic leaves every site that has a route of its own through a pool of the phase, and there is a route at all. */
export function judgeFederationRoute(
  due: readonly string[],
  sites: readonly DeployedSite[],
  declared: readonly string[],
): Finding {
  const shown = sites.filter(({ settings }) => settings.FederationRoute !== undefined);
  if (shown.length === 0) return notShown('FederationRoute', 'any site');
  const routes = shown.flatMap(({ displayName, settings: { FederationRoute: route = '' } }) =>
    route === '' ? [] : [{ site: displayName, through: poolOf(route) }],
  );
  if (routes.length === 0) {
    return fail('FEDERATION_ROUTE_WRONG', 'No site has a federation route: partners are not reached.', [
      { text: 'Sites with a route.', expected: 'at least one', observed: `none of ${shown.length}` },
    ]);
  }
  const wrong = routes.filter(({ through }) => !among(due, through));
  if (wrong.length === 0)
    return pass(`Federated traffic leaves through ${listed([...new Set(routes.map(({ through }) => through))])}.`);
  const strange = undeclared(
    'FederationRoute',
    wrong.map(({ through }) => through),
    declared,
  );
  if (strange !== undefined) return strange;
  return fail(
    'FEDERATION_ROUTE_WRONG',
    `Federated traffic leaves through ${listed([...new Set(wrong.map(({ through }) => through))])} in this phase.`,
    wrong.map(({ site, through }) => ({ text: `Federation route of ${site}.`, expected: listed(due), observed: through })),
  );
}

/** Services of a pool that send media outside. */
const mediaRoles = ['Registrar', 'ConferencingServer'];

/** The pool uses an Edge pool of the phase for media. */
export function judgeMediaEdge(
  pool: string,
  due: readonly string[],
  services: readonly DeployedServiceFact[],
  declared: readonly string[],
): Finding {
  const own = services.filter((service) => same(service.pool, pool) && mediaRoles.includes(service.role));
  if (own.length === 0) return undetermined('DEPENDS_ON_OTHER', `The topology has no service of ${pool} that sends media.`);
  const shown = own.filter(({ settings }) => settings.EdgeServer !== undefined);
  if (shown.length === 0) return notShown('EdgeServer', pool);
  const used = shown.flatMap(({ role, settings: { EdgeServer: edge = '' } }) =>
    edge === '' ? [] : [{ role, edge: poolOf(edge) }],
  );
  const wrong = used.filter(({ edge }) => !among(due, edge));
  if (used.length > 0 && wrong.length === 0)
    return pass(`${pool} uses ${listed([...new Set(used.map(({ edge }) => edge))])} for media.`);
  const strange = undeclared(
    `EdgeServer of ${pool}`,
    wrong.map(({ edge }) => edge),
    declared,
  );
  if (strange !== undefined) return strange;
  const reasons: readonly Reason[] =
    used.length === 0
      ? [{ text: `Edge pool for media of ${pool}.`, expected: listed(due), observed: 'none' }]
      : wrong.map(({ role, edge }) => ({ text: `Edge pool of ${role}.`, expected: listed(due), observed: edge }));
  return fail(
    'MEDIA_EDGE_WRONG',
    `${pool} uses ${used.length === 0 ? 'no Edge pool' : listed([...new Set(wrong.map(({ edge }) => edge))])} for media in this phase.`,
    reasons,
  );
}

/** The Edge pool hands what comes from outside to a pool of the phase. */
export function judgeNextHop(
  edge: string,
  due: readonly string[],
  services: readonly DeployedServiceFact[],
  declared: readonly string[],
): Finding {
  const found = edgeOf(edge, services);
  if (found === undefined) return notThere(edge);
  const hop = found.settings.Registrar;
  if (hop === undefined) return notShown('Registrar', edge);
  if (hop !== '' && among(due, poolOf(hop))) return pass(`The next hop of ${edge} is ${poolOf(hop)}.`);
  if (due.length === 0) return notDeclared(edge);
  const strange = hop === '' ? undefined : undeclared(`Registrar of ${edge}`, [poolOf(hop)], declared);
  if (strange !== undefined) return strange;
  return fail('NEXT_HOP_WRONG', `The next hop of ${edge} is ${hop === '' ? 'not set' : poolOf(hop)} in this phase.`, [
    { text: `Next hop of ${edge}.`, expected: listed(due), observed: hop === '' ? 'none' : poolOf(hop) },
  ]);
}

const externalNames = ['AccessEdgeExternalFqdn', 'DataEdgeExternalFqdn', 'AVEdgeExternalFqdn'] as const;

/** The Edge pool has not one external name for everything: with one, moving federation away from it is not supported. */
export function judgeEdgeNames(edge: string, services: readonly DeployedServiceFact[]): Finding {
  const found = edgeOf(edge, services);
  if (found === undefined) return notThere(edge);
  const names = externalNames.map((property) => found.settings[property] ?? '').filter((name) => name !== '');
  if (names.length < 2) return notShown('its external names', edge);
  const different = new Set(names.map((name) => name.toLowerCase()));
  if (different.size > 1) return pass(`${edge} has ${different.size} external names.`);
  return fail('EDGE_NAMES_EQUAL', `${edge} has one external name for everything: federation cannot be moved away from it.`, [
    { text: 'External names.', expected: 'one each for access, web conferencing and A/V', observed: [...different].join() },
  ]);
}

/** XMPP federation of the new Edge pool is off until it is cut over: by its listening port, and by the routes of the sites. */
export function judgeXmppOff(edge: string, services: readonly DeployedServiceFact[], sites: readonly DeployedSite[]): Finding {
  const found = edgeOf(edge, services);
  if (found === undefined) return notThere(edge);
  const routed = sites.filter(({ settings }) => same(poolOf(settings.XmppFederationRoute ?? ''), edge));
  const port = found.settings.XmppListeningPort;
  if (routed.length > 0 || isOn(port ?? '')) {
    return fail('XMPP_TOO_EARLY', `XMPP federation is on at ${edge}: users who are still on 2010 lose their XMPP partners.`, [
      ...(isOn(port ?? '') ? [{ text: `XmppListeningPort of ${edge}.`, expected: 'none', observed: port ?? '' }] : []),
      ...routed.map(({ displayName }) => ({ text: `XMPP route of ${displayName}.`, expected: 'none', observed: edge })),
    ]);
  }
  if (port === undefined) return notShown('XmppListeningPort', edge);
  return pass(`XMPP federation is off at ${edge}.`);
}
