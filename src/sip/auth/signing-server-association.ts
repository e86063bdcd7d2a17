import { formatChallenge, parseChallenge, type Random, type SipMessage, WireError } from '../wire/index.ts';
import { credentialsIn, isSignedBy, messageOf, type SignatureVerdict, signatureOver } from './association.ts';
import type { MessageSigner } from './message-signature.ts';
import type { ServerAssociation } from './server-association.ts';
import type { AuthenticationVersion } from './signature-buffer.ts';

/** What the servers' sides of NTLM and Kerberos share: one envelope, one buffer that is signed. */
export abstract class SigningServerAssociation implements ServerAssociation {
  abstract readonly scheme: 'NTLM' | 'Kerberos';
  established: { readonly user: string; readonly domain: string } | undefined;
  spoken: AuthenticationVersion | undefined;
  protected readonly version: AuthenticationVersion;
  protected readonly realm: string;
  /** As it stands in the offers. */
  protected readonly targetName: string;
  protected readonly random: Random;
  protected opaque = '';
  protected keys: { readonly ours: MessageSigner; readonly theirs: MessageSigner } | undefined;
  protected count = 0;

  constructor(how: { version: AuthenticationVersion; realm: string; targetName: string; random: Random }) {
    this.version = how.version;
    this.realm = how.realm;
    this.targetName = how.targetName;
    this.random = how.random;
  }

  protected get stated(): number | undefined {
    return this.version === 2 ? undefined : this.version;
  }

  stepOf(authorization: string): 'asks' | 'proves' | 'other' {
    try {
      const { scheme, parameters } = parseChallenge(authorization);
      const token = parameters['gssapi-data'];
      if (scheme.toUpperCase() !== this.scheme.toUpperCase() || token === undefined) return 'other';
      return token === '' ? 'asks' : 'proves';
    } catch (error) {
      if (error instanceof WireError) return 'other';
      throw error;
    }
  }

  protected context(rand: string, num: string) {
    return { scheme: this.scheme, rand, num, realm: this.realm, targetName: this.targetName };
  }

  protected isSigned(message: SipMessage, parameters: Readonly<Record<string, string>>, signer: MessageSigner): boolean {
    const context = this.context(parameters.crand ?? '', parameters.cnum ?? '');
    return isSignedBy(message, parameters.response ?? '', signer, context, this.version);
  }

  sign(message: SipMessage): string | undefined {
    if (this.keys === undefined) return undefined;
    const rand = this.random(4).toString('hex').toUpperCase();
    const num = String(++this.count);
    const value = formatChallenge(this.scheme, {
      qop: 'auth',
      opaque: this.opaque,
      srand: rand,
      snum: num,
      rspauth: signatureOver(message, this.keys.ours, this.context(rand, num), this.version),
      targetname: this.targetName,
      realm: this.realm,
      version: this.stated,
    });
    message.headers.remove('Authentication-Info');
    if (message.kind === 'response') message.headers.prepend('Authentication-Info', value);
    else message.headers.insertAfter('Via', 'Authentication-Info', value);
    return value;
  }

  verify(message: string | SipMessage): SignatureVerdict {
    if (this.keys === undefined) return 'not-yet';
    try {
      const parsed = messageOf(message);
      const signed = credentialsIn(parsed, given, this.opaque, this.scheme)?.parameters;
      if (signed?.response === undefined) return 'missing';
      return this.isSigned(parsed, signed, this.keys.theirs) ? 'ok' : 'wrong';
    } catch (error) {
      if (error instanceof WireError) return 'wrong';
      throw error;
    }
  }
}

const given = ['Proxy-Authorization', 'Authorization'];
