import { schemaPath, writeSchema } from './json-schema.ts';

// `node dist/environment/write-schema.js`, after the schema has changed.
process.stdout.write(`${schemaPath} ${writeSchema() ? 'written' : 'is up to date'}\n`);
