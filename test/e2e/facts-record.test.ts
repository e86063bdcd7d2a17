import { expect, it } from 'vitest';
import { answers, decode, type FunctionName } from '../../src/admin/decode.ts';
import { coex, folder } from '../support/coex.ts';
import { keepLab, smallEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { filesIn } from '../support/run-folder.ts';

interface Recorded {
  readonly function: FunctionName;
  readonly cmdlet: string;
  readonly data: unknown[];
}

it('writes recordings that the decoders understand, without a name of the estate', async (context) => {
  await needShell(context);
  const lab = await keepLab({ estate: smallEstate });
  const out = folder();
  const { code, stderr } = await coex(['facts', 'record', '-e', lab.environment, '--out', out]).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const files = filesIn(out);
  const recorded = [...files].map(([path, content]) => ({ path, ...(JSON.parse(content.toString()) as Recorded) }));
  // Whatever the harness can ask, of the tools of both generations: what changes something, sends messages or needs an account is no answer here.
  const reads = Object.keys(answers).filter((name) => !/^(New|Remove)-|^Test-CoexTransaction$|RoleAssignment$/.test(name));
  for (const generation of ['lync-2010', 'lync-2013']) {
    const asked = recorded.filter(({ path }) => path.startsWith(`${generation}/`)).map((each) => each.function);
    expect(asked.sort(), generation).toEqual(reads.sort());
  }
  for (const [path, content] of files) {
    const recording = JSON.parse(content.toString()) as Recorded;
    expect(Object.keys(answers)).toContain(recording.function);
    expect(decode(recording.function, recording.data), path).toHaveProperty('facts');
    expect(recording.data.length).toBeGreaterThan(0);
    expect(content.toString()).not.toMatch(/fabrikam|oslo|\b(leo|lea|mia|max|ron)\b/i);
  }
});
