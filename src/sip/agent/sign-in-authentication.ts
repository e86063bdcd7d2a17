import { randomBytes } from 'node:crypto';
import { CoexistenceError, isCoexistenceError } from '../../errors/index.ts';
import { createKerberosClient, type KerberosClient, kdcOverTcp, type SipAssociation } from '../auth/index.ts';
import type { Endpoint, RegistrationDialog } from '../client/index.ts';
import type { SignInOptions } from './model.ts';

const kerberosPort = 88;

/** Who gets the tickets of a user; `undefined` where no KDC is named. The KDC may carry a port. */
export function kerberosFor({ user, kerberos, locator, budgets, clock }: SignInOptions): KerberosClient | undefined {
  if (kerberos === undefined) return undefined;
  const { realm, kdc } = kerberos;
  const [name = kdc, port = String(kerberosPort)] = /^(.*):(\d+)$/.exec(kdc)?.slice(1) ?? [];
  const place = async () => ({
    name,
    address: await locator.locate(name, 'kerberos', Number(port)),
    budget: budgets.answer,
    clock,
  });
  return createKerberosClient({
    realm,
    // `CONTOSO\lena` and `lena@contoso.net` are both lena in the realm.
    user: user.login.replace(/^.*\\/, '').replace(/@.*$/, ''),
    password: user.password,
    kdc,
    ask: kdcOverTcp(place),
    random: randomBytes,
    clock,
  });
}

/** Speaks for any user of the estate by the certificate of the connection (no REGISTER, MS-SIPRE); asks whether that is believed. */
export function createTrust(endpoint: Endpoint): RegistrationDialog {
  const { uri } = endpoint.options;
  const server = `sip:${endpoint.peer}`;
  return {
    register: () => endpoint.request('OPTIONS', { target: server, to: server, headers: ['Accept: application/sdp'] }),
    unregister: async () => ({
      status: 200,
      reason: `nothing was registered for ${uri}`,
      body: '',
      header: () => undefined,
      headers: () => [],
      toTag: undefined,
      cseq: 0,
    }),
    dispose: () => undefined,
  };
}

/** Why a sign-in ended with a challenge that was not taken. */
export function challengeRefusal(seen: {
  readonly user: SignInOptions['user'];
  readonly server: string;
  /** Status and diagnostics of the answer. */
  readonly described: string;
  readonly association: SipAssociation;
  readonly facts: CoexistenceError['facts'];
}): CoexistenceError {
  const { user, server, described, association, facts } = seen;
  const who = `${user.name} (${user.login})`;
  const { state, failure = 'the authentication did not come to an end', offered, scheme } = association;
  const because = (code: ConstructorParameters<typeof CoexistenceError>[0], sentence: string): CoexistenceError =>
    new CoexistenceError(code, sentence, { facts });
  if (association.scheme === 'trusted server') {
    const why = association.state === 'refused' ? failure : 'it does not take this host for a trusted server';
    return because('NOT_TRUSTED', `${server} answered ${described} to this host, which speaks for ${user.name}: ${why}.`);
  }
  if (state === 'refused') {
    if (association.failedAt === 'kdc')
      return because('CREDENTIALS_REFUSED', `No ticket for ${who} to sign in at ${server}: ${failure}.`);
    return because('CREDENTIALS_REFUSED', `${server} refused the password of ${who}: ${described}.`);
  }
  if (state === 'unavailable')
    return because('KERBEROS_UNAVAILABLE', `No ticket for ${who} to sign in at ${server}: ${failure}.`);
  if (state === 'not-offered') {
    if (offered.length > 0 && offered.every((offer) => offer.toUpperCase() === 'TLS-DSK')) {
      return because(
        'ONLY_TLS_DSK',
        `${server} offers ${user.name} TLS-DSK alone to sign in with: that needs a certificate of the user.`,
      );
    }
    const offers = offered.join(', ') || 'no scheme at all';
    return because('SCHEME_NOT_OFFERED', `${server} offers ${user.name} ${offers} to sign in with, not ${scheme}.`);
  }
  if (scheme === 'Kerberos' && association.failedAt === 'server' && association.targetName !== undefined) {
    return because('TICKET_REFUSED', `${server} answered ${described} to the ticket of ${who}: ${failure}.`);
  }
  return because('UNEXPECTED_ANSWER', `${server} answered ${described} to the sign-in of ${user.name}: ${failure}.`);
}

/**
 * What an error means to a host that wants to be a trusted server: a handshake that breaks off over its certificate, or a connection that is
 * closed instead of the first answer, says that it is not believed, and nothing of the pool.
 */
export function distrustOf(error: unknown, { user, trustedServer }: SignInOptions, server: string): unknown {
  if (trustedServer === undefined || !isCoexistenceError(error)) return error;
  const isAboutUs =
    error.code === 'CONNECTION_LOST' ||
    (error.code === 'HANDSHAKE_FAILED' && /does not take the certificate of this host/.test(String(error.facts.reason)));
  if (!isAboutUs) return error;
  return new CoexistenceError(
    'NOT_TRUSTED',
    `${server} does not take the certificate of ${trustedServer.fqdn}, by which this host speaks for ${user.name}: ${error.message}`,
    { cause: error, facts: error.facts },
  );
}
