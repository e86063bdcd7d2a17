import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkedLab } from '../support/checked-lab.ts';
import { coex } from '../support/coex.ts';

/** Both pools of the smallest estate are given this way of proving their users. */
const provenBy = (how: string) => (estate: string) =>
  estate.replace(/generation: (lync-\d+)/g, `generation: $1\n        authentication: ${how}`);

/** The legacy pool trusts this host; the users of the other one sign in. */
const trusting = (estate: string): string =>
  estate
    .replace('generation: lync-2010', 'generation: lync-2010\n        authentication: trusted-server')
    .replace('phase: pilot', 'trustedServer: { fqdn: coex.fabrikam.com, certificate: none.pem, key: none.key }\nphase: pilot');

const schemes = { 'lync-2010': ['NTLM', 'Kerberos', 'TLS-DSK'], 'lync-2013': ['NTLM', 'Kerberos', 'TLS-DSK'] } as const;

describe.concurrent('coex check proves its users', () => {
  it.each([
    ['auto', 'NTLM', schemes],
    ['ntlm', 'NTLM', schemes],
    ['digest', 'Digest', undefined],
  ] as const)('by %s: %s, and nothing else', async (how, scheme, offered) => {
    await using at = await checkedLab(provenBy(how), offered && { schemes: offered });
    const { ended, run } = await at.check(['signin', 'messaging']);
    expect(run.cases.filter(({ outcome, state }) => outcome !== 'pass' && state !== 'not-covered')).toEqual([]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    const proofs = at.lab.proofs();
    expect(proofs.length).toBeGreaterThan(0);
    // The wrong password of the refusal probe is the only one that is not accepted.
    expect(proofs.filter(({ accepted }) => !accepted).length).toBeLessThanOrEqual(1);
    expect(new Set(proofs.map((proof) => proof.scheme))).toEqual(new Set([scheme]));
    expect(at.lab.violations()).toEqual([]);
  });

  it('tries a password that was refused once, by one mechanism, in the whole run', async () => {
    await using at = await checkedLab((estate) => provenBy('auto')(estate).replace(/.*refusal-probe.*\n/, ''), { schemes });
    writeFileSync(join(dirname(at.lab.environmentPath), 'secrets', 'lea@fabrikam.com'), 'wrong\n');
    const { codes, ended, files } = await at.check(['signin', 'messaging']);
    expect(at.lab.proofs().filter(({ accepted }) => !accepted)).toEqual([expect.objectContaining({ scheme: 'NTLM' })]);
    const ofLea = Object.entries(codes).filter(([id]) => id.includes('legacy Lea'));
    expect(new Set(ofLea.map(([, code]) => code))).toEqual(new Set(['CREDENTIALS_REFUSED', 'NOT_SIGNED_IN']));
    expect(codes['signin.home[legacy Leo]']).toBeUndefined();
    expect(ended.code).toBe(2);
    for (const [name, content] of files) expect([name, content.includes('gssapi-data="TlRMTVNTUAAD')]).toEqual([name, false]);
  });

  it('speaks for users as a trusted server: they send without any password, and what needs a sign-in is not covered', async ({
    onTestFinished,
  }) => {
    await using at = await checkedLab(trusting);
    const { codes, run, ended } = await at.check(['signin', 'messaging', 'presence', 'contacts', 'conference'], {
      args: ['--wave', 'pilot-1'],
    });
    const fromLegacy = run.cases.filter(
      ({ case: { target } }) => target.kind === 'pair' && target.pair.fromPool === 'old.fabrikam.com',
    );
    const passed = fromLegacy.filter(({ outcome }) => outcome === 'pass').map(({ case: { check } }) => check);
    expect(passed).toEqual(['messaging.delivered', 'messaging.text-unchanged', 'messaging.long-text', 'messaging.formatted']);
    const uncovered = run.cases.filter(({ state }) => state === 'not-covered').map(({ case: { id } }) => id);
    expect(uncovered).toEqual(
      expect.arrayContaining(['signin.home[legacy Leo]', 'signin.redirect[legacy Leo via new.fabrikam.com]']),
    );
    // Nobody receives for them, nor has a presence; and nothing of that turned red.
    for (const [id, code] of Object.entries(codes)) {
      if (/^(?:presence|contacts|conference)\..*legacy/.test(id))
        expect([id, code]).toEqual([id, expect.stringMatching(/NOT_COVERED|CHANGES_NOT_ALLOWED/)]);
    }
    expect(run.cases.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
    expect(codes['signin.home[migrated Mia]']).toBeUndefined();
    // What nobody looked at keeps the wave from GO.
    expect([ended.code, ended.stderr]).toEqual([2, '']);
    // The users of the other pool, who are sent home from here.
    const proven = at.lab.proofs().filter(({ server }) => server === 'fe-old.fabrikam.com');
    expect(proven).toHaveLength(
      run.cases.filter(({ case: { target } }) => target.kind === 'user' && target.via === 'old.fabrikam.com').length,
    );
    expect(at.lab.violations()).toEqual([]);

    const doctor = async () => (await coex(['doctor', '-e', at.lab.environmentPath], { atEnd: onTestFinished }).ended).stdout;
    expect(await doctor()).toMatch(/legacy Leo .*takes this host for a trusted server that speaks for the user/);

    await at.lab.faults.set('trusted-server-unlisted');
    expect(await doctor()).toMatch(/legacy Leo .*NOT_TRUSTED|legacy Leo .*does not take this host for a trusted server/);
    const refused = await at.check(['messaging']);
    const [id = '', code] = Object.entries(refused.codes).find(([name]) =>
      /^messaging\.delivered\[legacy .*→ migrated/.test(name),
    )!;
    expect([id, code]).toEqual([id, 'NOT_TRUSTED']);
    expect(refused.run.cases.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
    expect(refused.ended.code).toBe(2);
  });

  it('does not begin with a certificate that cannot be that of the trusted server', async ({ onTestFinished }) => {
    await using at = await checkedLab(trusting);
    const folder = join(dirname(at.lab.environmentPath), 'secrets');
    writeFileSync(join(folder, 'trusted-server.pem'), readFileSync(at.lab.describe().ca));
    const { code, stderr } = await coex(
      ['check', '-e', at.lab.environmentPath, 'messaging', '--out', join(folder, 'out'), '--quiet'],
      { atEnd: onTestFinished },
    ).ended;
    expect([code, stderr]).toEqual([3, expect.stringMatching(/trusted-server\.pem is for .*, not for coex\.fabrikam\.com/)]);
  });
});
