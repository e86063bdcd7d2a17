import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { root } from '../support/coex.ts';

it('a runner whose parent is gone before it has loaded ends by itself', async () => {
  const runner = fork(join(root, 'dist', 'run', 'coex-runner.js'), [], { stdio: 'ignore', execArgv: [] });
  onTestFinished(() => void runner.kill('SIGKILL'));
  const ended = once(runner, 'exit');
  runner.disconnect();
  expect((await ended)[0]).toBe(70);
});
