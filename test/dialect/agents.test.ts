import { describe } from 'vitest';
import { agents, play, productions } from './play.ts';

/** The dialect among our own agents: needs nothing but Node. What others make of it is tested in `test/interop`. */
describe('the dialect, among our own agents', () => {
  for (const { transport, version } of productions) {
    play(`over ${transport}, version ${version}`, { transport, version, near: agents, far: agents });
  }
});
