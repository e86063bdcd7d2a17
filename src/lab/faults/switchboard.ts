import type { Environment } from '../../environment/model.ts';
import { CoexistenceError } from '../../errors/index.ts';
import { type FaultName, type FaultParameters, type Faults, faultNames } from '../model.ts';
import { faultCatalogue } from './catalogue.ts';
import type { FaultDescription } from './description.ts';
import { completeParameters } from './parameters.ts';

export interface FaultState {
  readonly name: FaultName;
  readonly summary: string;
  readonly active: boolean;
  /** Those in force while it is on, else those it would take. */
  readonly parameters: FaultParameters;
}

/** What has to be done at once when a fault is switched, by parts that cannot wait until they are asked (listeners, for example). */
export type FaultListener = (name: FaultName, parameters: FaultParameters | undefined) => Promise<void> | void;

/** Switches faults on and off while the lab runs. */
export interface Switchboard extends Faults {
  /**
   * Ends when every part of the lab acts accordingly. A fault that is on is given the new parameters.
   * @throws CoexistenceError UNKNOWN_FAULT, FAULT_PARAMETER_INVALID
   */
  set(name: string, parameters?: FaultParameters): Promise<void>;
  /** @throws CoexistenceError UNKNOWN_FAULT */
  clear(name: string): Promise<void>;
  list(): readonly FaultState[];
  onChange(listener: FaultListener): void;
}

export function createSwitchboard(estate: Environment): Switchboard {
  const on = new Map<FaultName, FaultParameters>();
  const listeners: FaultListener[] = [];
  // Two switches at once must not overtake each other: closing a listener and opening it again would.
  let queue: Promise<void> = Promise.resolve();

  const change = (name: FaultName, parameters: FaultParameters | undefined): Promise<void> => {
    const step = async (): Promise<void> => {
      if (parameters === undefined && !on.delete(name)) return;
      if (parameters !== undefined) on.set(name, parameters);
      for (const listener of listeners) await listener(name, parameters);
    };
    const done = queue.then(step);
    queue = done.catch(() => undefined);
    return done;
  };

  return {
    active: (name) => on.get(name),
    async set(name, parameters = {}) {
      const fault = described(name);
      await change(fault.name, completeParameters(fault, parameters, estate));
    },
    clear: async (name) => change(described(name).name, undefined),
    list: () =>
      faultCatalogue.map((fault) => ({
        name: fault.name,
        summary: fault.summary,
        active: on.has(fault.name),
        parameters: on.get(fault.name) ?? completeParameters(fault, {}, estate),
      })),
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
}

function described(name: string): FaultDescription {
  const fault = faultCatalogue.find((entry) => entry.name === name);
  if (fault === undefined) {
    throw new CoexistenceError('UNKNOWN_FAULT', `The lab has no fault "${name}"; it has ${faultNames.join(', ')}.`);
  }
  return fault;
}
