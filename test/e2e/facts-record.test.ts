import { expect, it } from 'vitest';
import { answers, decode, type FunctionName } from '../../src/admin/decode.ts';
import { coex, folder } from '../support/coex.ts';
import { keepLab, smallEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { filesIn } from '../support/run-folder.ts';

it('writes recordings that the decoders understand, without a name of the estate', async (context) => {
  await needShell(context);
  const lab = await keepLab({ estate: smallEstate });
  const out = folder();
  const { code, stderr } = await coex(['facts', 'record', '-e', lab.environment, '--out', out]).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const files = filesIn(out);
  expect([...files.keys()].sort()).toEqual([
    'lync-2010/users.json',
    'lync-2010/windows-services.json',
    'lync-2013/admin-roles.json',
    'lync-2013/certificates.json',
    'lync-2013/client-policy.json',
    'lync-2013/pools.json',
    'lync-2013/replication.json',
    'lync-2013/sites.json',
    'lync-2013/users.json',
    'lync-2013/windows-services.json',
  ]);
  for (const [path, content] of files) {
    const recording = JSON.parse(content.toString()) as { function: FunctionName; cmdlet: string; data: unknown[] };
    expect(Object.keys(answers)).toContain(recording.function);
    expect(decode(recording.function, recording.data), path).toHaveProperty('facts');
    expect(recording.data.length).toBeGreaterThan(0);
    expect(content.toString()).not.toMatch(/fabrikam|oslo|\b(leo|lea|mia|max|ron)\b/i);
  }
});
