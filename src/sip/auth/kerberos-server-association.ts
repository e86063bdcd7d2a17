import type { Clock } from '../../time/index.ts';
import { parseChallenge, type Random, type SipMessage, WireError } from '../wire/index.ts';
import { messageOf, versionOf } from './association.ts';
import { type AcceptedContext, acceptToken, type ServiceKey } from './kerberos/index.ts';
import type { MessageSigner } from './message-signature.ts';
import { sipRealm } from './offers.ts';
import type { Acceptance, ServerAssociation } from './server-association.ts';
import type { AuthenticationVersion } from './signature-buffer.ts';
import { SigningServerAssociation } from './signing-server-association.ts';

export interface KerberosServerAssociationOptions {
  /** FQDN of the front end: its service is `sip/` and that. */
  readonly targetName: string;
  readonly realm?: string;
  /** Default 4. */
  readonly version?: AuthenticationVersion;
  readonly keys: readonly ServiceKey[];
  readonly random: Random;
  readonly clock: Pick<Clock, 'now'>;
}

/** Kerberos on the server's side of one connection: one leg, the message with the ticket is signed itself. */
export interface KerberosServerAssociation extends ServerAssociation {
  /** Judges a ticket and the signature of the message it rides in; `domain` is then the realm. */
  accept(authorization: string, message: string | SipMessage): Acceptance;
}

export const createKerberosServerAssociation = (options: KerberosServerAssociationOptions): KerberosServerAssociation =>
  new Association(options);

class Association extends SigningServerAssociation implements KerberosServerAssociation {
  readonly scheme = 'Kerberos';
  readonly #options: KerberosServerAssociationOptions;

  constructor(options: KerberosServerAssociationOptions) {
    const { version = 4, realm = sipRealm, targetName, random } = options;
    super({ version, realm, targetName: `sip/${targetName}`, random });
    this.#options = options;
  }

  accept(authorization: string, message: string | SipMessage): Acceptance {
    const { keys, clock, random } = this.#options;
    try {
      const { parameters } = parseChallenge(authorization);
      const token = Buffer.from(parameters['gssapi-data'] ?? '', 'base64');
      const context = acceptToken({ token, service: this.targetName, keys, now: clock.now() });
      if ('code' in context) return { outcome: 'refused' };
      const signer = signerOf(context);
      if (!this.isSigned(messageOf(message), parameters, signer))
        return { outcome: 'broken', reason: 'the message with the ticket is not signed, or wrongly' };
      this.keys = { ours: signer, theirs: signer };
      this.count = 0;
      this.opaque = random(4).toString('hex').toUpperCase();
      this.spoken = versionOf(parameters.version);
      this.established = { user: context.user, domain: context.realm };
      return { outcome: 'accepted', ...this.established };
    } catch (error) {
      if (error instanceof WireError) return { outcome: 'broken', reason: error.reason };
      throw error;
    }
  }
}

const signerOf = (context: AcceptedContext): MessageSigner => ({
  sign: (buffer) => context.sign(Buffer.from(buffer, 'utf8')).toString('hex'),
  verify: (buffer, signature) =>
    /^(?:[0-9a-f]{2})+$/i.test(signature) && context.verify(Buffer.from(buffer, 'utf8'), Buffer.from(signature, 'hex')),
});
