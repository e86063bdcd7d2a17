/** Takes what passes on a connection. Implementations redact before they keep anything. */
export interface WireSink {
  passed(entry: WireEntry): void;
}

export interface WireEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly direction: 'sent' | 'received' | 'note';
  /** Who of us: the name of the test user. */
  readonly agent: string;
  /** With whom: FQDN of the server. */
  readonly peer: string;
  /** The whole message, or a sentence for a note (connected, refused, closed …). */
  readonly text: string;
}
