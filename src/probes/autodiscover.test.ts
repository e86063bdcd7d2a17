import { describe, expect, it } from 'vitest';
import { autodiscover } from './autodiscover.ts';
import type { PageSight } from './model.ts';

const start = 'https://lyncdiscoverinternal.contoso.net/';
const document = (inner: string): string => `<AutodiscoverResponse AccessLocation="Internal">${inner}</AutodiscoverResponse>`;
const link = (token: string, href: string): string => document(`<Root><Link token="${token}" href="${href}"/></Root>`);

/** Asks pages in turn; each is a body, a status or a way elsewhere. */
async function ask(...pages: readonly (string | number | { readonly location: string })[]) {
  const left = [...pages];
  return autodiscover(start, 'sip:lena+x@contoso.net', async (url): Promise<PageSight> => {
    const next = left.shift() ?? 500;
    if (typeof next === 'string') return { url, status: 200, body: next };
    if (typeof next === 'number') return { url, status: next, body: '' };
    return { url, status: 302, body: '', location: next.location };
  });
}

describe('autodiscover', () => {
  it('takes the server of the document itself, else the host of the link for users', async () => {
    expect(await ask(link('User', 'https://POOL01.contoso.net/Autodiscover/x'))).toEqual({
      asked: [`${start}?sipuri=sip%3Alena%2Bx%40contoso.net`],
      server: 'pool01.contoso.net',
    });
    const direct = document('<User><SipClientInternalAccess fqdn="pool02.contoso.net" port="5061"/></User>');
    expect((await ask(direct)).server).toBe('pool02.contoso.net');
  });

  it('follows redirects of both kinds, and not for ever', async () => {
    const redirect = link('Redirect', 'https://pool02.contoso.net/Autodiscover/y');
    const seen = await ask({ location: '/other' }, redirect, link('User', 'https://pool02.contoso.net/z'));
    expect(seen.asked.slice(1)).toEqual([`${start}other`, 'https://pool02.contoso.net/Autodiscover/y']);
    expect(seen.server).toBe('pool02.contoso.net');
    expect((await ask(redirect, redirect, redirect, redirect, redirect)).instead).toBe('more than 3 redirects');
  });

  it.each([[401], ['<html>'], ['not xml at all'], [document('<Root/>')], [link('Domain', 'https://x.contoso.net/')]])(
    'says what it got instead: %j',
    async (page) => {
      const seen = await ask(page);
      expect(seen.server).toBeUndefined();
      expect(seen.instead).not.toBe('');
    },
  );
});
