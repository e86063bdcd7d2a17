import { describe, expect, it } from 'vitest';
import type { LabUser } from '../model.ts';
import { sharedWithColleagues, standing } from './membership.ts';
import type { Container, Member } from './presentity.ts';

const lena = { uri: 'sip:lena@contoso.net' } as LabUser;
const containers = (of: Readonly<Record<string, readonly Member[]>>): ReadonlyMap<string, Container> =>
  new Map(Object.entries(of).map(([id, members]) => [id, { version: 1, members }]));
const her: Member = { type: 'user', value: 'Lena@Contoso.net' };
const colleagues: Member = { type: 'sameEnterprise' };

describe('what a watcher may see', () => {
  it.each([
    ['nobody was told anything', containers({}), 'stranger'],
    ['others were', containers({ '200': [{ type: 'user', value: 'lars@contoso.net' }, { type: 'federated' }] }), 'stranger'],
    ['colleagues were', sharedWithColleagues, 'member'],
    ['she was', containers({ '300': [her] }), 'member'],
    ['her domain was', containers({ '100': [{ type: 'domain', value: 'contoso.net' }] }), 'member'],
    ['she is blocked although colleagues are not', containers({ '32000': [her], '200': [colleagues] }), 'blocked'],
    ['colleagues are blocked, and she is not', containers({ '32000': [colleagues], '400': [her] }), 'member'],
    ['it was said of the own data alone', containers({ '1': [colleagues] }), 'stranger'],
  ])('when %s', (_, of, expected) => expect(standing(of, lena)).toBe(expected));
});
