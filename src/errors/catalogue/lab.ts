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
  FAULT_PARAMETER_INVALID: {
    outcome: 'usage',
    meaning: 'A fault of the lab was given a parameter it does not take, or one that names nothing in the estate.',
    hint: 'Use a parameter and a name that the message lists.',
  },
  UNKNOWN_LAB_USER: {
    outcome: 'usage',
    meaning: 'The lab has no user or pool of this name.',
    hint: 'Use a user or pool of the estate file.',
  },
  LAB_SDK_MISSING: {
    outcome: 'undetermined',
    meaning: 'There is no .NET SDK to build the PowerShell host of the lab with.',
    hint: 'Install the .NET SDK 10, or name a PowerShell in COEX_POWERSHELL.',
  },
  LAB_SHELL_NOT_BUILT: {
    outcome: 'undetermined',
    meaning: 'The PowerShell host of the lab could not be built.',
    hint: 'Install the .NET SDK 10, or name a PowerShell in COEX_POWERSHELL; the message carries the last lines of the build.',
  },
} as const satisfies Record<string, CatalogueEntry>;
