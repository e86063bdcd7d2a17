import type { TLSSocket } from 'node:tls';
import type { ServiceKey } from '../../sip/auth/index.ts';
import type { Random } from '../../sip/wire/index.ts';
import type { Clock, Timer } from '../../time/index.ts';
import type { LabServer, Topology } from '../estate/index.ts';
import type { FaultName, LabEstate } from '../model.ts';
import type { Directory } from './directory.ts';
import type { Names } from './names.ts';

/** What a client did that no correct client does, or what the lab itself could not handle. */
export interface Violation {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** SIP URI of the user, where one is known. */
  readonly user?: string;
  readonly server: string;
  readonly reason: string;
}

/** What all parts of the lab's SIP side share. */
export interface Core {
  readonly estate: LabEstate;
  readonly topology: Topology;
  readonly names: Names;
  readonly directory: Directory;
  readonly authenticationVersion: 2 | 3 | 4;
  /** By which tickets are opened. */
  readonly serviceKeys: readonly ServiceKey[];
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  /** Opens a connection to a server from inside, as its neighbours do; without one to a place where nobody is. */
  reach(server: LabServer | undefined): TLSSocket;
  /** Seconds that a registration lasts when it is not renewed. */
  readonly registrationSeconds: number;
  /** Seconds after which a client shall have said something (`ms-keep-alive`). */
  readonly keepAliveSeconds: number;
  /** Milliseconds after which a proof is too old and another one is asked for; `undefined`: never. */
  readonly proofAge: number | undefined;
  /** True while the fault is on and works on this pool. */
  isBroken(fault: FaultName, pool: string): boolean;
  /** While true nothing is heard and nothing is said. */
  silent(): boolean;
  violated(server: LabServer, reason: string, user?: string): void;
  /** Somebody tried to prove to be a user. */
  tried(server: LabServer, scheme: string, accepted: boolean): void;
}

/** A proof that a client gave: not accepted is a wrong password, or a ticket that does not open. */
export interface Proof {
  readonly server: string;
  /** `NTLM`, `Kerberos`, `Digest`. */
  readonly scheme: string;
  readonly accepted: boolean;
}

/** Timers that all end with the lab. */
export interface Timers {
  after(ms: number, call: () => void): Timer;
  cancelAll(): void;
}

export function createTimers(clock: Clock): Timers {
  const running = new Set<Timer>();
  return {
    after(ms, call) {
      const timer = clock.after(ms, () => {
        running.delete(timer);
        call();
      });
      running.add(timer);
      return {
        cancel() {
          running.delete(timer);
          timer.cancel();
        },
      };
    },
    cancelAll() {
      for (const timer of running) timer.cancel();
      running.clear();
    },
  };
}
