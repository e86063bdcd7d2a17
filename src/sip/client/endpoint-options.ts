import type { Clock } from '../../time/index.ts';
import type { SipAssociation } from '../auth/index.ts';
import type { SipConnection } from '../transport/index.ts';
import type { Random } from '../wire/index.ts';

/** Who the endpoint is, and what it works with. It owns the connection from now on. */
export interface EndpointOptions {
  readonly connection: SipConnection;
  /** In force from the beginning. */
  readonly association: SipAssociation;
  /** Another one, for a server that asks for a new proof on the living connection; without it such a challenge is a refusal. */
  readonly newAssociation?: () => SipAssociation;
  /** Name of the test user, for sentences. */
  readonly name: string;
  /** SIP URI of the user. */
  readonly uri: string;
  /** Ten hex digits: names this endpoint among those of the user (MS-SIPRE). */
  readonly epid: string;
  readonly userAgent: string;
  /** A trusted server's name, which stands in Via and Contact; every request then asserts the user (RFC 3325). */
  readonly trustedFqdn?: string;
  /** Milliseconds for one answer. */
  readonly budget: number;
  readonly clock: Clock;
  readonly random: Random;
}
