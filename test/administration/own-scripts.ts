import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const functions = 'src/admin/powershell/coexistence';

/** The PowerShell of the product, by the oldest PowerShell that each file must run in. Paths from the top of the checkout. */
export const oldestShells: Readonly<Record<string, number>> = {
  'src/admin/powershell/envelope.ps1': 2,
  'src/admin/powershell/Coexistence.psm1': 3,
  ...Object.fromEntries(
    readdirSync(fileURLToPath(new URL(`../../${functions}`, import.meta.url))).map((name) => [`${functions}/${name}`, 3]),
  ),
  'src/admin/powershell/Session.psm1': 3,
};
