import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readable } from '../agent/text.ts';
import { bodyOf, firstTextIn, firstTextLines, meaningOf } from './instant-message-bodies.ts';

/** Lines as headers: what a callee finds under a name. */
const valuesIn = (lines: readonly string[]) => (name: string) =>
  lines.flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));

describe('the body of a message', () => {
  it('comes back as it went, in whatever forms', () => {
    // CR alone and at the end belongs to the line ends of a multipart: nobody types it.
    const words = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\r', ''));
    fc.assert(
      fc.property(words, fc.option(words, { nil: undefined }), (text, html) => {
        const { contentType, content } = bodyOf(html === undefined ? { text } : { text, html }, randomBytes);
        expect(readable(contentType, content)).toEqual(html === undefined ? { text } : { text, html });
      }),
    );
  });

  it.each([
    ['text/plain', '', 'text'],
    ['Text/HTML; charset=UTF-8', '', 'text'],
    ['multipart/alternative;boundary=x', '', 'text'],
    ['application/im-iscomposing+xml', '<isComposing><state>active</state></isComposing>', 'types'],
    ['application/im-iscomposing+xml', '<c:isComposing><c:state>idle</c:state></c:isComposing>', 'idle'],
    ['application/ms-imdn+xml', '<imdn/>', 'report'],
    ['image/gif', 'GIF89a', 'unknown'],
    ['', '', 'unknown'],
  ])('of type %j: %s', (contentType, body, meaning) => expect(meaningOf(contentType, body)).toBe(meaning));
});

describe('a first text', () => {
  it('rides in an INVITE, plain and as HTML', () => {
    const lines = firstTextLines({ text: 'Grüße 日本', html: '<b>Grüße</b> 日本' });
    expect(lines.map((line) => line.split(';')[0])).toEqual(['ms-text-format: text/plain', 'ms-im-format: text/html']);
    const found = firstTextIn(valuesIn(lines))!;
    expect(readable(found.contentType, found.body)).toEqual({ text: 'Grüße 日本', html: '<b>Grüße</b> 日本' });
  });

  it('is read as other clients write it: with blanks, with font data, quoted, or as HTML alone', () => {
    const encoded = Buffer.from('hello').toString('base64');
    for (const value of [
      `text/plain; charset=UTF-8; ms-body=${encoded}`,
      `text/plain; charset=UTF-8;msgr=WAAtAE0=;ms-body="${encoded}"`,
    ])
      expect(firstTextIn(valuesIn([`ms-text-format: ${value}`]))).toMatchObject({ body: 'hello' });
    const html = firstTextIn(valuesIn([`ms-im-format: text/html; charset=UTF-8;ms-body=${encoded}`]))!;
    expect(readable(html.contentType, html.body)).toEqual({ text: 'hello', html: 'hello' });
    expect(firstTextIn(valuesIn(['ms-text-format: text/plain; charset=UTF-8']))).toBeUndefined();
  });

  it('does not ride where it is too long for that', () => {
    expect(firstTextLines({ text: 'x'.repeat(800) })).toHaveLength(1);
    expect(firstTextLines({ text: 'x'.repeat(801) })).toEqual([]);
    expect(firstTextLines({ text: 'x', html: 'x'.repeat(801) })).toEqual([]);
  });
});
