import { describe, expect, it } from 'vitest';
import { journalText, sampleEvents } from '../../test/support/sample-run.ts';
import { parseJournal } from './index.ts';

const text = journalText(sampleEvents);

describe('parseJournal', () => {
  it('gives back every event that was written', () => {
    expect(parseJournal(text)).toEqual({ events: sampleEvents, unreadable: 0, truncated: false });
  });

  it('skips a last line that was cut off, wherever the cut is', () => {
    const lastLine = text.trimEnd().lastIndexOf('\n') + 1;
    for (let cut = lastLine + 1; cut < text.length - 1; cut += 1) {
      const parsed = parseJournal(text.slice(0, cut));
      expect(parsed).toEqual({ events: sampleEvents.slice(0, -1), unreadable: 0, truncated: true });
    }
  });

  it('counts unreadable lines before the last', () => {
    const lines = text.split('\n');
    lines.splice(2, 0, '{"event":"end"}', 'null', '{"event":"sta');
    expect(parseJournal(lines.join('\n'))).toEqual({ events: sampleEvents, unreadable: 3, truncated: false });
  });

  it('passes over events of a newer version', () => {
    expect(parseJournal(`{"event":"weather","at":1}\n${text}`).unreadable).toBe(0);
  });

  it('reads line ends of Windows, and nothing at all', () => {
    expect(parseJournal(text.replaceAll('\n', '\r\n')).events).toEqual(sampleEvents);
    expect(parseJournal('')).toEqual({ events: [], unreadable: 0, truncated: false });
  });
});
