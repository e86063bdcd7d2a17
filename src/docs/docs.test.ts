import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../errors/index.ts';
import { checks, phases } from '../guide/index.ts';
import { pages } from './index.ts';
import { anchorOf, md } from './markdown.ts';

const all = pages();
const textOf = (name: string): string => all.find((page) => page.name === name)?.text ?? '';

describe.each(all)('docs/$name', ({ name, text }) => {
  it('is up to date; npm run docs writes it anew', () => {
    const path = fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
    expect(readFileSync(path, 'utf8').replaceAll('\r\n', '\n')).toBe(text);
  });
});

describe.each(all.filter(({ name }) => name.endsWith('.md')))('docs/$name', ({ text }) => {
  it('has only links that lead somewhere', () => {
    const links = [...text.matchAll(/\]\(([^)\s]*)\)/g)].map(([, target]) => target as string);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      const [page = '', anchor] = link.split('#');
      const target = page === '' ? text : textOf(page);
      expect(target, link).not.toBe('');
      if (anchor === undefined) continue;
      const anchors = [...target.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading as string));
      expect(
        anchors.filter((found) => found === anchor),
        link,
      ).toHaveLength(1);
    }
  });

  it('has tables of equal rows', () => {
    const cells = (line: string): number => line.split(/(?<!\\)\|/).length;
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (line.startsWith('|') && lines[index + 1]?.startsWith('|'))
        expect(cells(lines[index + 1] as string), line).toBe(cells(line));
    }
  });
});

it('tells of every check, code and step', () => {
  for (const { id } of checks) expect(textOf('checks.md')).toContain(`\n### ${id}\n`);
  for (const code of Object.keys(catalogue)) expect(textOf('errors.md')).toContain(`\n### ${code}\n`);
  for (const { id } of phases.flatMap(({ steps }) => steps)) expect(textOf('guide-coverage.md')).toContain(`\n| ${id} | `);
});

it('keeps code as it is and makes no markup of anything else', () => {
  expect(md('a | b <c> *d* `e | *f*` [g]')).toBe('a \\| b \\<c\\> \\*d\\* `e \\| *f*` \\[g\\]');
});
