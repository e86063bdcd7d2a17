import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseEnvironment } from '../environment/index.ts';
import { gapsOf } from './gaps.ts';
import { planCases } from './plan.ts';

const path = new URL('../../fixtures/lab/contoso.yaml', import.meta.url);
const contoso = readFileSync(path, 'utf8').replace(
  'users:',
  'trustedServer: { fqdn: coex.contoso.net, certificate: a.pem, key: a.key }\nusers:',
);
const trusting = (pool: string): string =>
  contoso.replace(`fqdn: ${pool}\n`, `fqdn: ${pool}\n        authentication: trusted-server\n`);

describe('users for whom a trusted server speaks', () => {
  const environment = parseEnvironment(trusting('pool01.contoso.net'), 'env.yaml');
  const { cases, cells, gaps } = planCases(environment);
  const mute = new Set(['legacy Lena', 'legacy Lars', 'refused Rita']);

  it('send, and everything else that needs them is not covered, with the reason', () => {
    const looked = cases.filter(({ notCovered }) => notCovered === undefined);
    for (const { check, target, id } of looked) {
      if (target.kind === 'user' && !check.startsWith('entry-points.')) expect([id, mute.has(target.user)]).toEqual([id, false]);
      if (target.kind !== 'pair') continue;
      expect([id, mute.has(target.pair.to)]).toEqual([id, false]);
      const sends = check.startsWith('messaging.') && check !== 'messaging.reply';
      expect([id, mute.has(target.pair.from) && !sends]).toEqual([id, false]);
    }
    expect(
      looked.some(({ check, target }) => check === 'messaging.delivered' && target.kind === 'pair' && mute.has(target.pair.from)),
    ).toBe(true);
    expect(cases.find(({ id }) => id === 'signin.home[legacy Lena]')?.notCovered?.why).toBe(
      'legacy Lena is spoken for by the trusted server coex.contoso.net: nobody signs in as legacy Lena, who only sends.',
    );
  });

  it('are seen in the grid: a direction to them is not covered', () => {
    const to = cells.filter(({ toSite, direction }) => toSite === 'Redmond' && direction.endsWith('→legacy'));
    expect(to.length).toBeGreaterThan(0);
    for (const cell of to) expect(cell).toMatchObject({ cases: 0, notCovered: expect.stringContaining('spoken for') });
    expect(gaps.join('\n')).toContain('legacy Lena and legacy Lars of pool01.contoso.net (Redmond) only send');
  });

  it('make place for users of the same pool who sign in', () => {
    const mixed = parseEnvironment(
      contoso.replace("login: 'CONTOSO\\lena' }", "login: 'CONTOSO\\lena', authentication: trusted-server }"),
      'env.yaml',
    );
    const plan = planCases(mixed);
    const recipients = plan.pairs.filter(({ toPool, fromPool }) => toPool === 'pool01.contoso.net' && fromPool !== toPool);
    expect(new Set(recipients.map(({ to }) => to))).toEqual(new Set(['legacy Lars']));
    expect(
      gapsOf(mixed, { suites: new Set(['messaging']), sites: new Set(['Redmond']), coverage: 'full' }, plan.cases).join(),
    ).toContain('legacy Lena of pool01.contoso.net (Redmond) only sends');
  });
});
