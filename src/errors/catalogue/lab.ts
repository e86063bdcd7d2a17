import type { CatalogueEntry } from '../entry.ts';

export const labErrors = {
  LAB_ESTATE_INVALID: {
    outcome: 'usage',
    meaning: 'The lab cannot bring this estate to life.',
    hint: 'Correct what the message names in the estate file.',
  },
  UNKNOWN_FAULT: {
    outcome: 'usage',
    meaning: 'The lab knows no fault of this name.',
    hint: 'Use one of the faults that the message lists.',
  },
  LAB_SHELL_NOT_BUILT: {
    outcome: 'undetermined',
    meaning: 'The PowerShell host of the lab could not be built.',
    hint: 'Install the .NET SDK 10, or name a PowerShell in COEX_POWERSHELL; the message carries the last lines of the build.',
  },
} as const satisfies Record<string, CatalogueEntry>;
