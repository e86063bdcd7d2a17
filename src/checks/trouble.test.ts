import { expect, it } from 'vitest';
import { CoexistenceError } from '../errors/index.ts';
import { troubleFinding, troubleOf } from './index.ts';

it('says what the diagnosis of a server means, where that is known', () => {
  const facts = { status: 404, diagnostics: ['4005;reason="…"'], meaning: 'the user is not known on this server' };
  const known = troubleOf(new CoexistenceError('SIGN_IN_REFUSED', 'fe1 refused.', { hint: 'Look there.', facts }));
  expect(troubleFinding(known)).toMatchObject({
    outcome: 'fail',
    message: 'fe1 refused.',
    hint: 'The diagnosis of the server means: the user is not known on this server. Look there.',
  });
  expect(troubleOf(new CoexistenceError('SIGN_IN_REFUSED', 'fe1 refused.', { hint: 'Look there.' })).hint).toBe('Look there.');
});

it('is a defect of the harness when it does not know the error', () => {
  expect(troubleFinding(troubleOf(new TypeError('boom')))).toMatchObject({ outcome: 'undetermined', code: 'UNEXPECTED' });
});
