/**
 * Colours and other terminal sequences, which belong into no file: operating system commands up to BEL or ST, control sequences (parameters,
 * intermediates, final), and the short ones (ECMA-48, sections 5.3 to 5.6).
 */
const terminalSequences =
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-Z\\^-~]/g;

/** Signs that no XML document may hold (XML 1.0, section 2.2) and no other report should: controls and noncharacters. */
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;

/** The text without terminal sequences and without signs that a file of text has no place for; halves of a sign become U+FFFD. */
export const plain = (text: string): string =>
  text
    .replace(terminalSequences, '')
    .replace(unprintable, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');

/** The text on one line. */
export const oneLine = (text: string): string => plain(text).replace(/\s+/g, ' ').trim();

/** `1 case`, `2 cases` */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/**
 * A path of the run folder as the address of a link, for HTML and Markdown alike: never another scheme, never a place outside of the folder,
 * and without the brackets that would end a link.
 */
export function href(path: string): string {
  const parts = plain(path)
    .split('/')
    .filter((part) => !['', '.', '..'].includes(part));
  const escaped = parts.map((part) =>
    encodeURIComponent(part).replace(/[()']/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`),
  );
  return ['.', ...escaped].join('/');
}
