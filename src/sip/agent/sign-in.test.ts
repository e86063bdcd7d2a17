import { describe, expect, it } from 'vitest';
import { scriptedEstate } from '../../../test/support/scripted-estate.ts';
import type { Script } from '../../../test/support/scripted-registrar.ts';

const redirect = (to: string, more = {}) => ({
  status: 301,
  reason: 'Redirect request to Home Server',
  headers: [['Contact', `<sip:${to}:5060;transport=tcp>`]] as const,
  ...more,
});

describe('a sign-in', () => {
  it('does not follow an unsigned redirect', async () => {
    await using estate = await scriptedEstate({
      'fe1.contoso.net': { answer: () => redirect('fe2.contoso.net', { signing: 'missing' }) },
      'fe2.contoso.net': {},
    });
    await expect(estate.enter()).rejects.toMatchObject({
      code: 'SIGNATURE_MISSING',
      facts: { server: 'fe1.contoso.net', status: 301 },
    });
    expect(estate.registrars['fe2.contoso.net']!.lines).toEqual([]);
  });

  it('does not follow a redirect with a wrong signature', async () => {
    await using estate = await scriptedEstate({
      'fe1.contoso.net': { answer: () => redirect('fe2.contoso.net', { signing: 'wrong' }) },
      'fe2.contoso.net': {},
    });
    await expect(estate.enter()).rejects.toMatchObject({ code: 'SIGNATURE_WRONG', facts: { server: 'fe1.contoso.net' } });
    expect(estate.registrars['fe2.contoso.net']!.lines).toEqual([]);
  });

  for (const signing of ['missing', 'wrong'] as const) {
    it(`does not believe a 200 whose signature is ${signing}`, async () => {
      await using estate = await scriptedEstate({ 'fe1.contoso.net': { answer: () => ({ status: 200, signing }) } });
      await expect(estate.enter()).rejects.toMatchObject({ code: signing === 'wrong' ? 'SIGNATURE_WRONG' : 'SIGNATURE_MISSING' });
    });
  }

  it('does not believe a server that asks for no password', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': { first: () => ({ status: 200 }) } });
    await expect(estate.enter()).rejects.toMatchObject({
      code: 'SIGNATURE_MISSING',
      message: expect.stringContaining('without having asked for a password'),
    });
  });

  it('names a circle of redirects', async () => {
    await using estate = await scriptedEstate({
      'fe1.contoso.net': { answer: () => redirect('fe2.contoso.net') },
      'fe2.contoso.net': { answer: () => redirect('fe1.contoso.net') },
    });
    await expect(estate.enter()).rejects.toMatchObject({
      code: 'REDIRECT_LOOP',
      message: expect.stringContaining('fe1.contoso.net:5060 → fe2.contoso.net:5060 → fe1.contoso.net:5060'),
    });
  });

  it('follows three redirects and no fourth', async () => {
    const chain = (length: number): Record<string, Script> =>
      Object.fromEntries(
        Array.from({ length }, (_, n) => [
          `fe${n}.contoso.net`,
          n < length - 1 ? { answer: () => redirect(`fe${n + 1}.contoso.net`) } : {},
        ]),
      );
    await using three = await scriptedEstate(chain(4));
    const agent = await three.enter();
    expect(agent.registration.hops.map(({ status }) => status)).toEqual([301, 301, 301, 200]);
    await using four = await scriptedEstate(chain(5));
    await expect(four.enter()).rejects.toMatchObject({
      code: 'REDIRECT_LOOP',
      message: expect.stringContaining('more than 3 times'),
    });
  });

  it('names the schemes where NTLM is not offered', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': { schemes: ['Kerberos', 'TLS-DSK'] } });
    await expect(estate.enter()).rejects.toMatchObject({
      code: 'SCHEME_NOT_OFFERED',
      message: expect.stringContaining('Kerberos, TLS-DSK'),
    });
  });

  it('says that TLS-DSK alone is not spoken here', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': { schemes: ['TLS-DSK'] } });
    await expect(estate.enter()).rejects.toMatchObject({
      code: 'ONLY_TLS_DSK',
      message: 'fe1.contoso.net offers legacy Lena TLS-DSK alone to sign in with: that needs a certificate of the user.',
    });
  });

  it('repeats a refusal verbatim', async () => {
    const diagnosis = '4005;reason="Destination URI either not enabled for SIP or does not exist";source="fe1.contoso.net"';
    await using estate = await scriptedEstate({
      'fe1.contoso.net': { first: () => ({ status: 404, reason: 'Not Found', headers: [['ms-diagnostics', diagnosis]] }) },
    });
    await expect(estate.enter()).rejects.toMatchObject({
      code: 'SIGN_IN_REFUSED',
      message: `fe1.contoso.net refused to sign legacy Lena in: 404 Not Found (ms-diagnostics ${diagnosis}).`,
      facts: { server: 'fe1.contoso.net', status: 404, diagnostics: [diagnosis] },
    });
  });

  it('says that nothing answered, and what it waited for', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': { answer: () => undefined } });
    await expect(estate.enter({ budgets: { connect: 5000, answer: 100 } })).rejects.toMatchObject({
      code: 'NO_ANSWER',
      message: expect.stringMatching(/did not answer REGISTER to sip:lena@contoso.net of legacy Lena within 100 ms; .*401/),
    });
  });

  it('says that the connection was closed meanwhile', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': { answer: (_request, line) => void line.drop() } });
    await expect(estate.enter()).rejects.toMatchObject({ code: 'CONNECTION_LOST', facts: { server: 'fe1.contoso.net' } });
  });

  it('ends at once when it is interrupted', async () => {
    const interrupt = new AbortController();
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer: () => {
          interrupt.abort(new Error('stopped by the user'));
          return undefined;
        },
      },
    });
    await expect(estate.enter({ signal: interrupt.signal })).rejects.toThrow('stopped by the user');
  });
});
