import { expect, it } from 'vitest';
import { describeAnswer, factsOf, readAnswer } from './answer.ts';

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
    meaning: expect.stringContaining('not replicated yet'),
  });
});

it('passes on what it does not know, and does not explain it', () => {
  const told = ['99999;reason="Something new"', '1003;reason="User does not exist"', 'nonsense'];
  const facts = factsOf(answer(...told.map((value) => `ms-diagnostics: ${value}`)));
  expect(facts).toEqual({ status: 404, reason: 'Not Found', diagnostics: told });
});

it('joins what several hops said, each meaning once', () => {
  const facts = factsOf(
    answer('ms-diagnostics: 1027;source="a"', 'ms-diagnostics: 1027;source="b"', 'ms-diagnostics-public: 4141'),
  );
  expect(facts.meaning).toMatch(/^this kind of request [^;]*; the account is disabled$/);
});
