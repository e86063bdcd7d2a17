import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { header, planned, sample, sampleStart } from '../../test/support/sample-run.ts';
import { type Finding, fail, notCovered, pass, undetermined } from '../outcome/index.ts';
import { buildRun, countResults, type JournalEvent, type Run } from '../results/index.ts';
import { renderJunit } from './index.ts';
import { limitInWords, limitsOf } from './words.ts';

interface Read {
  readonly testsuites: {
    readonly '@tests': string;
    readonly testsuite: readonly {
      readonly '@name': string;
      readonly '@time': string;
      readonly '@timestamp': string;
      readonly testcase: readonly {
        readonly '@name': string;
        readonly '@classname': string;
        readonly '@time': string;
        readonly failure?: unknown;
        readonly error?: unknown;
        readonly skipped?: { readonly '@message': string; readonly '#text': string };
        readonly 'system-out'?: string;
      }[];
    }[];
  };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name) => name === 'testsuite' || name === 'testcase',
  parseTagValue: false,
});

function read(xml: string): Read['testsuites'] {
  expect(XMLValidator.validate(xml)).toBe(true);
  // What XML 1.0 allows in a document, section 2.2; the parser does not look at that.
  expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
  return (parser.parse(xml) as Read).testsuites;
}

const runOf = (
  cases: readonly (readonly [ReturnType<typeof planned>, Finding | undefined])[],
  more: readonly JournalEvent[] = [],
): Run =>
  buildRun(
    {
      events: [
        header,
        ...cases.map(([found]): JournalEvent => ({ event: 'planned', at: sampleStart, case: found })),
        ...cases.flatMap(([found, finding]): JournalEvent[] =>
          finding === undefined ? [] : [{ event: 'end', at: sampleStart + 50, id: found.id, duration: 50, finding }],
        ),
        ...more,
      ],
      unreadable: 0,
      truncated: false,
    },
    sampleStart,
  );

const done: JournalEvent = { event: 'done', at: sampleStart + 100, reason: 'passed' };

describe('renderJunit', () => {
  const { run } = sample();

  it('has a time with three decimals and a UTC timestamp without zone everywhere', () => {
    for (const suite of read(renderJunit(run)).testsuite) {
      expect(suite['@timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      for (const found of [suite, ...suite.testcase]) expect(found['@time']).toMatch(/^\d+\.\d{3}$/);
    }
  });

  it('never leaves a case bare that did not pass', () => {
    const xml = read(renderJunit(run));
    const bare = xml.testsuite.flatMap((suite) =>
      suite.testcase.filter((found) => !('failure' in found || 'error' in found || 'skipped' in found)),
    );
    expect(bare).toHaveLength(countResults(run.cases).passed);
  });

  it('says why it skipped in both places where readers look', () => {
    const skips = read(renderJunit(run)).testsuite.flatMap((suite) => suite.testcase.flatMap((found) => found.skipped ?? []));
    expect(skips).toHaveLength(3);
    for (const skip of skips) expect(skip['#text']).toBe(skip['@message']);
  });

  it('puts each attachment on a line of its own, below the base that was asked for', () => {
    const out = read(renderJunit(run, { attachmentBase: 'C:\\reports\\7\\' })).testsuite.flatMap((suite) =>
      suite.testcase.flatMap((found) => found['system-out'] ?? []),
    );
    expect(out[0]?.split('\n')).toContain('[[ATTACHMENT|C:\\reports\\7/facts/fe2013a.contoso.net.json]]');
  });

  it('lists the known limits of the phase once, and nothing else as one', () => {
    const tree = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      isArray: (name) => /^(testsuite|property)$/.test(name),
    }).parse(renderJunit(run)) as {
      testsuites: { testsuite: { properties: { property: { '@name': string; '@value': string }[] } }[] };
    };
    const limitsIn = tree.testsuites.testsuite.map(({ properties }) =>
      properties.property.filter((property) => property['@name'].startsWith('known-limit.')),
    );
    expect(limitsIn[0]?.map((property) => property['@value'])).toEqual(limitsOf(run).map(limitInWords));
    expect(limitsIn[0]?.length).toBeGreaterThan(10);
    expect(limitsIn.slice(1).flat()).toEqual([]);
  });

  it('says of a known limit that cases were to meet what they saw of it, and of such a case which limit it is', () => {
    const met = planned({ check: 'synthetic.sharing', title: 'legacy Lena → legacy Lars', limit: 'transactions-of-2013' });
    const xml = renderJunit(runOf([[met, { ...pass('It holds.'), limit: 'holds' }]], [done]));
    expect(xml).toMatch(/name="known-limit\.transactions-of-2013" value="Transactions for [^"]* In this run: holds in 1 case\."/);
    expect(xml).toContain('<property name="limit" value="transactions-of-2013"/>');
    expect(xml).not.toContain('<failure');
  });

  it('has no run suite where nothing is wrong with the run', () => {
    const xml = read(renderJunit(runOf([[planned({ check: 'signin.home', title: 'legacy Lena' }), pass('Fine.')]], [done])));
    expect(xml.testsuite.map((suite) => suite['@name'])).toEqual(['signin Redmond']);
  });

  it('is not green for a run without cases', () => {
    const xml = read(renderJunit(runOf([], [done])));
    expect(xml.testsuite.map((suite) => [suite['@name'], suite.testcase.length])).toEqual([['run', 1]]);
  });

  it('keeps every end of a CDATA section that a text holds', () => {
    const text = ']]>]]> and ]]> <![CDATA[ ]]>';
    const found = planned({ check: 'signin.home', title: 'Lena' });
    for (const finding of [fail('IM_CHANGED', 'Changed.', [{ text }]), undetermined('NO_ANSWER', 'Silence.', [{ text }])]) {
      const xml = renderJunit(runOf([[found, finding]], [done]));
      const sections = [...xml.matchAll(/<!\[CDATA\[(.*?)\]\]>/gs)].map(([, content]) => content);
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(sections.join('')).toContain(text);
    }
  });

  it('keeps colours out, and shows a waived failure as skipped with why', () => {
    const red = runOf(
      [[planned({ check: 'signin.home', title: 'Lena' }), fail('SIGN_IN_REFUSED', '\u001b[31;1mRefused\u001b[0m.')]],
      [done],
    );
    expect(renderJunit(red)).toContain('message="Refused."');
    const waived: Run = { ...red, cases: red.cases.map((found) => ({ ...found, outcome: 'waived' })) };
    expect(renderJunit(waived)).toContain('<skipped message="waived: Refused.">waived: Refused.</skipped>');
  });

  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      ']]>',
      '<![CDATA[',
      '&amp;',
      '\u0000\u0008\u000b',
      '\ud800',
      '\udc00x',
      '\ufffe\uffff',
      '\u001b]0;t\u0007',
      '"\'<>&\r\n\t',
      '  ',
      '',
    ),
  );
  const finding = fc
    .tuple(fc.constantFrom(pass, fail.bind(null, 'IM_CHANGED'), undetermined.bind(null, 'NO_ANSWER')), nasty, nasty)
    .map(([make, message, text]) => make(message, [{ text, expected: text, observed: message }]));
  const anyCase = fc
    .record({
      title: nasty,
      site: nasty,
      finding: fc.oneof(
        finding,
        nasty.map((why) => notCovered('NOT_COVERED', why)),
        fc.constant(undefined),
      ),
    })
    .map(({ title, site, finding }) => ({ title, site, finding }));

  it('is well-formed, complete and unambiguous whatever the texts hold', () => {
    fc.assert(
      fc.property(
        fc.array(anyCase, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('standard' as const, 'strict' as const),
        (found, dialect) => {
          const run = runOf(
            found.map(({ title, site, finding }, index) => [
              planned({ check: 'signin.home', id: `${index}`, title, site }),
              finding,
            ]),
            [done],
          );
          const xml = read(renderJunit(run, { dialect }));
          const cases = xml.testsuite.flatMap((suite) => suite.testcase);
          const problems = run.problems.filter((problem) => problem.blocking).length;
          expect(cases).toHaveLength(run.cases.length + problems);
          expect(Number(xml['@tests'])).toBe(cases.length);
          expect(new Set(cases.map((one) => JSON.stringify([one['@classname'], one['@name']]))).size).toBe(cases.length);
          expect(cases.every((one) => one['@name'] !== '')).toBe(true);
          expect(cases.filter((one) => !('failure' in one || 'error' in one || 'skipped' in one))).toHaveLength(
            countResults(run.cases).passed,
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
