/** Columns of a terminal, counted in code points: enough for the names of estates. */
const lengthOf = (text: string): number => [...text].length;

/** Cut to a width, with an ellipsis where something is missing. */
export const clip = (text: string, width: number): string =>
  lengthOf(text) <= width ? text : `${[...text].slice(0, width - 1).join('')}…`;

/** Cut and filled to a width. */
export const left = (text: string, width: number): string => {
  const clipped = clip(text, width);
  return clipped + ' '.repeat(width - lengthOf(clipped));
};

export const right = (text: string, width: number): string => {
  const clipped = clip(text, width);
  return ' '.repeat(width - lengthOf(clipped)) + clipped;
};

/** Words in lines of at most `width` columns: the first begins with `first`, the others are indented as far. Words longer than a line are cut up. */
export function wrap(text: string, width: number, first = ''): string[] {
  const room = width - lengthOf(first);
  const pieces = text
    .split(' ')
    .filter((word) => word !== '')
    .flatMap((word) => [...word].flatMap((_, at, all) => (at % room === 0 ? [all.slice(at, at + room).join('')] : [])));
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line !== '' && lengthOf(line) + 1 + lengthOf(piece) > room) {
      lines.push(line);
      line = piece;
    } else line = line === '' ? piece : `${line} ${piece}`;
  }
  lines.push(line);
  return lines.map((entry, index) => (index === 0 ? first : ' '.repeat(lengthOf(first))) + entry);
}
