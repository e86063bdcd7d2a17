import { describe, expect, it } from 'vitest';
import { tortureMessages } from '../../../test/support/torture.ts';
import {
  parseChallenge,
  parseCSeq,
  parseMessage,
  parseMultipart,
  parseNameAddr,
  parseUri,
  parseVia,
  splitList,
  WireError,
} from './index.ts';

/** Numbers that are the same in every run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const relayed = `MESSAGE sip:mika@192.0.2.10:50000;transport=tls;ms-opaque=d3470f2e1d SIP/2.0\r
Record-Route: <sip:fe1.contoso.net:5061;transport=tls;opaque=state:T:F:Ci.R1f00;lr;ms-route-sig=aaBB.1~-;ms-fe=fe1.contoso.net>;tag=0123456789ABCDEF\r
Via: SIP/2.0/TLS fe1.contoso.net:5061;branch=z9hG4bKA1.1;branched=FALSE;ms-internal-info="abc"\r
Via: SIP/2.0/TLS 192.0.2.9:50001;ms-received-port=50001;ms-received-cid=1F00\r
Authentication-Info: NTLM qop="auth", opaque="D954608F", srand="55667788", snum="3", rspauth="01000000963d89ea67962a8c64000000", targetname="fe1.contoso.net", realm="SIP Communications Service", version=4\r
From: "Lena, legacy" <sip:lena@contoso.net>;tag=8d1c2e4f6a;epid=d2ff665153\r
To: <sip:mika@contoso.net>;tag=77;epid=aabbccddee\r
Call-ID: 5f0b7c2ad1e94c3f8a6e2b1d0c9f8e7d\r
CSeq: 2 MESSAGE\r
Contact: <sip:lena@contoso.net;opaque=user:epid:JLcBefPLmVK_0AQYJ-UEiAAA;gruu>\r
Content-Type: text/plain; charset=UTF-8; msgr=WAAtAE0=\r
Content-Length: 5\r
\r
hello`;

const pieces = [
  '',
  ' ',
  ';',
  ':',
  ',',
  '<',
  '>',
  '"',
  '\\',
  '=',
  '\r\n',
  '\r\n\r\n',
  '\r\n ',
  '\0',
  '\t',
  '[',
  '@',
  '%',
  'é',
  '\u{1F600}',
  '0',
  '9'.repeat(20),
  'sip:',
  'SIP/2.0',
  'Via: ',
  ';;;;',
  '""""',
  '<<<<',
];

function mutate(text: string, number: (below: number) => number): string {
  let mutated = text;
  for (let left = 1 + number(6); left > 0; left--) {
    const at = number(mutated.length + 1);
    const length = number(4) === 0 ? number(40) : number(3);
    const middle = number(5) === 0 ? mutated.slice(at, at + length).repeat(1 + number(8)) : pieces[number(pieces.length)]!;
    mutated = mutated.slice(0, at) + middle + mutated.slice(at + length);
  }
  return mutated;
}

/** Reads a message and every value in it that we ever read. */
function readEverything(text: string): void {
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (error instanceof WireError) return undefined;
      throw error;
    }
  };
  const message = attempt(() => parseMessage(text));
  if (message === undefined) return;
  if (message.kind === 'request') attempt(() => parseUri(message.uri));
  for (const { name, value } of [...message.headers]) {
    for (const one of attempt(() => splitList(value)) ?? []) {
      const address = attempt(() => parseNameAddr(one));
      if (address !== undefined) attempt(() => parseUri(address.uri));
      if (/^via$/i.test(name)) attempt(() => parseVia(one));
    }
    attempt(() => parseChallenge(value));
    attempt(() => parseCSeq(value));
  }
  attempt(() => parseMultipart(message.headers.get('Content-Type') ?? '', message.body));
}

/** Counts the characters that the parsers hand to functions of the language: their work, whatever the machine. */
function countSteps(): { steps: number; stop(): void } {
  const counter = { steps: 0, stop: () => {} };
  const restore: (() => void)[] = [];
  const watch = (of: object, name: string, cost: (self: unknown, args: readonly unknown[], found: unknown) => number): void => {
    const owner = of as Record<string, (...args: unknown[]) => unknown>;
    const stock = owner[name]!;
    owner[name] = function (this: unknown, ...args) {
      const found = stock.apply(this, args);
      counter.steps += 1 + cost(this, args, found);
      return found;
    };
    restore.push(() => {
      owner[name] = stock;
    });
  };
  const whole = (self: unknown): number => String(self).length;
  for (const name of ['split', 'trim', 'trimEnd', 'toLowerCase', 'toUpperCase', 'lastIndexOf', 'includes', 'startsWith'])
    watch(String.prototype, name, whole);
  // From where they begin to where they find something.
  watch(String.prototype, 'indexOf', (self, [, from], found) =>
    Math.max(0, (found === -1 ? String(self).length : Number(found)) - Number(from ?? 0)),
  );
  watch(String.prototype, 'slice', (self, [from, to]) =>
    Math.max(0, Math.min(Number(to ?? String(self).length), String(self).length) - Number(from ?? 0)),
  );
  const { exec } = RegExp.prototype;
  // A global expression is asked again and again from where it was: what it went over counts.
  RegExp.prototype.exec = function (text) {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    const found = exec.call(this, text);
    counter.steps += 1 + (found === null ? text.length : found.index + found[0].length) - from;
    return found;
  };
  restore.push(() => {
    RegExp.prototype.exec = exec;
  });
  counter.stop = () => {
    for (const back of restore) back();
  };
  return counter;
}

function stepsOf(text: string): number {
  const counter = countSteps();
  try {
    readEverything(text);
  } finally {
    counter.stop();
  }
  return counter.steps;
}

describe('mutated messages', () => {
  const seeds = [relayed, ...tortureMessages.map(({ text }) => text).filter((text) => text.length < 3000)];

  it('100,000 of them: nothing but WireError is thrown, and the work is bounded by the size', { timeout: 240_000 }, () => {
    const number = numbersFrom(20_101_107);
    let worst = 0;
    for (let run = 0; run < 100_000; run++) {
      const text = mutate(seeds[number(seeds.length)]!, number);
      worst = Math.max(worst, stepsOf(text) / (text.length + 200));
    }
    expect(worst).toBeLessThan(40);
  });

  it.each([
    ['one header of separators', (n: number) => `X: ${';,'.repeat(n / 2)}`],
    ['one header of quotation marks', (n: number) => `X: ${'"a",'.repeat(n / 4)}`],
    ['one header of open brackets', (n: number) => `From: ${'<'.repeat(n)}`],
    ['one header of blanks', (n: number) => `From: a${' '.repeat(n)}b`],
    ['escapes', (n: number) => `From: "${'\\\\'.repeat(n / 2)}" <sip:a@b>`],
    ['folded lines', (n: number) => `X: a${'\r\n b'.repeat(Math.min(200, n / 4))}`],
    ['parameters', (n: number) => `Via: SIP/2.0/TCP h${';a=b'.repeat(n / 4)}`],
    ['blanks in a Via', (n: number) => `Via: SIP${' '.repeat(n)}/2.0/TCP h x`],
    ['one long name', (n: number) => `Authorization: ${'a'.repeat(n)}`],
  ])('work grows with the size and no faster: %s', (_, lineOf) => {
    const at = (size: number): number => stepsOf(`OPTIONS sip:a@b SIP/2.0\r\n${lineOf(size)}\r\nContent-Length: 0\r\n\r\n`);
    const [small, large] = [at(2000), at(32_000)];
    expect(large).toBeLessThan(40 * 32_000);
    expect(large).toBeLessThan(small * 16 * 2);
  });
});
