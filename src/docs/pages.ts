import { schemaText } from '../environment/index.ts';
import { checksPage } from './checks-page.ts';
import { environmentPage } from './environment-page.ts';
import { errorsPage } from './errors-page.ts';
import { guidePage } from './guide-page.ts';

/** A file of docs/ that is made from data. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

/** Every generated file as it should be, with line feeds whatever the platform. */
export const pages = (): readonly Page[] => [
  { name: 'checks.md', text: checksPage() },
  { name: 'environment.md', text: environmentPage() },
  { name: 'environment.schema.json', text: schemaText() },
  { name: 'errors.md', text: errorsPage() },
  { name: 'guide-coverage.md', text: guidePage() },
];
