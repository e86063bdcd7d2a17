import { describe, expect, it } from 'vitest';
import { type Environment, parseEnvironment } from '../environment/index.ts';
import { type PhaseName, transactions } from '../guide/index.ts';
import { type PlannedCase, planCases } from './index.ts';

const pool = (fqdn: string, generation: string, role = 'front-end', more = ''): string =>
  `      - { fqdn: ${fqdn}, generation: ${generation}, servers: [{ fqdn: s-${fqdn}, roles: [${role}] }]${more} }\n`;
const user = (name: string, at: string): string =>
  `  - { name: ${name}, uri: 'sip:${name.split(' ')[1]?.toLowerCase()}@contoso.net', pool: ${at}.contoso.net }\n`;

const told = `pilot:
  xmppPartner: juliet@example.org
  federatedPartner: fabrikam.com
  chatRoom: ma-chan://contoso.net/7d0b
  mobile: true
  dialIn: true
`;

interface Estate {
  readonly phase?: PhaseName;
  readonly pilot?: string;
  readonly users?: readonly string[];
  /** Redmond has the pools of 2010 alone. */
  readonly alone?: boolean;
}

const everybody = ['legacy Lena@old', 'legacy Lars@old', 'migrated Mika@new', 'migrated Mona@new'];

function estate({ phase = 'federation-moved', pilot = told, users = everybody, alone = false }: Estate): Environment {
  const newer = `${pool('new.contoso.net', 'lync-2013')}${pool('e13.contoso.net', 'lync-2013', 'edge')}`;
  return parseEnvironment(
    `name: Contoso
sipDomains: [contoso.net]
phase: ${phase}
${pilot}sites:
  - name: Redmond
    pools:
${pool('old.contoso.net', 'lync-2010')}${pool('e10.contoso.net', 'lync-2010', 'edge')}${alone ? '  - name: Dublin\n    pools:\n' : ''}${newer}users:
${users.map((each) => user(...(each.split('@') as [string, string]))).join('')}`,
    'synthetic.yaml',
  );
}

const casesIn = (given: Estate): readonly PlannedCase[] => planCases(estate(given), { suites: ['synthetic'] }).cases;
/** `limit`, `left out` or `works`, by the subject of the case. */
const said = (cases: readonly PlannedCase[], check: string): Record<string, string> =>
  Object.fromEntries(
    cases
      .filter((planned) => planned.check === `synthetic.${check}`)
      .map(({ id, limit, notCovered }) => [
        id.slice(id.indexOf('[') + 1, -1),
        notCovered === undefined ? (limit ?? 'works') : 'left out',
      ]),
  );
/** The same for who is homed on 2010 and acts, is homed there and is reached from 2013, and for users of 2013 alone; each said once. */
const perPlace = (cases: readonly PlannedCase[], check: string): readonly string[] => {
  const of = (pattern: RegExp): string =>
    Object.entries(said(cases, check))
      .flatMap(([subject, what]) => (pattern.test(subject) ? [what] : []))
      .join(', ');
  return [/^legacy /, /^migrated .* → legacy /, /^migrated .* → migrated /].map(of);
};

describe('the product’s own transactions', () => {
  it('expect what is documented: to work, to meet a limit, or nothing', () => {
    const cases = casesIn({});
    const table = Object.fromEntries(
      transactions
        .filter(({ by }) => by === 'pair')
        .map(({ check }) => [check, perPlace(cases, check.slice('synthetic.'.length))]),
    );
    const works = ['works, works', 'works', 'works'];
    expect(table).toEqual({
      'synthetic.im': works,
      'synthetic.presence': works,
      'synthetic.group-im': works,
      'synthetic.audio-video': works,
      'synthetic.audio-video-conference': works,
      // What no page says nobody expects.
      'synthetic.data-conference': ['transactions-of-2013', '', 'works'],
      'synthetic.sharing': ['transactions-of-2013', '', 'works'],
      'synthetic.mobile': ['transactions-of-2013', 'mobile-by-generation', 'works'],
      'synthetic.mobile-of-2010': works,
      'synthetic.persistent-chat': ['separate-chat-rooms', 'separate-chat-rooms', 'works'],
    });
    // A limit that could not be told holds up no wave that does not name its check.
    for (const { check, limit, optional } of cases)
      expect(optional, check).toBe(limit !== undefined || check === 'synthetic.persistent-chat');
    expect(said(cases, 'xmpp')).toEqual({ 'legacy Lena': 'xmpp-left-behind', 'migrated Mika': 'works' });
    expect(said(cases, 'dial-in')).toEqual({ 'legacy Lena': 'works', 'migrated Mika': 'works' });
  });

  it('ask the Edge pool of the phase for the partner, and know no limit of XMPP before it has moved', () => {
    expect(said(casesIn({}), 'federated-partner')).toEqual({ 'e13.contoso.net': 'works' });
    const before = casesIn({ phase: 'edge-added' });
    expect(said(before, 'federated-partner')).toEqual({ 'e10.contoso.net': 'works' });
    expect(said(before, 'xmpp')).toEqual({ 'legacy Lena': 'left out', 'migrated Mika': 'left out' });
    expect(before.some(({ limit }) => limit === 'xmpp-left-behind')).toBe(false);
  });

  it('are left out where the file names nothing to try, say which key it is, and keep no wave from its answer', () => {
    const cases = casesIn({ pilot: '' });
    for (const [check, key] of [
      ['xmpp', 'xmppPartner'],
      ['federated-partner', 'federatedPartner'],
      ['persistent-chat', 'chatRoom'],
      ['mobile', 'mobile'],
      ['mobile-of-2010', 'mobile'],
      ['dial-in', 'dialIn'],
    ]) {
      const found = cases.filter((planned) => planned.check === `synthetic.${check}`);
      expect(found.length, check).toBeGreaterThan(0);
      for (const { notCovered, optional, limit } of found) {
        expect(notCovered?.why, check).toContain(`say pilot.${key} in the environment file`);
        expect([optional, limit], check).toEqual([true, undefined]);
      }
    }
  });

  it('show no limit where there is nobody for whom they work', () => {
    const lonely = casesIn({ users: ['legacy Lena@old', 'legacy Lars@old', 'migrated Mika@new'] });
    expect(lonely.filter(({ limit }) => limit !== undefined).map(({ id }) => id)).toEqual(['synthetic.xmpp[legacy Lena]']);
    expect(perPlace(lonely, 'persistent-chat')).toEqual(['left out', 'left out', '']);
    const without = casesIn({ users: ['legacy Lena@old', 'legacy Lars@old'] });
    expect(without.some(({ limit }) => limit !== undefined)).toBe(false);
  });

  it('are not asked of tools that do not have them, but for the limit that they do not', () => {
    const cases = casesIn({ alone: true });
    expect(said(cases, 'xmpp')).toEqual({ 'legacy Lena': 'left out', 'migrated Mika': 'works' });
    expect(perPlace(cases, 'persistent-chat')).toEqual(['left out', 'separate-chat-rooms', 'works']);
    expect(perPlace(cases, 'sharing')).toEqual(['transactions-of-2013', '', 'works']);
  });

  it('meet a limit once for every pool of 2010, whatever the coverage, and say once what has nothing to try', () => {
    const pools = ['a', 'b', 'c', 'd'].map((name) => `${name}.contoso.net`);
    const large = (pilot: string): Environment =>
      parseEnvironment(
        `name: Contoso
sipDomains: [contoso.net]
${pilot}sites:
${['Redmond', 'Dublin']
  .map(
    (site, index) =>
      `  - name: ${site}\n    pools:\n${pool(pools[2 * index]!, 'lync-2010')}${pool(pools[2 * index + 1]!, 'lync-2013')}`,
  )
  .join('')}users:
${pools.map((at, index) => [1, 2].map((number) => user(`${index % 2 === 0 ? 'legacy' : 'migrated'} U${index}${number}`, at.split('.')[0]!)).join('')).join('')}`,
        'large.yaml',
      );
    const cases = (pilot: string, coverage: 'full' | 'pairwise') =>
      planCases(large(pilot), { suites: ['synthetic'], coverage }).cases;
    const [full, few] = [cases(told, 'full'), cases(told, 'pairwise')];
    const ids = new Set(full.map(({ id }) => id));
    expect(few.filter(({ id }) => !ids.has(id))).toEqual([]);
    for (const found of [full, few]) {
      for (const [check, limit, times] of [
        ['sharing', 'transactions-of-2013', 2],
        ['mobile', 'transactions-of-2013', 2],
        ['mobile', 'mobile-by-generation', 2],
        ['persistent-chat', 'separate-chat-rooms', 4],
      ] as const) {
        const met = found.filter((planned) => planned.check === `synthetic.${check}` && planned.limit === limit);
        // Few pairs do not bring every pool together with one of 2013; in all of them each pool of 2010 has its turn.
        expect(met.length, `${check} ${limit}`).toBeGreaterThan(0);
        expect(met.length, `${check} ${limit}`).toBeLessThanOrEqual(times);
        if (found !== full) continue;
        expect(met.length, `${check} ${limit}`).toBe(times);
        expect(new Set(met.flatMap((planned) => planned.pools.filter((each) => /^[ac]\./.test(each)))).size).toBe(2);
      }
      const shared = found.filter(
        ({ check, limit, notCovered }) => check === 'synthetic.sharing' && (limit ?? notCovered) === undefined,
      );
      expect(shared.length).toBeGreaterThan(0);
    }
    for (const coverage of ['full', 'pairwise'] as const) {
      const chat = cases('', coverage).filter(({ check }) => check === 'synthetic.persistent-chat');
      expect(chat.map(({ notCovered }) => notCovered?.why)).toEqual([expect.stringContaining('say pilot.chatRoom')]);
    }
  });
});
