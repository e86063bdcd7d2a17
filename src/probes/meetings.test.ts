import { describe, expect, it } from 'vitest';
import { openMeeting } from './meetings.ts';
import type { PageSight } from './model.ts';

const join = 'https://meet.contoso.net/lena/ABCD1234';
/** Opens the meeting where these pages are, by their addresses. */
const opened = (pages: Record<string, Partial<PageSight>>) =>
  openMeeting(join, async (url) => ({ url, status: 200, body: '', ...(pages[url] ?? { status: 404 }) }));

describe('the join address of a meeting', () => {
  it.each([
    ['plain', 'sip:lena@contoso.net;gruu;opaque=app:conf:focus:id:ABCD1234', 'conference'],
    [
      'within a script',
      String.raw`var x = "sip\x3alena\x40contoso.net\x3bgruu\x3bopaque\x3dapp\x3aconf\x3afocus\x3aid\x3aABCD"`,
      'conference',
    ],
    ['within an address', 'conf:sip%3Alena%40contoso.net%3Bopaque%3Dapp%3Aconf%3Afocus%3Aid%3AABCD', 'conference'],
    ['within markup', 'opaque=app&#58;conf&#58;focus&#58;id&#58;ABCD', 'conference'],
    ['the words of a refusal', '<p>Invalid Conference organizer or Conference ID</p>', 'refusal'],
    ['any other page', '<title>IIS7</title>', 'nothing'],
  ])('shows what its page carries: %s', async (_, body, shows) => {
    expect(await opened({ [join]: { body } })).toEqual({ hosts: ['meet.contoso.net'], status: 200, shows });
  });

  it('leads where it redirects to, and is shown by who says so', async () => {
    const home = 'https://pool01.contoso.net/meet/lena/ABCD1234';
    expect(await opened({ [join]: { status: 302, location: home }, [home]: { server: 'FE1.contoso.net' } })).toMatchObject({
      hosts: ['meet.contoso.net', 'pool01.contoso.net'],
      server: 'fe1.contoso.net',
    });
    expect(await opened({ [join]: { status: 302, location: home }, [home]: {} })).toMatchObject({ server: 'pool01.contoso.net' });
    expect(await opened({ [join]: {} })).not.toHaveProperty('server');
  });

  it('that only ever redirects, or leads away from TLS, comes to an end', async () => {
    expect(await opened({ [join]: { status: 302, location: join } })).toMatchObject({ status: 302, shows: 'nothing' });
    await expect(opened({ [join]: { status: 301, location: 'http://meet.contoso.net/x' } })).rejects.toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      message: expect.stringContaining('to http://meet.contoso.net.'),
    });
    await expect(opened({ [join]: { status: 301, location: 'http://' } })).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
  });

  it('tells nobody the number of the meeting', async () => {
    const home = 'https://pool01.contoso.net/meet/lena/ABCD1234?x';
    expect(
      JSON.stringify(await opened({ [join]: { status: 302, location: home }, [home]: { body: 'app:conf:focus:id:ABCD1234' } })),
    ).not.toContain('ABCD');
  });
});
