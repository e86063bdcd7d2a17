import type { TestContext } from 'vitest';
import { testShell } from './shell.ts';

/** Skips a test, with the reason, where no PowerShell is to be had. */
export async function needShell(context: TestContext): Promise<void> {
  const shell = await testShell();
  if ('skip' in shell) context.skip(shell.skip);
}
