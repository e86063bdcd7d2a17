/**
 * Why there is no ticket: `refused` the KDC did not take the password (nobody tries it again) · `unavailable` there is no Kerberos for this
 * service here (another mechanism may do) · `failed` the KDC does not keep to the protocol.
 */
export class KerberosTrouble extends Error {
  override readonly name = 'KerberosTrouble';
  readonly kind: 'refused' | 'unavailable' | 'failed';
  constructor(kind: KerberosTrouble['kind'], sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

interface Known {
  readonly kind: KerberosTrouble['kind'];
  readonly words: string;
}

/** Numbers of RFC 4120 section 7.5.9 that say something to whoever reads them. */
const known: Readonly<Record<number, Known>> = {
  6: { kind: 'refused', words: 'the account is not known' },
  7: { kind: 'unavailable', words: 'no account carries this service principal name' },
  12: { kind: 'refused', words: 'the policy of the domain does not allow this sign-in' },
  14: { kind: 'unavailable', words: 'no common encryption type' },
  18: { kind: 'refused', words: 'the account is disabled or locked' },
  23: { kind: 'refused', words: 'the password has expired' },
  24: { kind: 'refused', words: 'the password is wrong' },
  25: { kind: 'failed', words: 'pre-authentication was asked for again' },
  31: { kind: 'refused', words: 'the password is wrong' },
  37: { kind: 'failed', words: 'the clocks differ too much, even with the time that the KDC told' },
  52: { kind: 'failed', words: 'the answer does not fit TCP' },
  68: { kind: 'unavailable', words: 'the account belongs to another realm' },
};

/** The trouble behind an error of a KDC. */
export function troubleOfCode(kdc: string, what: string, code: number, words: string | undefined): KerberosTrouble {
  const { kind, words: meaning } = known[code] ?? { kind: 'unavailable' as const, words: 'an error of the KDC' };
  const verbatim = words === undefined || words === '' ? '' : `, "${words}"`;
  return new KerberosTrouble(kind, `the KDC ${kdc} refused ${what}: ${meaning} (error ${code}${verbatim})`);
}
