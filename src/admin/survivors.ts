import type { ChildProcess } from 'node:child_process';

const alive = new Set<ChildProcess>();
let watching = false;

/** Ends the child at the latest when this process (or worker) ends: Node lets children outlive it. */
export function endWithUs(child: ChildProcess): void {
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const survivor of alive) survivor.kill('SIGKILL');
  });
}
