import { describe, expect, it } from 'vitest';
import { journalText, sampleEvents, sampleStart } from '../../test/support/sample-run.ts';
import { buildRun, formatRunJson, judge, parseJournal, parseRunJson } from './index.ts';

const run = buildRun(parseJournal(journalText(sampleEvents)), sampleStart + 60_000);
const verdict = judge(run);
const text = formatRunJson(run, verdict);

describe('run.json', () => {
  it('gives back the run and the verdict', () => {
    expect(parseRunJson(text)).toEqual({ run, verdict });
    expect(judge(parseRunJson(text).run)).toEqual(verdict);
  });

  it.each([
    ['no JSON', '{', 'The run.json is not JSON.'],
    ['another version', text.replace('"version": 1', '"version": 2'), 'version 2; this program reads version 1'],
    ['no version', '[]', 'version undefined'],
    ['a wrong outcome', text.replace('"outcome": "fail"', '"outcome": "failed"'), 'wrong at cases.1'],
    ['no verdict', text.replace('"verdict"', '"verdikt"'), 'wrong at verdict'],
  ])('is refused with one precise sentence: %s', (_name, broken, sentence) => {
    expect(() => parseRunJson(broken)).toThrow(
      expect.objectContaining({ code: 'RUN_UNREADABLE', message: expect.stringContaining(sentence) }),
    );
  });
});
