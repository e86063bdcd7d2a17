import { expect, it } from 'vitest';
import { describeAnswer, factsOf, readAnswer } from './answer.ts';
import { diagnosisOf } from './diagnostics.ts';

const answer = (...headers: string[]) =>
  readAnswer(`SIP/2.0 404 Not Found\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`);

it('says what a known diagnosis means, and keeps it verbatim', () => {
  const told = '4005;reason="Destination URI either not enabled for SIP or does not exist";source="fe1.contoso.net"';
  const known = answer(`ms-diagnostics: ${told}`);
  expect(describeAnswer(known)).toBe(`404 Not Found (ms-diagnostics ${told})`);
  expect(factsOf(known)).toEqual({
    status: 404,
    reason: 'Not Found',
    diagnostics: [told],
    diagnosticId: '4005',
    diagnosticReason: 'Destination URI either not enabled for SIP or does not exist',
    diagnosticSource: 'fe1.contoso.net',
    meaning: expect.stringContaining('not replicated yet'),
  });
});

it('passes on what it does not know, and does not explain it', () => {
  const told = ['99999;reason="Something new"', '1003;reason="User does not exist"', 'nonsense'];
  const facts = factsOf(answer(...told.map((value) => `ms-diagnostics: ${value}`)));
  expect(facts).toEqual({
    status: 404,
    reason: 'Not Found',
    diagnostics: told,
    diagnosticId: '99999',
    diagnosticReason: 'Something new',
  });
});

it('joins what several hops said, each meaning once', () => {
  const facts = factsOf(
    answer('ms-diagnostics: 1027;source="a"', 'ms-diagnostics: 1027;source="b"', 'ms-diagnostics-public: 4141'),
  );
  expect(facts.meaning).toMatch(/^this kind of request [^;]*; the account is disabled$/);
});

it.each([
  [
    '1027;reason="Cannot route";source="sip.contoso.net";domain="x"',
    { id: '1027', reason: 'Cannot route', source: 'sip.contoso.net' },
  ],
  [' 4141 ; Reason = "a \\"quoted\\" word; with a semicolon" ', { id: '4141', reason: 'a \\"quoted\\" word; with a semicolon' }],
  ['24067', { id: '24067' }],
  ['15000;source=fe1', { id: '15000', source: 'fe1' }],
  ['reason="no id"', undefined],
  ['12ab;reason="x"', undefined],
  ['', undefined],
])('reads %s as the server wrote it', (value, expected) => expect(diagnosisOf(value)).toEqual(expected));
