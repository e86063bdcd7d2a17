import { expect, it } from 'vitest';
import { labWithAgents } from '../../test/support/lab-agents.ts';
import { takeBackContact, undoContact } from './take-back-contact.ts';

const rita = 'sip:rita@contoso.net';
const change = {
  id: 'contact-legacy Lena',
  kind: 'contact',
  site: 'Redmond',
  identity: 'refused Rita among the contacts of legacy Lena',
  mark: 'coex run-1',
  values: { owner: 'legacy Lena', uri: rita },
} as const;

it('a contact that a dead run left is removed by whoever comes after it, while it carries the mark of the run', async () => {
  await using estate = await labWithAgents();
  const lena = await estate.agent('lena');
  const list = await lena.contacts();
  const before = list.entries;
  await list.add(rita, change.mark);
  expect(await list.until(rita, true, 2000)).toBe(true);
  // Its agent is still signed in: that is not in the way.
  expect(await undoContact(estate.environment, change)).toBe(`${change.identity} was removed`);
  expect(await list.until(rita, false, 2000)).toBe(true);
  expect(await undoContact(estate.environment, change)).toBe(`${change.identity} was not there`);
  expect(list.entries).toEqual(before);
  expect(estate.lab.endpointsOf('sip:lena@contoso.net')).toHaveLength(1);
});

it('an entry that somebody else made or changed stays', async () => {
  await using estate = await labWithAgents();
  const lena = await estate.agent('lena');
  const list = await lena.contacts();
  await list.add(rita, 'my friend Rita');
  await expect(takeBackContact(lena, change)).rejects.toMatchObject({ code: 'CONTACT_NOT_KEPT' });
  expect((await lena.contacts()).of(rita)?.name).toBe('my friend Rita');
});

it('an owner without a password is named', async () => {
  await using estate = await labWithAgents();
  const unknown = { ...change, values: { ...change.values, owner: 'nobody' } };
  await expect(undoContact(estate.environment, unknown)).rejects.toMatchObject({ code: 'NO_CREDENTIALS' });
});
