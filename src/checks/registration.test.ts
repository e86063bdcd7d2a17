import { describe, expect, it } from 'vitest';
import { CoexistenceError } from '../errors/index.ts';
import type { LifeEvent } from '../sip/agent/model.ts';
import { judgeKept, judgeProvenAnew, judgeRenewed, type LifeObservation, type RegistrationObservation } from './index.ts';

const base = { user: 'legacy Lena', pool: 'pool01.contoso.net', lives: [] };
const alive = (life: readonly LifeEvent[] = [], isSignedIn = true): LifeObservation => ({
  user: 'legacy Lena',
  life,
  isSignedIn,
});
const lost = (code: 'CONNECTION_LOST' | 'USER_MOVED' | 'NO_ANSWER' | 'USER_DISABLED'): LifeEvent => ({
  kind: 'lost',
  at: 0,
  error: new CoexistenceError(code, `fe1 did it: ${code}.`),
});
const renewed: LifeEvent = { kind: 'renewed', at: 1, expires: 7200 };
const regained = { kind: 'regained', at: 1000, tries: 1, registration: { hops: [], expires: 1, foreignEndpoints: [] } } as const;
const refused = { code: 'SIGN_IN_REFUSED', message: 'fe1 refused.' } as const;
const word = ({ outcome, code }: { outcome: string; code?: string | undefined }): string => `${outcome} ${code ?? ''}`.trim();

describe('whether users stayed signed in', () => {
  it.each<[string, Partial<RegistrationObservation>, string]>([
    ['nothing happened', { lives: [alive()] }, 'pass'],
    ['they were renewed', { lives: [alive([renewed]), alive()] }, 'pass'],
    ['a connection was lost', { lives: [alive(), alive([renewed, lost('CONNECTION_LOST')], false)] }, 'fail CONNECTION_LOST'],
    ['it was lost and regained', { lives: [alive([lost('CONNECTION_LOST'), regained])] }, 'fail CONNECTION_LOST'],
    ['somebody was moved', { lives: [alive([lost('USER_MOVED')], false)] }, 'undetermined USER_MOVED'],
    ['the server went silent', { lives: [alive([lost('NO_ANSWER')], false)] }, 'undetermined NO_ANSWER'],
    [
      'one was moved, one disabled',
      { lives: [alive([lost('USER_MOVED')]), alive([lost('USER_DISABLED')])] },
      'fail USER_DISABLED',
    ],
    ['nobody was signed in', { notSignedIn: true }, 'undetermined NOT_SIGNED_IN'],
    ['nothing is known', { lives: [] }, 'undetermined NOT_SIGNED_IN'],
    ['one is gone, and nothing says why', { lives: [alive(), alive([], false)] }, 'undetermined NOT_SIGNED_IN'],
  ])('%s', (_, seen, expected) => expect(word(judgeKept({ ...base, ...seen }))).toBe(expected));

  it('tells every loss with its time, and who came back', () => {
    const { reasons } = judgeKept({ ...base, lives: [alive([lost('CONNECTION_LOST'), regained, lost('CONNECTION_LOST')])] });
    expect(reasons.map(({ text }) => text)).toEqual([
      '1970-01-01T00:00:00.000Z: fe1 did it: CONNECTION_LOST; legacy Lena came back at 1970-01-01T00:00:01.000Z.',
      '1970-01-01T00:00:00.000Z: fe1 did it: CONNECTION_LOST.',
    ]);
  });
});

it.each<[string, Partial<RegistrationObservation>, string, string]>([
  ['both went well', { renewal: { took: 5 }, proof: { took: 9, isNew: true } }, 'pass', 'pass'],
  [
    'the renewal was refused',
    { renewal: { took: 5, trouble: refused } },
    'fail SIGN_IN_REFUSED',
    'undetermined DEPENDS_ON_OTHER',
  ],
  [
    'the proof was refused',
    { renewal: { took: 5 }, proof: { took: 9, isNew: false, trouble: refused } },
    'pass',
    'fail SIGN_IN_REFUSED',
  ],
  ['no proof was asked for', { renewal: { took: 5 }, proof: { took: 9, isNew: false } }, 'pass', 'undetermined NOT_COVERED'],
  ['the user was lost before', {}, 'undetermined DEPENDS_ON_OTHER', 'undetermined DEPENDS_ON_OTHER'],
  ['the user was never there', { notSignedIn: true }, 'undetermined NOT_SIGNED_IN', 'undetermined NOT_SIGNED_IN'],
])('a renewal and a new proof: %s', (_, seen, renewal, proof) => {
  expect(word(judgeRenewed({ ...base, ...seen }))).toBe(renewal);
  expect(word(judgeProvenAnew({ ...base, ...seen }))).toBe(proof);
});
