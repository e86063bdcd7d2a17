import { expect, it } from 'vitest';
import { CoexistenceError } from '../errors/index.ts';
import { formatLine, type Learnt, parseFact, type Shelf } from '../facts/index.ts';
import { createAuthority } from '../lab/certificates/index.ts';
import type { PageSight, PortSight } from '../probes/index.ts';
import { systemClock } from '../time/index.ts';
import { networkFacts } from './network-facts.ts';

/** Facts of a run, and how a later judgement reads them: as text, like a file. */
function kept() {
  const lines: { shelf: Shelf | undefined; text: string }[] = [];
  const keep = (fact: string, learnt: Learnt, shelf?: Shelf): void => void lines.push({ shelf, text: formatLine(fact, learnt) });
  const recorded = (fact: string): Learnt => {
    const found = lines.map(({ text }) => parseFact(text, 'x')).findLast((each) => each.fact === fact);
    if (found === undefined) throw new CoexistenceError('FACTS_NOT_KEPT', `no ${fact}`);
    return found;
  };
  const nobody = (): Promise<never> => Promise.reject(new Error('somebody looked'));
  return {
    lines,
    live: networkFacts({ keep, clock: systemClock }),
    later: networkFacts({ keep: () => expect.unreachable(), clock: systemClock, recorded }),
    nobody,
  };
}

const authority = createAuthority(systemClock);
const derOf = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, '');
const chain = [derOf(authority.issue(['fe1.contoso.net']).certificate), derOf(authority.certificate)];
const sight: PortSight = {
  server: 'fe1.contoso.net',
  port: 5061,
  version: 'TLSv1.2',
  cipher: 'TLS_X',
  certificate: { subject: 'misread', issuer: 'misread', names: [], from: 0, to: 0, key: { type: 'rsa', bits: 0 } },
  chain,
};

it('looks at a port once, keeps its certificates once, and reads them anew', async () => {
  const { lines, live, later, nobody } = kept();
  let looks = 0;
  const look = async (): Promise<PortSight> => {
    looks++;
    return sight;
  };
  expect(await Promise.all([live.port('fe1', 5061, look), live.port('fe1', 5061, look)])).toEqual([sight, sight]);
  await live.port('fe2', 5061, async () => ({ ...sight, server: 'fe2' }));
  expect(looks).toBe(1);
  expect(lines.map(({ shelf }) => shelf)).toEqual(['certificates', 'certificates', 'ports', 'ports']);
  expect(await later.port('fe1', 5061, nobody)).toEqual({
    ...sight,
    certificate: expect.objectContaining({ names: ['fe1.contoso.net'], key: { type: 'ec', bits: 256 } }),
  });
  expect(await live.port('fe3', 1, async () => undefined)).toBeUndefined();
  expect(await later.port('fe3', 1, nobody)).toBeUndefined();
});

it('keeps what was said without TLS by what was spoken, beside what the port showed else', async () => {
  const { live, later, nobody } = kept();
  const answer = (text: string) => ({ protocol: 'TURN', answer: text });
  expect(await live.speech('av', 443, 'turn', async () => answer('one'))).toEqual(answer('one'));
  await live.speech('av', 443, 'turn-udp', async () => answer('two'));
  expect(await later.speech('av', 443, 'turn', nobody)).toEqual(answer('one'));
  expect(await later.speech('av', 443, 'turn-udp', nobody)).toEqual(answer('two'));
  await expect(later.port('av', 443, nobody)).rejects.toMatchObject({ code: 'FACTS_NOT_KEPT' });
});

it('an error is met again as what it was; what nobody looked at is said to be missing', async () => {
  const { live, later, nobody } = kept();
  const refused = new CoexistenceError('CONNECTION_REFUSED', 'Refused.');
  await expect(live.port('fe1', 443, () => Promise.reject(refused))).rejects.toBe(refused);
  await expect(later.port('fe1', 443, nobody)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED', message: 'Refused.' });
  await expect(later.port('fe2', 443, nobody)).rejects.toMatchObject({ code: 'FACTS_NOT_KEPT' });
});

it('keeps documents of autodiscover whole, and of other pages no text', async () => {
  const { live, later, nobody, lines } = kept();
  const page = (body: string): PageSight => ({ url: 'u', status: 200, type: 'text/xml', body });
  const document = page('<AutodiscoverResponse/>');
  expect(await live.page('one', async () => document)).toEqual(document);
  const form = page('<input type="hidden" name="token" value="hunter2">');
  expect(await live.page('two', async () => form)).toEqual(form);
  expect(await later.page('one', nobody)).toEqual(document);
  expect(await later.page('two', nobody)).toEqual({ ...form, body: '' });
  expect(lines.map(({ text }) => text).join('')).not.toContain('hunter2');
});

it('asks a name service each question once, of the inside and of the outside', async () => {
  const { live, later, lines } = kept();
  const asked: string[] = [];
  const service = {
    asked: 'ns',
    srv: async (name: string) => {
      asked.push(`srv ${name}`);
      return [{ target: 'pool01.contoso.net', port: 5061 }];
    },
    addresses: async (name: string) => {
      asked.push(name);
      return name === 'x' ? [] : ['192.0.2.1'];
    },
  };
  const [inside, outside] = [live.names(service, ''), live.names(service, 'outside-')];
  for (const names of [inside, inside, outside]) {
    expect(await names.srv('a')).toHaveLength(1);
    expect(await names.addresses('x')).toEqual([]);
  }
  expect(asked).toEqual(['srv a', 'x', 'srv a', 'x']);
  const silent = {
    ...service,
    srv: () => Promise.reject(new Error('asked')),
    addresses: () => Promise.reject(new Error('asked')),
  };
  expect(await later.names(silent, 'outside-').srv('a')).toEqual([{ target: 'pool01.contoso.net', port: 5061 }]);
  await expect(later.names(silent, '').addresses('y')).rejects.toMatchObject({ code: 'FACTS_NOT_KEPT' });
  expect(new Set(lines.map(({ shelf }) => shelf))).toEqual(new Set(['names']));
});

it('knows as much of a silent port as the run knew at last', async () => {
  const { live, later, nobody } = kept();
  expect(await live.alive('fe1', 443, async () => undefined)).toBeUndefined();
  expect(await later.alive('fe1', 443, nobody)).toBeUndefined();
  await live.alive('fe1', 443, async () => 'fe1 answered elsewhere.');
  expect(await later.alive('fe1', 443, nobody)).toBe('fe1 answered elsewhere.');
});
