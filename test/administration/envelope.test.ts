import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { answerPattern, callLine, type Envelope, firstLine, openEnvelope } from '../../src/admin/envelope.ts';
import { childEnvironment } from '../../src/admin/index.ts';
import { ShellProcess } from '../../src/admin/shell-process.ts';
import { systemClock } from '../../src/time/index.ts';
import { testShell } from '../support/shell.ts';

const found = await testShell();
const skip = 'skip' in found ? found.skip : undefined;

describe.skipIf(skip !== undefined)(`the envelope, in a real engine${skip === undefined ? '' : ` (${skip})`}`, () => {
  const noise: string[] = [];
  let shell: ShellProcess | undefined;
  let calls = 0;
  afterAll(async () => expect(await shell?.end()).toEqual([]));

  async function call(script: string, parameters: Record<string, unknown> = {}, timeout = 30_000): Promise<Envelope> {
    const id = `t${++calls}`;
    let line = callLine(id, script, parameters, timeout);
    if (shell === undefined) {
      const environment = { ...childEnvironment(process.env), NO_COLOR: '1', TERM: 'dumb', POWERSHELL_DIAGNOSTICS_OPTOUT: '1' };
      const executable = 'path' in found ? found.path : '';
      shell = new ShellProcess({
        name: 'The shell',
        executable,
        environment,
        clock: systemClock,
        onNoise: (text) => noise.push(text),
      });
      line = firstLine(line);
    }
    const envelope = openEnvelope(await shell.ask(line, answerPattern(id), 60_000), id);
    if ('unreadable' in envelope) throw new Error(envelope.unreadable);
    return envelope;
  }

  it('brings arguments in and values back unchanged', async () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), value, { noNullPrototype: true }), async (sent) => {
        // Names of a PowerShell dictionary do not differ by case, so the letters are small here.
        const { ok, data } = await call('param($value) $value', { value: sent });
        expect({ ok, data }).toEqual({ ok: true, data: [sent] });
      }),
      { numRuns: 40 },
    );
  });

  it.each(['$(throw 1)', "'; throw 1; '", '" + (throw 1) + "', '\u2019; throw 1', '`n$env:PATH', '@COEX1:t1:AAAA\n'])(
    'never runs the argument %j',
    async (text) => {
      expect(await call('param($text) $text', { text })).toMatchObject({ ok: true, data: [text], errors: [] });
    },
  );

  it('says dates in UTC, enumerations by name, and one value as a list', async () => {
    const { data } = await call("[datetime]::SpecifyKind('2013-05-04T03:02:01', 'Utc'); [DayOfWeek]::Sunday; , @(1)");
    expect(data).toEqual(['2013-05-04T03:02:01.000Z', 'Sunday', [1]]);
  });

  it('tells errors from data, and the ones that ended the script from the others', async () => {
    const { ok, data, errors } = await call("1; Write-Error 'first' -Category PermissionDenied; 2");
    expect({ ok, data }).toEqual({ ok: false, data: [1, 2] });
    expect(errors).toEqual([expect.objectContaining({ message: 'first', category: 'PermissionDenied', terminating: false })]);
    expect((await call("throw 'over'")).errors).toEqual([expect.objectContaining({ message: 'over', terminating: true })]);
    expect((await call('if (')).errors).toEqual([expect.objectContaining({ category: 'ParserError' })]);
  });

  it('keeps warnings apart and hands on what a script prints', async () => {
    expect((await call("Write-Warning 'careful'; 'answer'")).warnings).toEqual(['careful']);
    noise.length = 0;
    expect((await call("[Console]::Out.Write('loud'); [Console]::Error.WriteLine('louder'); 1")).data).toEqual([1]);
    expect(noise.join(' ')).toMatch(/loud.*louder/s);
  });

  it('stops a script that takes too long, and goes on in the same process', async () => {
    const { pid } = shell!;
    expect((await call('while ($true) { }', {}, 100)).errors).toEqual([
      expect.objectContaining({ category: 'OperationTimeout', fullyQualifiedErrorId: 'CoexTimeout', terminating: true }),
    ]);
    expect((await call('1')).data).toEqual([1]);
    expect(shell!.pid).toBe(pid);
  });

  it('fails at once where a script asks a person, and survives one that leaves', async () => {
    expect(await call("Read-Host 'Name'")).toMatchObject({ ok: false });
    expect(await call('param([Parameter(Mandatory = $true)]$name) $name')).toMatchObject({ ok: false });
    expect(await call('1; exit 3; 2')).toMatchObject({ data: [1] });
    expect((await call('2')).data).toEqual([2]);
  });

  it('carries an answer of a megabyte', async () => {
    const { data } = await call("'x' * 1MB");
    expect((data[0] as string).length).toBe(1024 * 1024);
  });
});
