export { createConferences } from './conferences.ts';
