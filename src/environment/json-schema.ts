import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environmentJsonSchema } from './schema.ts';

/** Where the JSON Schema of the environment file lies for editors. */
export const schemaPath = fileURLToPath(new URL('../../docs/environment.schema.json', import.meta.url));

/** The text of that file as it should be. */
export const schemaText = (): string => `${JSON.stringify(environmentJsonSchema(), undefined, 2)}\n`;

/** Writes it anew; true if it was stale. */
export function writeSchema(path: string = schemaPath): boolean {
  const text = schemaText();
  try {
    if (readFileSync(path, 'utf8') === text) return false;
  } catch {
    // Not there yet: as stale as can be.
  }
  writeFileSync(path, text);
  return true;
}
