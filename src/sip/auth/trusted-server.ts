import type { SignatureVerdict } from './association.ts';
import type { AuthenticationVersion } from './signature-buffer.ts';
import { offersIn, type SipAssociation } from './signing-association.ts';

/** What stands for authentication where the certificate of the connection proves the host: no password, no challenge, no signature. */
export function createTrustedAssociation(): SipAssociation {
  let offered: readonly string[] = [];
  let failure: string | undefined;
  return {
    scheme: 'trusted server',
    get state() {
      return failure === undefined ? ('established' as const) : ('refused' as const);
    },
    get failure() {
      return failure;
    },
    failedAt: 'server',
    get offered() {
      return offered;
    },
    targetName: undefined,
    version: 4 satisfies AuthenticationVersion,
    headerName: 'Authorization',
    signs: false,
    next(challenges) {
      offered = offersIn(challenges).map(({ scheme }) => scheme);
      failure = 'the server asks for credentials, so it does not take this host for a trusted server';
      return undefined;
    },
    sign: () => undefined,
    verify: (): SignatureVerdict => 'ok',
    reset: () => undefined,
  };
}
