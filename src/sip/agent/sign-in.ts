import { randomBytes } from 'node:crypto';
import { CoexistenceError, isCoexistenceError } from '../../errors/index.ts';
import { chooseAssociation, type SipAssociation } from '../auth/index.ts';
import { type Answer, bindingsOf, createRegistration, describeAnswer, Endpoint, factsOf, useGruu } from '../client/index.ts';
import { openConnection } from '../transport/index.ts';
import { newTag, parseNameAddr, parseUri, pooledRandom } from '../wire/index.ts';
import type { Hop, SignIn, SignInOptions } from './model.ts';
import type { Seat } from './registration-life.ts';
import { challengeRefusal, createTrust, distrustOf, kerberosFor } from './sign-in-authentication.ts';
import { SignedInAgent } from './signed-in-agent.ts';

/** One supply for all agents of the process. */
const random = pooledRandom(randomBytes);

/** `User-Agent` as which agents sign in where nobody says otherwise: that of a Lync 2013 client. */
export const lyncClient = 'UCCAPI/15.0.4569.1503 OC/15.0.4569.1503 (Microsoft Lync)';

/** Redirects that UCMA clients follow by default. */
const mostRedirects = 3;

interface Place {
  readonly server: string;
  readonly port: number;
  readonly transport: SignInOptions['transport'];
}

interface Outcome {
  readonly hop: Hop;
  readonly redirect?: Place;
  readonly seat?: Seat;
}

/** Signs a user in; see the contract in `model.ts`. */
export const signIn: SignIn = async (options) => {
  // One name for the endpoint on the whole way and after a loss, a new one for every sign-in: a second agent of the user is seen as foreign.
  const epid = newTag(random);
  const newAssociation = associationsOf(options);
  const seat = await enter(options, epid, newAssociation);
  const { regain } = options;
  if (regain === undefined) return new SignedInAgent(seat, options);
  return new SignedInAgent(seat, options, {
    ...regain,
    enter: async (interrupt) => {
      await regain.turn?.();
      const signal = options.signal === undefined ? interrupt : AbortSignal.any([options.signal, interrupt]);
      return await enter({ ...options, signal }, epid, newAssociation);
    },
  });
};

/** Over all redirects to the 200 of the home pool. */
async function enter(options: SignInOptions, epid: string, newAssociation: () => SipAssociation): Promise<Seat> {
  const hops: Hop[] = [];
  const way: Place[] = [];
  const discovered = await options.discover?.();
  let place: Place = {
    port: options.port ?? defaultPort(options.transport),
    transport: options.transport,
    ...(discovered === undefined ? { server: options.server } : { server: discovered.server, port: discovered.port }),
  };
  for (;;) {
    options.signal?.throwIfAborted();
    refuseCircles(options, way, place);
    way.push(place);
    const { hop, redirect, seat } = await visit(options, place, epid, hops, newAssociation).catch((error: unknown) => {
      throw onTheWay(error, hops);
    });
    if (seat) return discovered === undefined ? seat : { ...seat, registration: { ...seat.registration, discovered } };
    hops.push(hop);
    place = redirect!;
  }
}

const defaultPort = (transport: SignInOptions['transport']): number =>
  transport === 'tcp' ? 5060 : transport === 'tls' ? 5061 : 443;

const same = (a: Place, b: Place): boolean => a.server.toLowerCase() === b.server.toLowerCase() && a.port === b.port;

function refuseCircles({ user }: SignInOptions, way: readonly Place[], next: Place): void {
  const names = [...way, next].map(({ server, port }) => `${server}:${port}`);
  const facts = { server: way.at(-1)?.server ?? next.server, way: names };
  if (way.some((place) => same(place, next))) {
    throw new CoexistenceError('REDIRECT_LOOP', `${user.name} is sent in circles: ${names.join(' → ')}.`, { facts });
  }
  if (way.length > mostRedirects) {
    throw new CoexistenceError(
      'REDIRECT_LOOP',
      `${user.name} is sent on more than ${mostRedirects} times: ${names.join(' → ')}.`,
      { facts },
    );
  }
}

/** Says of a failure behind a redirect who sent us there. */
function onTheWay(error: unknown, hops: readonly Hop[]): unknown {
  const from = hops.at(-1)?.server;
  if (from === undefined || !isCoexistenceError(error)) return error;
  const facts = { ...error.facts, redirectedBy: from };
  return new CoexistenceError(error.code, `${error.message.replace(/\.$/, '')}; ${from} had sent us there.`, {
    hint: error.hint,
    cause: error,
    facts,
  });
}

/** Makes the association of each connection; tickets are shared by all connections of a sign-in. */
function associationsOf(options: SignInOptions): () => SipAssociation {
  const { user, authentication = 'auto', clock } = options;
  const kerberos = authentication === 'auto' || authentication === 'kerberos' ? kerberosFor(options) : undefined;
  const { login, password } = user;
  return () => chooseAssociation({ authentication, login, password, random, clock, ...(kerberos && { kerberos }) });
}

/** One connection and the REGISTER exchange on it, from nothing. The connection is closed unless it is the agent's. */
async function visit(
  options: SignInOptions,
  place: Place,
  epid: string,
  before: readonly Hop[],
  newAssociation: () => SipAssociation,
): Promise<Outcome> {
  const { user, locator, clock, budgets, userAgent = lyncClient, trustedServer } = options;
  const { server, transport, port } = place;
  const since = clock.monotonic();
  const association = newAssociation();
  const address = await locator.locate(server, transport === 'tcp' ? 'sip-tcp' : 'sip', port);
  const connection = await openConnection({
    agent: user.name,
    server,
    address,
    transport,
    profile: options.tlsProfileOf(server),
    budget: budgets.connect,
    clock,
    ...(options.ca !== undefined && { ca: options.ca }),
    ...(trustedServer && { identity: trustedServer }),
    ...(options.wire && { wire: options.wire }),
    ...(options.signal && { signal: options.signal }),
  }).catch((error: unknown) => {
    throw distrustOf(error, options, server);
  });
  const endpoint = new Endpoint({
    connection,
    association,
    newAssociation,
    name: user.name,
    uri: user.uri,
    epid,
    userAgent,
    ...(trustedServer && { trustedFqdn: trustedServer.fqdn }),
    budget: budgets.answer,
    clock,
    random,
  });
  const aborted = (): void =>
    endpoint.end(options.signal?.reason instanceof Error ? options.signal.reason : new Error('interrupted'));
  options.signal?.addEventListener('abort', aborted);
  const isTrusted = association.scheme === 'trusted server';
  const dialog = isTrusted ? createTrust(endpoint) : createRegistration(endpoint);
  try {
    const answer = await dialog.register();
    const product = answer.header('Server');
    const hop: Hop = {
      server,
      address,
      status: answer.status,
      took: clock.monotonic() - since,
      ...(product !== undefined && { product }),
      ...(association.targetName !== undefined && { targetName: association.targetName }),
      ...(connection.tls && { tls: connection.tls }),
    };
    if (isTrusted && answer.status < 300) {
      endpoint.confirm();
      const registration = { hops: [...before, hop], expires: Number.POSITIVE_INFINITY, foreignEndpoints: [] };
      return { hop, seat: { endpoint, dialog, registration, keepAlive: undefined } };
    }
    if (answer.status === 200) return { hop, seat: await settle(options, endpoint, dialog, answer, [...before, hop]) };
    const redirect = endpoint.understand(answer, () => redirectOf(answer, place));
    if (redirect === undefined) throw refusalOf(options, server, answer, association, clock.monotonic() - since);
    dialog.dispose();
    await endpoint.close();
    return { hop, redirect };
  } catch (error) {
    dialog.dispose();
    await endpoint.close();
    throw distrustOf(error, options, server);
  } finally {
    options.signal?.removeEventListener('abort', aborted);
  }
}

/** Where a 301 or 302 leads; whoever got here has checked its signature. */
function redirectOf(answer: Answer, from: Place): Place | undefined {
  if (answer.status !== 301 && answer.status !== 302) return undefined;
  const contact = answer.header('Contact');
  if (contact === undefined) return undefined;
  const { host, port, parameters } = parseUri(parseNameAddr(contact).uri);
  const told = parameters.transport?.toLowerCase();
  const transport =
    told === 'tcp' ? 'tcp' : told === 'ws' || told === 'wss' || (told === undefined && from.transport === 'wss') ? 'wss' : 'tls';
  return { server: host, port: port ?? defaultPort(transport), transport };
}

function refusalOf(
  options: SignInOptions,
  server: string,
  answer: Answer,
  association: SipAssociation,
  after: number,
): CoexistenceError {
  const { user } = options;
  const facts = { server, after: Math.round(after), ...factsOf(answer), offered: association.offered };
  const described = describeAnswer(answer);
  if (answer.status === 401 || answer.status === 407 || (answer.status === 403 && options.trustedServer !== undefined))
    return challengeRefusal({ user, server, described, association, facts });
  return new CoexistenceError('SIGN_IN_REFUSED', `${server} refused to sign ${user.name} in: ${described}.`, { facts });
}

/** After the 200: nobody else must be signed in as the user; then the agent takes over. */
async function settle(
  options: SignInOptions,
  endpoint: Endpoint,
  dialog: ReturnType<typeof createRegistration>,
  answer: Answer,
  hops: readonly Hop[],
): Promise<Seat> {
  const { user, takeOver = false } = options;
  endpoint.confirm();
  const { expires, gruu, foreign } = endpoint.understand(answer, () => bindingsOf(answer, endpoint.instance));
  const facts = { server: endpoint.peer, ...factsOf(answer) };
  if (foreign.length > 0 && !takeOver) {
    // Sign out again first: stepping back means leaving nothing behind.
    await dialog.unregister().catch(() => {});
    const who = foreign.length === 1 ? 'another endpoint is' : `${foreign.length} other endpoints are`;
    throw new CoexistenceError(
      'USER_IN_USE',
      `${who} signed in as ${user.name} (${user.uri}) at ${endpoint.peer}: ${foreign.join(', ')}.`,
      {
        facts: { ...facts, foreignEndpoints: foreign },
      },
    );
  }
  if (!(expires > 0)) {
    throw new CoexistenceError('UNEXPECTED_ANSWER', `${endpoint.peer} signed ${user.name} in without saying for how long.`, {
      facts,
    });
  }
  if (gruu !== undefined) useGruu(endpoint, gruu);
  // 0 would be a ping after every ping.
  const keepAlive = /\btimeout=0*([1-9]\d*)/i.exec(answer.header('ms-keep-alive') ?? '')?.[1];
  return {
    endpoint,
    dialog,
    registration: { hops, expires, foreignEndpoints: foreign },
    keepAlive: keepAlive === undefined ? undefined : Number(keepAlive),
  };
}
