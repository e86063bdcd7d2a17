import type { Address } from '../../network/model.ts';

/** Told of what comes up a connection. */
export interface ConnectionListener {
  /** One complete message. */
  message(text: string): void;
  /** Once, and nothing after it. `reason` is absent when we closed the connection ourselves. */
  closed(reason: Error | undefined): void;
}

/** Name of the transport in a Via (RFC 3261 section 18.1.1, RFC 7118 section 5). */
export type Protocol = 'TLS' | 'TCP' | 'WS' | 'WSS';

/** An open line to one server that carries whole SIP messages both ways. It never reconnects by itself. */
export interface SipConnection {
  /** FQDN of the server, as it was asked for. */
  readonly peer: string;
  readonly address: Address;
  readonly local: Address;
  readonly protocol: Protocol;
  readonly tls?: { readonly version: string; readonly cipher: string };
  readonly isOpen: boolean;
  /**
   * Hands a message to the line.
   * @throws CoexistenceError CONNECTION_LOST when the line is closed
   */
  send(text: string): void;
  /** Keeps the line alive: CRLFCRLF on a stream (RFC 5626 section 3.5.1), a ping frame on a WebSocket. */
  ping(): void;
  /** Says who is told from now on; messages that came before wait until then. */
  listen(listener: ConnectionListener): void;
  /** Ends when the line is closed; a peer that does not close its side is cut off. Never throws. */
  close(): Promise<void>;
}
