import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Environment } from '../environment/model.ts';
import type { Clock } from '../time/index.ts';

export const faultNames = [
  'service-stopped',
  'service-starts-by-hand',
  'front-ends-stopped',
  'topology-role-missing',
  'builds-differ',
  'topology-version-wrong',
  'name-used-twice',
  'pool-undeclared',
  'workload-missing',
  'web-apps-server-missing',
  'archiving-missing',
  'archiving-left',
  'central-store-idle',
  'store-location-astray',
  'directory-not-ready',
  'user-replication-pending',
  'fabric-replicas-missing',
  'pool-not-ready',
  'pool-not-empty',
  'federated-edge-twice',
  'federation-route-astray',
  'media-edge-astray',
  'edge-next-hop-astray',
  'edge-names-equal',
  'xmpp-too-early',
  'admin-role-missing',
  'accounts-too-strong',
  'writes-not-refused',
  'older-tools-see-all',
  'local-certificate-ending',
  'site-administration-refused',
  'im-legacy-to-migrated-lost',
  'conversations-forgotten',
  'long-messages-refused',
  'formatted-messages-refused',
  'presence-to-legacy-frozen',
  'presence-not-shared',
  'synthetic-blocked',
  'calls-not-set-up',
  'sharing-fails',
  'mobility-fails',
  'chat-room-closed',
  'xmpp-partner-lost',
  'federated-partner-lost',
  'address-book-lost',
  'dial-in-dead',
  'limits-not-as-documented',
  'conference-not-created',
  'conference-join-refused',
  'conference-messages-lost',
  'contacts-unreadable',
  'contacts-in-exchange',
  'limited-functionality',
  'user-address-blank',
  'user-policy-lost',
  'users-gone',
  'clients-blocked',
  'dial-plan-differs',
  'anonymous-refused',
  'external-access-off',
  'pins-lost',
  'contacts-lost',
  'only-tls-dsk',
  'sip-ciphers-outdated',
  'trusted-server-unlisted',
  'redirects-unsigned',
  'answers-changed',
  'certificate-expired',
  'certificate-untrusted',
  'certificate-wrong-name',
  'certificate-weak',
  'tls-outdated',
  'handshake-broken',
  'web-port-closed',
  'front-end-refuses',
  'front-end-sends-away',
  'name-server-silent',
  'name-leads-astray',
  'name-missing',
  'autodiscover-astray',
  'simple-url-broken',
  'meetings-one-sided',
  'meeting-astray',
  'control-panel-broken',
  'redirect-loop',
  'idle-connections-closed',
  'edge-records-astray',
  'edge-port-closed',
  'edge-cut-off',
  'legacy-edge-open',
  'edge-offer-closed',
  'edge-offer-silent',
  'edge-offer-garbled',
  'xmpp-domain-missing',
  'signed-out-at-once',
  'renewal-refused',
  'second-proof-refused',
  'pool-down',
  'estate-unreachable',
] as const;
export type FaultName = (typeof faultNames)[number];

/** What a fault works on; absent ones take the default that the fault's description names. */
export interface FaultParameters {
  readonly server?: string;
  readonly service?: string;
  readonly site?: string;
  readonly pool?: string;
  /** First labels of a DNS name below the SIP domain: `meet`, `_sipinternaltls._tcp`; or what an Edge pool offers: `media-udp`. */
  readonly name?: string;
}

/** Which faults are on. Asked at every step, because they can be switched while the lab runs. */
export interface Faults {
  /** Parameters with their defaults filled in, or `undefined` while the fault is off. */
  active(name: FaultName): FaultParameters | undefined;
}

/** A user of the lab's estate; the home pool changes when the user is moved. */
export interface LabUser {
  readonly name: string;
  readonly uri: string;
  /** `CONTOSO\lena`. */
  readonly login: string;
  readonly password: string;
  pool: string;
  enabled: boolean;
}

/** What all parts of a living lab share. */
export interface LabEstate {
  readonly environment: Environment;
  /** By SIP URI in lower case. */
  readonly users: ReadonlyMap<string, LabUser>;
  readonly faults: Faults;
  /** Passwords of the accounts that administer, by login. */
  readonly accounts?: ReadonlyMap<string, string>;
  readonly clock: Clock;
  /** Told of every question that somebody asks, as `askedPart` shows them. */
  readonly asked?: (kind: 'management' | 'name' | 'port' | 'page', what: string) => void;
}

/** A part of the lab's HTTP endpoint. Answers `false` when the path is not its own. */
export type HttpPart = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
