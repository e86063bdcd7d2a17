/** Text as it is: nothing of it becomes a table, a link, markup or HTML. Code spans (`…`) keep their meaning. */
export const md = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part.replaceAll('|', '\\|') : part.replace(/[\\*_[\]<>|#]/g, (sign) => `\\${sign}`)))
    .join('');

/** The anchor of a heading, as the readers of Markdown on the usual platforms make it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

export const linkTo = (heading: string, page = ''): string => `[${md(heading)}](${page}#${anchorOf(heading)})`;

export const sentence = (text: string): string => {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
};

/** A table, or nothing where it would have no row. Cells are Markdown already. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0
    ? []
    : [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`), ''];

/** A page: title, where it comes from, what it is, and its parts. */
export function page(title: string, source: string, about: readonly string[], parts: readonly string[]): string {
  const lines = [`# ${title}`, '', `<!-- Made from ${source} by npm run docs. Do not edit. -->`, '', ...about, '', ...parts];
  return `${lines.join('\n').trimEnd()}\n`;
}
