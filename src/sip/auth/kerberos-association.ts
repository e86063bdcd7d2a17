import type { Random } from '../wire/index.ts';
import { versionOf } from './association.ts';
import { type GssContext, gssContext, type KerberosClient, KerberosTrouble } from './kerberos/index.ts';
import type { MessageSigner } from './message-signature.ts';
import { offersIn, SigningAssociation, type SipAssociation } from './signing-association.ts';

export interface KerberosAssociationOptions {
  /** Shared by all connections of a sign-in: the password is proven to the KDC once. */
  readonly client: KerberosClient;
  readonly random: Random;
}

/**
 * Kerberos between one client and one connection (MS-SIPAE): a ticket for the service that the server names, and a MIC on every message.
 * One leg less than NTLM: the request with the token is signed, and its answer names the association.
 */
export function createKerberosAssociation(options: KerberosAssociationOptions): SipAssociation {
  return new KerberosAssociation(options);
}

class KerberosAssociation extends SigningAssociation implements SipAssociation {
  readonly scheme = 'Kerberos';
  readonly #options: KerberosAssociationOptions;

  constructor(options: KerberosAssociationOptions) {
    super(options.random);
    this.#options = options;
  }

  // The context is complete with the first token.
  protected signsToken(): boolean {
    return true;
  }

  async next(challenges: readonly string[], status: 401 | 407): Promise<string | undefined> {
    if (this.state === 'refused' || this.state === 'failed' || this.state === 'unavailable') return undefined;
    const offers = offersIn(challenges);
    this.offered = offers.map((offer) => offer.scheme);
    // The KDC took the password: what the server does not like is the ticket, its key or its time.
    if (this.state === 'answered') return this.end('failed', `the server did not accept the ticket for ${this.targetName}`);
    const offer = offers.find(({ scheme }) => scheme.toUpperCase() === 'KERBEROS');
    if (offer === undefined)
      return this.end('not-offered', `the server offers ${this.offered.join(', ') || 'nothing'}, not Kerberos`);
    const { targetname = '', version, realm = '' } = offer.parameters;
    const service = targetname.includes('/') ? targetname : `sip/${targetname}`;
    // A ticket for anything else would be a gift to whoever asks for it.
    if (!/^sip\/[\w.-]+$/i.test(service)) return this.end('failed', 'the server asks for a ticket of a service other than SIP');
    this.reset();
    this.headerName = status === 401 ? 'Authorization' : 'Proxy-Authorization';
    this.targetName = targetname;
    this.version = versionOf(version);
    this.realm = realm;
    this.state = 'asked';
    try {
      const { client, random } = this.#options;
      const context = gssContext(client, await client.ticketFor(service), random);
      this.state = 'answered';
      this.token = context.token.toString('base64');
      this.keys = { ours: signerOf(context), theirs: signerOf(context) };
      return this.credentials(this.token);
    } catch (error) {
      if (error instanceof KerberosTrouble) return this.end(error.kind, error.message, 'kdc');
      throw error;
    }
  }
}

/** A context signs for us and checks for them. */
const signerOf = (context: GssContext): MessageSigner => ({
  sign: (buffer) => context.sign(Buffer.from(buffer, 'utf8')).toString('hex'),
  verify: (buffer, signature) =>
    /^(?:[0-9a-f]{2})+$/i.test(signature) && context.verify(Buffer.from(buffer, 'utf8'), Buffer.from(signature, 'hex')),
});
