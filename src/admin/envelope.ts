import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** An error as PowerShell tells it. Recognise it by category and id: the message follows the language of the host. */
export interface PowerShellError {
  readonly message: string;
  readonly category: string;
  readonly fullyQualifiedErrorId: string;
  readonly targetName: string;
  readonly exception: string;
  readonly terminating: boolean;
}

const schema = z.object({
  v: z.literal(1),
  id: z.string(),
  ok: z.boolean(),
  data: z.array(z.unknown()),
  errors: z.array(
    z.object({
      message: z.string(),
      category: z.string(),
      fullyQualifiedErrorId: z.string(),
      targetName: z.string(),
      exception: z.string(),
      terminating: z.boolean(),
    }),
  ),
  warnings: z.array(z.string()),
  verbose: z.array(z.string()),
  ms: z.number(),
});

/** The answer to one call. */
export type Envelope = z.infer<typeof schema>;

const folder = new URL('../../src/admin/powershell/', import.meta.url);
/** Path of the harness's PowerShell functions. */
export const functionsPath = fileURLToPath(new URL('Coexistence.psm1', folder));
/** Path of what opens and closes sessions with other computers. */
export const sessionPath = fileURLToPath(new URL('Session.psm1', folder));

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Levels of parts in an answer: list, object, list or dictionary in it, its values. */
const depth = 4;

/** The line that runs a script in the second runspace and answers with one line; arguments are bound to its `param(…)`, never text of it. */
export function callLine(id: string, script: string, parameters: Readonly<Record<string, unknown>>, timeout: number): string {
  return `__CoexCall '${id}' '${base64(script)}' '${base64(JSON.stringify(parameters))}' ${depth} ${Math.max(1, Math.round(timeout))}`;
}

/** The line that makes a fresh shell ready and makes its first call, in one go: each line costs a round trip. */
export function firstLine(call: string): string {
  const envelope = readFileSync(new URL('envelope.ps1', folder), 'utf8');
  return `. ([scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${base64(envelope)}')))); __CoexOpen; ${call}`;
}

/** Finds the answer to a call, whatever else was printed. */
export const answerPattern = (id: string): RegExp => new RegExp(`^@COEX1:${id}:([A-Za-z0-9+/=]+)[ \\t\\r]*$`, 'm');

/** The envelope in the text that {@link answerPattern} found, or why it is none. */
export function openEnvelope(found: string, id: string): Envelope | { readonly unreadable: string } {
  try {
    const envelope = schema.parse(JSON.parse(Buffer.from(found, 'base64').toString('utf8')));
    return envelope.id === id ? envelope : { unreadable: `it answers the call ${envelope.id}` };
  } catch (error) {
    return { unreadable: error instanceof z.ZodError ? z.prettifyError(error) : 'it is no JSON' };
  }
}
