import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { sample } from '../../test/support/sample-run.ts';
import { judge, type Run } from '../results/index.ts';
import { renderIndexHtml, renderSummary } from './index.ts';
import { href } from './text.ts';

const { run, verdict } = sample();

/** The page is written so that it is XML but for its void elements. */
const asXml = (page: string): string => page.replace(/^<!DOCTYPE html>\n/, '').replace(/<(meta|br)([^>]*)>/g, '<$1$2/>');

const withTexts = (text: string): Run => ({
  ...run,
  environment: { name: text, path: text },
  gaps: [text],
  cases: run.cases.map((result) => ({
    ...result,
    case: { ...result.case, title: text, site: text, limit: 'older-tools' },
    finding: { ...result.finding, message: text, hint: text, reasons: [{ text, expected: text, observed: text }] },
    attachments: [{ title: text, path: text }],
  })),
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'",
    '&lt;',
    '\u0000\u001b[31m',
    '\ud800',
    'javascript:alert(1)',
  ),
);

describe('renderIndexHtml', () => {
  it('is well-formed and has no element but its own, whatever the texts hold', () => {
    const own = (page: string): string[] => [...page.matchAll(/<([a-z0-9]+)/g)].map((found) => found[1] ?? '');
    const expected = own(renderIndexHtml(withTexts('x'), judge(withTexts('x'))));
    fc.assert(
      fc.property(nasty, (text) => {
        const page = renderIndexHtml(withTexts(text), judge(withTexts(text)));
        expect(XMLValidator.validate(asXml(page))).toBe(true);
        expect(own(page)).toEqual(expected);
      }),
    );
  });

  it('needs nothing from elsewhere', () => {
    const page = renderIndexHtml(run, verdict);
    expect(page).not.toMatch(/<script|src=|@import|url\(|https?:/);
    expect([...page.matchAll(/href="([^"]*)"/g)].map((found) => found[1])).toEqual([
      './facts/fe2013a.contoso.net.json',
      './wire/messaging-2.log',
    ]);
  });

  it('gives every table cell that has a colour a word too', () => {
    for (const [, words] of renderIndexHtml(run, verdict).matchAll(/<td class="(?:good|bad|open)">([^<]*)</g)) {
      expect(words).toMatch(/pass|fail|undetermined|not run/i);
    }
  });
});

describe('renderSummary', () => {
  it('lets no text become markup', () => {
    const evil = withTexts('a|b `c` [d](http://e) <f>\n# g');
    const summary = renderSummary(evil, judge(evil));
    expect(summary).not.toMatch(/(?<!\\)<f/);
    expect(summary).not.toContain('[d](http');
    expect(summary).not.toMatch(/^# g/m);
  });
});

describe('href', () => {
  it('never leaves the run folder and never throws', () => {
    expect(href('../../etc/passwd')).toBe('./etc/passwd');
    expect(href('wire/a (b)#1?.log')).toBe('./wire/a%20%28b%29%231%3F.log');
    fc.assert(
      fc.property(nasty, (path) => {
        const { protocol, pathname } = new URL(href(path), 'file:///run/');
        expect([protocol, pathname.startsWith('/run/')]).toEqual(['file:', true]);
      }),
    );
  });
});
