import { describe, expect, it } from 'vitest';
import { type Change, changeJournal, openChanges, parseChanges, undoChanges } from './index.ts';

const change = (id: string): Change => ({
  id,
  kind: 'client-policy',
  site: 'Redmond',
  identity: 'site:Redmond',
  mark: 'coex run-1',
  values: { DisplayPhoto: 'AllPhotos' },
});

function recorded(): { lines: string[]; journal: ReturnType<typeof changeJournal> } {
  const lines: string[] = [];
  return {
    lines,
    journal: changeJournal(
      (line) => lines.push(line),
      () => 7,
    ),
  };
}

describe('journal of changes', () => {
  it('holds a change open from its intention until it is taken back, made or not', () => {
    const { lines, journal } = recorded();
    const open = () => openChanges(parseChanges(lines.join(''))).map((entry) => entry.id);
    journal.intend(change('a'));
    expect(open()).toEqual(['a']);
    journal.made('a');
    journal.intend(change('b'));
    expect(open()).toEqual(['a', 'b']);
    journal.undoFailed('a', 'no rights');
    expect(open()).toEqual(['a', 'b']);
    journal.undone('a', 'runner');
    expect(open()).toEqual(['b']);
  });

  it('reads on over a line that was cut off', () => {
    const { lines, journal } = recorded();
    journal.intend(change('a'));
    expect(openChanges(parseChanges(`${lines.join('')}{"event":"und`))).toHaveLength(1);
  });

  it('takes back the newest first, and goes on after one that fails', async () => {
    const { lines, journal } = recorded();
    for (const id of ['a', 'b', 'c']) journal.intend(change(id));
    const tried: string[] = [];
    const result = await undoChanges(
      openChanges(parseChanges(lines.join(''))),
      {
        contact: async () => 'not asked',
        conference: async () => 'not asked',
        'client-policy': async ({ id }) => {
          tried.push(id);
          if (id === 'b') throw new Error('not the values we gave');
          return 'removed';
        },
      },
      journal,
      'parent',
    );
    expect(tried).toEqual(['c', 'b', 'a']);
    expect(result.failed.map(({ change: { id }, message }) => [id, message])).toEqual([['b', 'not the values we gave']]);
    expect(openChanges(parseChanges(lines.join(''))).map((entry) => entry.id)).toEqual(['b']);
  });
});
