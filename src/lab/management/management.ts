import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Environment } from '../../environment/model.ts';
import type { HttpPart, LabEstate } from '../model.ts';
import { adminRoleRows, roleAssignments } from './admin-roles.ts';
import { certificateRows, localPlace } from './certificates.ts';
import { createClientPolicies } from './client-policies.ts';
import { connectionRows, poolRows, serviceRows, siteRows, storeLocation, storeStatusRows } from './deployment.ts';
import { directoryState, eventRows, fabricLines, readinessRows, replicatorRows } from './directory.ts';
import { leftOverRows } from './left-overs.ts';
import {
  accessEdgeConfiguration,
  clientPinRows,
  clientVersionConfigurations,
  clientVersionRules,
  conferencingPolicies,
  externalAccessPolicies,
  voiceUserRows,
} from './policies.ts';
import { Refusal } from './refusal.ts';
import { replicationRows } from './replication.ts';
import { createSessions } from './sessions.ts';
import { computerRows, placesOf, sameName } from './topology.ts';
import { runTransaction } from './transactions.ts';
import { effectivePolicyRows, userRows } from './users.ts';
import { createWindowsServices } from './windows-services.ts';

const prefix = '/management/';
/** Names the site whose administration asks: the Lync module sends it, from `COEX_SITE`. */
const siteHeader = 'x-coex-site';
/** Names the generation of the tools that ask, where they do not have to be those of 2013. */
const toolsHeader = 'x-coex-tools';
/** Names the cmdlet and what it was given. */
const asksHeader = 'x-coex-asks';
/** Names the remote session: the stand-in for remoting sets it. */
const sessionHeader = 'x-coex-session';
const largestBody = 64 * 1024;

interface Question {
  readonly method: string;
  /** Below `/management/`, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** The site whose administration asks, where it says so. */
  readonly site?: string;
  readonly tools?: string;
  /** Cmdlet and parameters, where it tells them. */
  readonly asks?: string;
  /** The remote session in which it is asked. */
  readonly session?: string;
}

/**
 * The management endpoint of a lab: what the estate's administration knows, as JSON below `/management/`. The rows carry the property names
 * of the product's cmdlets; an error is `{ kind, message }` with a status of its own (see `refusal.ts`).
 *
 * `GET sites | pools | computers | local-computer | certificates | services | replication | users | client-policies | admin-roles`, `GET windows-services?computer=`,
 * `GET client-version-configurations | client-version-rules | conferencing-policies | external-access-policies | access-edge-configuration`,
 * `GET effective-policies?user=`, `GET client-pins?user=`, `GET voice-users?user=&number=`,
 * `GET store-status | management-connection | store-location | user-replicator | pool-readiness`, `GET directory/STATE`, `GET left-over/KIND`,
 * `GET events?computer=&id=`, `GET fabric?pool=`, `GET admin-role-assignments/ACCOUNT`, `GET sip-domains`, `POST client-policies`, `POST transactions`, `DELETE client-policies/IDENTITY`, `POST sessions`, `DELETE sessions/ID`, and for tests
 * `POST services` with `{ server, service, status, forMs? }` and `POST latency` with `{ ms }`, which every further answer takes.
 */
export function createManagement(estate: LabEstate): HttpPart {
  const { environment } = estate;
  const services = createWindowsServices(estate);
  const policies = createClientPolicies(environment);
  const sessions = createSessions(estate);
  let latency = 0;

  const answers: Record<string, (question: Question) => unknown> = {
    'GET sites': () => siteRows(estate),
    'GET pools': ({ tools }) => poolRows(estate, tools),
    'GET computers': () => computerRows(environment),
    'GET services': () => serviceRows(estate),
    'GET windows-services': ({ query }) => services.rows(query.get('computer') ?? ''),
    'GET start-modes': ({ query }) => services.startModes(query.get('computer') ?? ''),
    'GET local-computer': ({ site, tools }) => localComputerRows(environment, site, tools),
    'GET certificates': ({ site, tools }) => certificateRows(estate, site, tools),
    'GET sessions': () => sessions.accounts(),
    'GET logons': () => sessions.logons(),
    'POST sessions': ({ body }) => [sessions.open(body)],
    'DELETE sessions': ({ path }) => sessions.close(path[1] ?? ''),
    'GET sip-domains': () =>
      environment.sipDomains.map((name, index) => ({ Identity: name, Name: name, IsDefault: index === 0 })),
    'POST transactions': ({ body }) => runTransaction(estate, body),
    'GET store-status': () => storeStatusRows(estate),
    'GET management-connection': () => connectionRows(estate),
    'GET store-location': () => storeLocation(estate),
    'GET directory': ({ path }) => directoryState(estate, path[1] ?? ''),
    'GET user-replicator': () => replicatorRows(estate),
    'GET events': ({ query }) => eventRows(estate, query.get('computer') ?? '', query.get('id') ?? ''),
    'GET fabric': ({ query }) => fabricLines(estate, query.get('pool') ?? ''),
    'GET pool-readiness': ({ site }) => readinessRows(estate, site),
    'GET left-over': ({ path }) => leftOverRows(estate, path[1] ?? ''),
    'GET replication': () => replicationRows(estate),
    'GET users': () => userRows(estate),
    'GET effective-policies': ({ query }) => effectivePolicyRows(estate, query.get('user') ?? ''),
    'GET client-version-configurations': () => clientVersionConfigurations(),
    'GET client-version-rules': () => clientVersionRules(estate),
    'GET voice-users': ({ query }) => voiceUserRows(estate, query.get('user') ?? '', query.get('number') ?? ''),
    'GET conferencing-policies': () => conferencingPolicies(estate),
    'GET external-access-policies': () => externalAccessPolicies(estate),
    'GET access-edge-configuration': () => accessEdgeConfiguration(),
    'GET client-pins': ({ query }) => clientPinRows(estate, query.get('user') ?? ''),
    'GET client-policies': () => policies.rows(),
    'POST client-policies': ({ body }) => [policies.create(body)],
    'DELETE client-policies': ({ path }) => policies.remove(path[1] ?? ''),
    'GET admin-roles': () => adminRoleRows(estate),
    'GET admin-role-assignments': ({ path }) => roleAssignments(estate, path[1] ?? ''),
    'POST services': ({ body }) => services.set(body),
    'POST latency': ({ body }) => {
      latency = latencyIn(body);
    },
  };

  return async (request, response) => {
    if (request.url === undefined || !request.url.startsWith(prefix)) return false;
    if (estate.faults.active('estate-unreachable') !== undefined) {
      // Until the client gives up or the lab closes its connections: what nobody answers, nobody refuses either.
      if (!response.destroyed) await once(response, 'close');
      return true;
    }
    try {
      const question = await questionOf(request);
      estate.asked?.('management', describe(question, request.url.slice(prefix.length)));
      const answer = answers[`${question.method} ${question.path[0]}`];
      if (answer === undefined) throw new Refusal('not-found', `The lab has no ${question.method} ${request.url}.`);
      if (question.session !== undefined) sessions.check(question.session, writeOf(question));
      if (latency > 0) await estate.clock.sleep(latency);
      refuseOtherSites(estate, question);
      reply(response, 200, answer(question) ?? []);
    } catch (error) {
      if (response.destroyed) return true; // the asker has gone in the middle of its question
      if (!(error instanceof Refusal)) throw error;
      reply(response, error.status, { kind: error.kind, message: error.message });
    }
    return true;
  };
}

/** Who asks what, in the words of the cmdlet where it gives them: sites, tools and sessions are seats of their own. */
function describe({ method, site, tools, session, asks }: Question, path: string): string {
  const seat = [site && `for ${site}`, tools && `with ${tools}`, session && `in ${session}`].filter(Boolean);
  return [asks ?? `${method} ${path}`, ...seat].join(' ');
}

async function questionOf(request: IncomingMessage): Promise<Question> {
  const url = new URL(request.url ?? '', 'http://lab');
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > largestBody) throw new Refusal('invalid', `A body of ${length} bytes is more than the lab reads.`);
  const body = await text(request);
  try {
    const path = url.pathname.slice(prefix.length).split('/').map(decodeURIComponent);
    const asking = request.headers[siteHeader];
    const session = request.headers[sessionHeader];
    const tools = request.headers[toolsHeader];
    const asks = request.headers[asksHeader];
    return {
      method: request.method ?? '',
      path,
      query: url.searchParams,
      body: body === '' ? {} : JSON.parse(body),
      ...(asking === undefined ? {} : { site: decodeURIComponent(String(asking)) }),
      ...(asks === undefined ? {} : { asks: decodeURIComponent(String(asks)) }),
      ...(tools === undefined ? {} : { tools: String(tools) }),
      ...(session === undefined ? {} : { session: String(session) }),
    };
  } catch {
    throw new Refusal('invalid', 'The path or the body cannot be decoded.');
  }
}

function latencyIn(body: unknown): number {
  const { ms } = body as { ms?: unknown };
  if (typeof ms !== 'number' || !(ms >= 0)) throw new Refusal('invalid', 'A latency is a number of milliseconds, { "ms": 250 }.');
  return ms;
}

/** The fault `site-administration-refused`: whatever the administration of that site asks, and whoever asks for something of that site. */
function refuseOtherSites(estate: LabEstate, question: Question): void {
  const site = estate.faults.active('site-administration-refused')?.site;
  if (site === undefined) return;
  const asks = question.site !== undefined && sameName(question.site, site);
  if (asks || siteAskedFor(estate, question).some((name) => sameName(name, site))) {
    throw new Refusal('access-denied', `Access is denied: the account may not administer the site "${site}".`);
  }
}

/** What a question would change: a thing of a site, or of none. */
function writeOf({ method, path, body }: Question): { site?: string } | undefined {
  if (method === 'GET' || path[0] !== 'client-policies') return undefined;
  const [, site] = /^site:(.*)$/i.exec(path[1] ?? String((body as { Identity?: unknown }).Identity ?? '')) ?? [];
  return site === undefined ? {} : { site };
}

/** The site that a question is about, where it names one. */
function siteAskedFor(estate: LabEstate, { path, query, body }: Question): readonly string[] {
  const policy = path[1] ?? String((body as { Identity?: unknown }).Identity ?? '');
  const computer = query.get('computer');
  const places = placesOf(estate.environment).filter(({ server }) => computer !== null && sameName(server.fqdn, computer));
  return [...(/^site:/i.test(policy) ? [policy.slice('site:'.length)] : []), ...places.map(({ site }) => site.name)];
}

/** Row of `Get-CsComputer -Local`. */
function localComputerRows(environment: Environment, site: string | undefined, tools: string | undefined): readonly object[] {
  const place = localPlace(environment, site, tools);
  return place === undefined ? [] : [{ Identity: place.server.fqdn, Pool: place.pool.fqdn, Fqdn: place.server.fqdn }];
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  const json = Buffer.from(JSON.stringify(body), 'utf8');
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': json.length });
  response.end(json);
}
