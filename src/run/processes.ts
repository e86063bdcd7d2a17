import { execFile } from 'node:child_process';

/** True while a process of this id lives (and may be signalled). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ends a process and its children at once; no error if it is gone already. Not tried on Windows. */
export async function endTree(pid: number, isGroupLeader: boolean): Promise<void> {
  // What never started has no id, and 0 would mean this very process and its group.
  if (pid <= 0) return;
  if (process.platform === 'win32') {
    await new Promise<void>((resolve) => {
      execFile('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, () => resolve());
    });
    return;
  }
  for (const target of isGroupLeader ? [-pid, pid] : [pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}
