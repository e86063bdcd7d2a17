import { WireError } from './error.ts';
import { limits } from './limits.ts';

const lengthLine = /(?:content-length|l)[ \t]*:((?:[^\r\n]|\r\n[ \t])*)/iy;

/**
 * The one length of the body, in bytes, that a header block gives, start line included; `undefined` where it gives none.
 * @throws WireError for one that is no number, two different ones, more lines than we take
 */
export function contentLengthIn(block: string): number | undefined {
  const told: string[] = [];
  let lines = 0;
  for (let at = block.indexOf('\r\n'); at >= 0; at = block.indexOf('\r\n', at + 2)) {
    if (++lines > limits.headerLines) throw new WireError('too many header lines');
    const first = block.charCodeAt(at + 2) | 0x20;
    if (first !== 0x63 && first !== 0x6c) continue;
    lengthLine.lastIndex = at + 2;
    const line = lengthLine.exec(block);
    if (line) told.push(line[1]!.trim());
  }
  checkLengths(told);
  return told.length === 0 ? undefined : Number(told[0]);
}

/** @throws WireError unless every line that gives the length gives the same one */
export function checkLengths(lengths: readonly string[]): void {
  for (const length of lengths) {
    if (!/^\d{1,10}$/.test(length)) throw new WireError('Content-Length is not a number');
    if (Number(length) !== Number(lengths[0])) throw new WireError('two different Content-Length');
  }
}
