import { EmitterImpl, type Transport, TransportState } from 'sip.js';
import type { SipConnection } from '../transport/index.ts';

/** What the transport of the stack needs from the endpoint that owns the connection. */
export interface StackLine {
  readonly connection: SipConnection;
  /** Sends the last form of a message; it may be swallowed there. @throws when the line is down */
  outgoing(text: string): void;
}

/**
 * The transport that sip.js sees: a connection that is open already.
 *
 * sip.js may neither open, reopen nor close it: the endpoint does, and tells by `lost`.
 */
export class StackTransport implements Transport {
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  readonly protocol: string;
  readonly stateChange = new EmitterImpl<TransportState>();
  #state = TransportState.Disconnected;
  readonly #line: StackLine;

  constructor(_logger: unknown, options: StackLine) {
    this.#line = options;
    this.protocol = options.connection.protocol;
  }

  get state(): TransportState {
    return this.#state;
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  async connect(): Promise<void> {
    if (this.isConnected()) return;
    this.#enter(TransportState.Connecting);
    this.#enter(TransportState.Connected);
    this.onConnect?.();
  }

  async disconnect(): Promise<void> {
    if (!this.isConnected()) return;
    this.#enter(TransportState.Disconnecting);
    this.#enter(TransportState.Disconnected);
    this.onDisconnect?.();
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  async send(text: string): Promise<void> {
    if (!this.isConnected()) throw new Error('not connected');
    this.#line.outgoing(text);
  }

  /**
   * Hands a message to the stack; what the stack throws on it comes back instead of ending the process: it does on requests to
   * something other than a SIP URI, and on methods that have no place outside of a dialog.
   */
  receive(handUp: () => void): Error | undefined {
    if (!this.isConnected()) return undefined;
    try {
      handUp();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #enter(state: TransportState): void {
    this.#state = state;
    this.stateChange.emit(state);
  }
}
