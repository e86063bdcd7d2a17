import { expect, it } from 'vitest';
import { redactor } from '../redaction/index.ts';
import { createWireLog, type WireEntry } from './index.ts';

const start = Date.UTC(2026, 0, 1, 2, 3, 4);
const entry = (ms: number, more: Partial<WireEntry> = {}): WireEntry => ({
  at: start + ms,
  direction: 'sent',
  agent: 'legacy Lena',
  peer: 'fe1.contoso.net',
  text: `MESSAGE ${ms}`,
  ...more,
});
const everything = { agents: ['legacy Lena', 'migrated Mika'], from: 0, to: Number.MAX_SAFE_INTEGER };

it('reads from top to bottom: when, who, which way, with whom, what', () => {
  const log = createWireLog({ redactor: redactor([]) });
  log.passed(entry(0, { direction: 'note', text: 'connected over TLSv1.2' }));
  log.passed(entry(12, { text: 'MESSAGE sip:mika SIP/2.0\r\nTo: x\r\n\r\nGrüße\u001b[31m\r\n' }));
  log.passed(entry(1500, { agent: 'migrated Mika', direction: 'received', text: 'MESSAGE sip:mika SIP/2.0\r\n\r\n' }));
  expect(log.render(everything)).toBe(
    `Wire log from 2026-01-01T02:03:04.000Z (UTC). Secrets, tokens and credentials are left out.

+0.000 s  legacy Lena · fe1.contoso.net: connected over TLSv1.2

+0.012 s  legacy Lena ──▶ fe1.contoso.net
    MESSAGE sip:mika SIP/2.0
    To: x

    Grüße\\x1b[31m

+1.500 s  migrated Mika ◀── fe1.contoso.net
    MESSAGE sip:mika SIP/2.0
`,
  );
});

it('gives the span that was asked for, in the order of time, and nothing of others', () => {
  const log = createWireLog({ redactor: redactor([]) });
  for (const ms of [5, 1, 3, 2]) log.passed(entry(ms));
  log.passed(entry(2, { agent: 'migrated Mika', text: 'of Mika' }));
  log.passed(entry(2, { agent: 'somebody else' }));
  const span = { agents: ['migrated Mika', 'legacy Lena', 'legacy Lena'], from: start + 2, to: start + 3 };
  expect(log.sections(span).map(({ text }) => text)).toEqual(['MESSAGE 2', 'of Mika', 'MESSAGE 3']);
  expect(log.render({ ...span, from: start + 9 })).toBe('');
  expect(log.sections({ ...span, agents: ['nobody'] })).toEqual([]);
});

it('keeps no secret, not even before it is rendered', () => {
  const log = createWireLog({ redactor: redactor(['canary-4711']) });
  log.passed(
    entry(0, {
      text: [
        'REGISTER sip:contoso.net SIP/2.0',
        'Authorization: NTLM gssapi-data="canary-token", response="canary-signature"',
        'Proxy-Authorization: NTLM canary-proxy',
        'WWW-Authenticate: NTLM opaque="1", gssapi-data="canary-challenge"',
        '',
        'canary-4711',
      ].join('\r\n'),
    }),
  );
  expect(JSON.stringify(log.sections(everything))).not.toContain('canary');
  expect(log.render(everything)).not.toContain('canary');
  expect(log.render(everything)).toContain('Authorization: [secret]');
});

it('is bounded for each agent in entries and in characters, and says what is missing', () => {
  const log = createWireLog({ redactor: redactor([]), perAgent: 3, charactersPerAgent: 100 });
  for (let ms = 0; ms < 5; ms++) log.passed(entry(ms));
  log.passed(entry(0, { agent: 'migrated Mika' }));
  expect(log.sections({ ...everything, agents: ['legacy Lena'] }).map(({ text }) => text)).toEqual([
    'MESSAGE 2',
    'MESSAGE 3',
    'MESSAGE 4',
  ]);
  expect(log.render(everything)).toContain('Older entries of legacy Lena were dropped for room.');
  expect(log.render(everything)).not.toContain('Older entries of migrated Mika');
  expect(log.render({ ...everything, from: start + 2 })).not.toContain('dropped');
  log.passed(entry(9, { text: 'x'.repeat(500) }));
  expect(log.sections({ ...everything, agents: ['legacy Lena'] })).toHaveLength(1);
});
