import { readFileSync } from 'node:fs';
import type { SecureVersion } from 'node:tls';
import { CoexistenceError } from '../../errors/index.ts';

/** What the front ends of one generation show on the wire: the lab's own truth, from `fixtures/lab/generations.json`. */
export interface GenerationTruth {
  /** Value of the `Server` header. */
  readonly server: string;
  readonly ntlm: {
    /** Flags of the CHALLENGE in hex. */
    readonly flags: string;
    readonly timestamp: boolean;
  };
  readonly tls: ListenerTls;
  /** Values of the `Supported` lines in the 200 to REGISTER, one line each. */
  readonly supported: readonly string[];
  /** Attributes that the contact list carries besides `deltaNum`. */
  readonly contactList: Readonly<Record<string, string>>;
  /** Bytes: what a body of a client may have (MaxClientMessageBodySizeKb, 128 by default on both generations). */
  readonly largestClientBody: number;
}

/** What a server accepts in a TLS handshake. */
export interface ListenerTls {
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  readonly ciphers?: string;
}

const file = new URL('../../../fixtures/lab/generations.json', import.meta.url);
let known: Record<string, GenerationTruth> | undefined;

/** @throws CoexistenceError LAB_ESTATE_INVALID when the lab cannot play the generation */
export function truthOf(generation: string): GenerationTruth {
  known ??= JSON.parse(readFileSync(file, 'utf8')) as Record<string, GenerationTruth>;
  const truth = known[generation];
  if (truth === undefined) {
    const names = Object.keys(known).filter((name) => !name.startsWith('$'));
    throw new CoexistenceError(
      'LAB_ESTATE_INVALID',
      `The lab cannot play the generation "${generation}"; it knows ${names.join(', ')}.`,
    );
  }
  return truth;
}
