// Loaded by every Node process of a run (NODE_OPTIONS), to tell which there were: COEX_TEST_STARTS names the file.
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) appendFileSync(process.env.COEX_TEST_STARTS, `${process.argv[1]}\n`);
