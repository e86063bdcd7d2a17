/** Pages of docs/ that are made from data: checks, codes, keys of the environment file, and the steps of the migration guide. */
export { type Page, pages } from './pages.ts';
