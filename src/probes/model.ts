import type { GenerationName } from '../generations/index.ts';
import type { PortName, SpeechSight, SrvRecord, TlsSight } from '../network/model.ts';

/** What a TLS port of a server showed. Errors are thrown, not seen. */
export interface PortSight extends TlsSight {
  readonly server: string;
  readonly port: number;
}

/** What was said at a port where no TLS comes first. */
export type SpokenSight = SpeechSight;

/** Whom a name leads to, as the name server tells it. */
export interface NameSight {
  readonly name: string;
  /** The name server that was asked answers as the outside hears it. */
  readonly outside?: true;
  /** Whom we asked, for sentences. */
  readonly asked: string;
  /** Empty for a name with addresses of its own. */
  readonly services: readonly SrvRecord[];
  /** Of the name, or of the targets of its services. */
  readonly addresses: readonly string[];
  /** Targets of its services that have no address; absent where all have. */
  readonly lost?: readonly string[];
}

/** Addresses of the pools of an estate, to tell whom another name leads to. */
export interface PoolAddresses {
  readonly pool: string;
  readonly generation: GenerationName;
  readonly addresses: readonly string[];
}

/** The Edge pools that a name may lead to, by what they are called outside. */
export interface EdgeAddresses {
  readonly pool: string;
  readonly generation: GenerationName;
  /** Name and port of its Access Edge. */
  readonly access: { readonly fqdn: string; readonly port: number };
  readonly federation: boolean;
  readonly xmpp: boolean;
  /** Of its access name. */
  readonly addresses: readonly string[];
}

/** One answer to a GET. */
export interface PageSight {
  readonly url: string;
  readonly status: number;
  /** The server that answered, where the header `X-MS-Server-Fqdn` of the product's web services names it. */
  readonly server?: string;
  readonly location?: string;
  readonly type?: string;
  readonly body: string;
}

/** What opening the join address of a meeting came to; neither the address nor the page stands in it. */
export interface MeetingSight {
  /** Hosts that were asked, in order. */
  readonly hosts: readonly string[];
  /** Of the last answer. */
  readonly status: number;
  readonly shows: 'conference' | 'refusal' | 'nothing';
  /** Who gave the last answer, where that can be told. */
  readonly server?: string;
}

/** What autodiscover says of a user (MS-OCDISCWS), after its redirects. */
export interface AutodiscoverSight {
  /** URLs that were asked, in order. */
  readonly asked: readonly string[];
  /** Server that the user's client is sent to: of the document itself, else the host of its link for users. */
  readonly server?: string;
  /** SIP server that the document itself names for clients inside: only those who show a web ticket are told for certain. */
  readonly sip?: { readonly server: string; readonly port: number };
  /** Why there is none. */
  readonly instead?: string;
}

/** The ports of a server that speak TLS: how each is found in the address map, and its number otherwise. */
export interface TlsPort {
  readonly name: PortName;
  readonly number: number;
  /** It faces the Internet: its certificate may be of an authority that the public believes. */
  readonly outside?: boolean;
}

/** What begins without TLS: a media relay over TCP or UDP, and the stream of an XMPP partner. */
export type Speech = 'turn' | 'turn-udp' | 'xmpp';
