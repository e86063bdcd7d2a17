const width = 100;

/** Words in lines of at most 100 columns; the first line begins with `first`, the others are indented as far. */
export function wrapped(text: string, first = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((found) => found !== '')) {
    if (line !== '' && [...first].length + [...line].length + 1 + [...word].length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((entry, index) => (index === 0 ? first : ' '.repeat([...first].length)) + entry);
}

const labelWidth = 13;

/** `Method       Get-CsWindowsService is asked …` */
export const labelled = (label: string, text: string): string[] => wrapped(text, label.padEnd(labelWidth));

/** Several texts under one label, each with a dash. */
export const listed = (label: string, texts: readonly string[]): string[] =>
  texts.flatMap((text, index) => wrapped(text, `${(index === 0 ? label : '').padEnd(labelWidth)}- `));
