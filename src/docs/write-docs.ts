import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pages } from './pages.ts';

// `npm run docs`, after checks, codes, steps or the schema have changed.
const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

for (const { name, text } of pages()) {
  const path = fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
  const isStale = textOf(path) !== text;
  if (isStale) writeFileSync(path, text);
  process.stdout.write(`docs/${name} ${isStale ? 'written' : 'is up to date'}\n`);
}
