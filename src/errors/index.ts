export { type CatalogueEntry, catalogue, type ErrorCode } from './catalogue.ts';
export { CoexistenceError, describeError, isCoexistenceError } from './coexistence-error.ts';
