import { CoexistenceError } from '../../errors/index.ts';
import { type FaultName, faultNames } from '../../lab/index.ts';

/** Faults by name. @throws CoexistenceError UNKNOWN_FAULT with the names there are */
export function faultsOf(names: readonly string[]): { readonly name: FaultName }[] {
  return names.map((name) => {
    const known = faultNames.find((fault) => fault === name);
    if (known === undefined)
      throw new CoexistenceError('UNKNOWN_FAULT', `The lab knows no fault "${name}". It knows: ${faultNames.join(', ')}.`);
    return { name: known };
  });
}
