import {
  createDigestServerAssociation,
  createKerberosServerAssociation,
  createNtlmServerAssociation,
  offersOf,
  type ServerAssociation,
} from '../../sip/auth/index.ts';
import type { SipRequest } from '../../sip/wire/index.ts';
import { type PoolScheme, userByLogin } from '../estate/index.ts';
import type { LabUser } from '../model.ts';
import { type Connection, credentialsOf } from './connection.ts';
import type { Core } from './core.ts';

/** An association that is being built, and what ends it. */
interface Attempt {
  readonly association: ServerAssociation;
  accept(
    credentials: string,
    request: SipRequest,
  ): { readonly outcome: 'accepted' | 'refused' | 'broken'; readonly reason?: string };
  /** What an empty token is answered with. */
  challengeFor?(credentials: string): string;
}

/** Who was proven on this connection; `undefined` when an answer was given that asks for (more) proof (MS-SIPAE). @throws WireError */
export function authenticate(core: Core, connection: Connection, request: SipRequest): LabUser | 'unknown' | undefined {
  const challenge = (values: readonly string[]): undefined =>
    void connection.respond(
      request,
      401,
      'Unauthorized',
      { headers: values.map((value) => ['WWW-Authenticate', value] as const) },
      true,
    );
  const offers = (): readonly string[] => offersFor(core, connection);
  const credentials = credentialsOf(request);
  if (credentials === undefined) return challenge(offers());
  const fresh = attemptFor(core, connection, credentials);
  switch (fresh?.association.stepOf(credentials)) {
    case 'asks':
      connection.pending = fresh;
      return challenge(fresh?.challengeFor === undefined ? offers() : [fresh.challengeFor(credentials)]);
    case 'proves': {
      // NTLM proves what was asked for before; the others bring everything with them.
      const attempt = fresh?.challengeFor === undefined ? fresh : connection.pending;
      connection.pending = undefined;
      if (attempt === undefined) return challenge(offers());
      const { outcome, reason } = attempt.accept(credentials, request);
      core.tried(connection.server, attempt.association.scheme, outcome === 'accepted');
      if (outcome === 'accepted') {
        connection.previousAssociation = connection.association;
        connection.association = attempt.association;
        connection.provenAt = core.clock.monotonic();
        connection.wantsProof = false;
        return ownerOf(core, attempt.association);
      }
      if (outcome === 'refused') return challenge(offers());
      core.violated(connection.server, `the proof of a sign-in is broken: ${reason}`);
      return void connection.close();
    }
    // A signature alone: it has been checked where there are keys, and proves nothing where there are none.
    default:
      if (wantsProof(core, connection) || connection.association?.established === undefined) return challenge(offers());
      return ownerOf(core, connection.association);
  }
}

/** Whether the proof on this connection is too old, or another one was asked for by hand. */
export const wantsProof = (core: Core, connection: Connection): boolean =>
  connection.wantsProof || (core.proofAge !== undefined && core.clock.monotonic() - connection.provenAt > core.proofAge);

/** Asks for another proof: unsigned, as a challenge is. */
export const challengeAnew = (core: Core, connection: Connection, request: SipRequest): void => {
  const headers = offersFor(core, connection).map((value) => ['WWW-Authenticate', value] as const);
  connection.respond(request, 401, 'Unauthorized', { headers }, true);
};

/** What a server of the pool offers at this moment. */
function schemesOf(core: Core, { server }: Connection): readonly PoolScheme[] {
  return core.isBroken('only-tls-dsk', server.pool.fqdn) ? ['TLS-DSK'] : server.pool.schemes;
}

function offersFor(core: Core, connection: Connection): readonly string[] {
  return schemesOf(core, connection).flatMap((scheme) =>
    scheme === 'Digest'
      ? digestOn(core, connection).offers()
      : offersOf(connection.server.fqdn, [scheme], core.authenticationVersion),
  );
}

/** The nonce belongs to the connection. */
function digestOn(core: Core, connection: Connection): ReturnType<typeof createDigestServerAssociation> {
  connection.digest ??= createDigestServerAssociation({
    realm: connection.server.pool.fqdn,
    passwordOf: (account) => userByAccount(core, account)?.password,
    random: core.random,
  });
  return connection.digest;
}

/** What can judge credentials of that scheme, if it is offered. */
function attemptFor(core: Core, connection: Connection, credentials: string): Attempt | undefined {
  const { server } = connection;
  const { random, clock, authenticationVersion: version } = core;
  const named = /^\s*(\S+)/.exec(credentials)?.[1]?.toUpperCase();
  const scheme = schemesOf(core, connection).find((offered) => offered.toUpperCase() === named);
  if (scheme === 'Kerberos') {
    const association = createKerberosServerAssociation({
      targetName: server.fqdn,
      version,
      keys: core.serviceKeys,
      random,
      clock,
    });
    return { association, accept: (value, request) => association.accept(value, request) };
  }
  if (scheme === 'Digest') {
    const association = digestOn(core, connection);
    return { association, accept: (value, request) => association.accept(value, request) };
  }
  if (scheme !== 'NTLM') return undefined;
  const { flags, timestamp } = server.pool.truth.ntlm;
  const association = createNtlmServerAssociation({
    targetName: server.fqdn,
    version,
    flags: Number(flags),
    timestamp,
    passwordOf: (user, domain) => userByLogin(core.estate.users.values(), user, domain)?.password,
    random,
    clock,
  });
  return {
    association,
    accept: (value, request) => association.accept(value, request),
    challengeFor: (value) => association.challengeFor(value),
  };
}

function ownerOf(core: Core, { scheme, established }: ServerAssociation): LabUser | 'unknown' {
  const { user = '', domain = '' } = established ?? {};
  const owner = scheme === 'NTLM' ? userByLogin(core.estate.users.values(), user, domain) : userByAccount(core, user);
  return owner ?? 'unknown';
}

/** By the account's name alone: a realm of Kerberos is no NetBIOS domain, and a gateway knows none. */
function userByAccount(core: Core, account: string): LabUser | undefined {
  const wanted = account.toLowerCase();
  return [...core.estate.users.values()].find(
    ({ login }) => login.toLowerCase().replace(/^.*\\/, '').replace(/@.*$/, '') === wanted,
  );
}

export type PendingAttempt = Attempt;
