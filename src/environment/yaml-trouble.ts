import { type Document, type ErrorCode, visit, type YAMLParseError } from 'yaml';

// The parser's own sentences quote the file, in which a password may stand: ours do not.
const sentences: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: 'a tab indents this line; YAML allows spaces alone',
  BAD_INDENT: 'this line is indented otherwise than what it belongs to',
  BAD_DQ_ESCAPE: 'a backslash between double quotes begins an escape; put texts with backslashes between single quotes',
  BAD_SCALAR_START: 'a text must not begin with this character; put it between single quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'a second colon stands on this line; put texts with a colon and a space between single quotes, and each key on its own line',
  BLOCK_IN_FLOW: 'a list or mapping in block form stands between brackets or braces',
  MISSING_CHAR: 'a quote, bracket or brace is not closed, or the colon after a key is missing',
  MULTILINE_IMPLICIT_KEY: 'a key goes on over several lines: a colon or a closing quote is missing',
  MULTIPLE_DOCS: 'a second document begins here; a file holds one environment',
  UNEXPECTED_TOKEN: 'something stands here that YAML does not expect at this place',
};

/** One problem of the syntax: where it begins, and what it is in our own words. */
export interface YamlTrouble {
  readonly offset: number;
  readonly text: string;
}

const troubleOf = ({ code, pos }: YAMLParseError): YamlTrouble => ({
  offset: pos[0],
  text: sentences[code] ?? 'this is not YAML',
});

/** What keeps a file from being YAML. Keys that stand twice are none: such a file can still be looked at as a whole. */
export function yamlTroubles(document: Document.Parsed): readonly YamlTrouble[] {
  const troubles = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY').map(troubleOf);
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) === undefined) {
        const text = 'a * refers to an anchor (&) that is not there; put texts that begin with * between single quotes';
        troubles.push({ offset: alias.range?.[0] ?? 0, text });
      }
    },
  });
  return troubles;
}

/** Keys that stand twice in one mapping. */
export function duplicateKeys(document: Document.Parsed, source: string): readonly YamlTrouble[] {
  return document.errors
    .filter(({ code }) => code === 'DUPLICATE_KEY')
    .map(({ pos: [offset] }) => {
      const key = /^["']?([\w.-]+)/.exec(source.slice(offset))?.[1];
      return {
        offset,
        text: `the key${key === undefined ? '' : ` ${key}`} stands twice in the same mapping; only one of the two can count`,
      };
    });
}
