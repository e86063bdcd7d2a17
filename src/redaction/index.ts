export { type Redactor, redactor } from './redactor.ts';
export { Secret } from './secret.ts';
