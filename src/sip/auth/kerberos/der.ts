import { isoTime, parseTime } from '../../../time/index.ts';
import { WireError } from '../../wire/index.ts';

/** As much of DER (X.690) as Kerberos speaks: tags below 31, definite lengths. Writing and reading never recurse on their own. */

const head = (tag: number, length: number): Buffer => {
  if (length < 0x80) return Buffer.from([tag, length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([tag, 0x80 | bytes.length, ...bytes]);
};

/** One element of a tag around its contents. */
export const element = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(contents);
  return Buffer.concat([head(tag, content.length), content]);
};

export const sequence = (...contents: readonly Buffer[]): Buffer => element(0x30, ...contents);
/** `[number]`, explicitly tagged. */
export const field = (number: number, content: Buffer): Buffer => element(0xa0 | number, content);
/** `[APPLICATION number]`. */
export const application = (number: number, content: Buffer): Buffer => element(0x60 | number, content);
export const octets = (content: Buffer): Buffer => element(0x04, content);
/** KerberosString (GeneralString). */
export const text = (content: string): Buffer => element(0x1b, Buffer.from(content, 'utf8'));
/** KerberosTime, in whole seconds. @param ms milliseconds since 1970 */
export const time = (ms: number): Buffer => element(0x18, Buffer.from(`${isoTime(ms).replace(/[-:T]/g, '').slice(0, 14)}Z`));
/** 32 flags, the first one on the left. */
export const flags = (bits: number): Buffer => {
  const content = Buffer.alloc(5);
  content.writeUInt32BE(bits >>> 0, 1);
  return element(0x03, content);
};

/** Any number that a double holds exactly; negative ones down to 32 bits. */
export function integer(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  let from = 0;
  // Two's complement in as few bytes as keep the sign.
  while (from < 7 && (bytes[from] === 0 ? bytes[from + 1]! < 0x80 : bytes[from] === 0xff && bytes[from + 1]! >= 0x80)) from++;
  return element(0x02, bytes.subarray(from));
}

/** An element that was read. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** With tag and length. */
  readonly whole: Buffer;
}

/** The first element of the bytes. @throws WireError */
export function read(bytes: Buffer): Element {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new WireError('DER that cannot be read');
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (more > 4 || first === 0x80 || bytes.length < 2 + more) throw new WireError('a DER length that cannot be read');
  const length = more === 0 ? first : bytes.readUIntBE(2, more);
  const from = 2 + more;
  if (bytes.length - from < length) throw new WireError('DER that ends too early');
  return { tag, content: bytes.subarray(from, from + length), whole: bytes.subarray(0, from + length) };
}

/** All elements of a content, one behind the other. @throws WireError */
export function readAll(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const next = read(rest);
    elements.push(next);
    rest = rest.subarray(next.whole.length);
  }
  return elements;
}

/** The element if it has the tag. @throws WireError */
export function expectTag(found: Element | undefined, tag: number, what: string): Element {
  if (found?.tag !== tag) throw new WireError(`no ${what} where one must be`);
  return found;
}

/** The numbered fields of a SEQUENCE. @throws WireError */
export function fieldsOf(found: Element): ReadonlyMap<number, Element> {
  const fields = new Map<number, Element>();
  for (const { tag, content } of readAll(expectTag(found, 0x30, 'SEQUENCE').content)) fields.set(tag & 0x1f, read(content));
  return fields;
}

/** @throws WireError */
export function integerOf(found: Element | undefined): number {
  const { content } = expectTag(found, 0x02, 'INTEGER');
  if (content.length === 0 || content.length > 6) throw new WireError('an INTEGER out of bounds');
  return content.readIntBE(0, content.length);
}

/** @throws WireError */
export const octetsOf = (found: Element | undefined): Buffer => expectTag(found, 0x04, 'OCTET STRING').content;
/** @throws WireError */
export const textOf = (found: Element | undefined): string => expectTag(found, 0x1b, 'GeneralString').content.toString('utf8');

/** Milliseconds since 1970. @throws WireError */
export function timeOf(found: Element | undefined): number {
  const written = expectTag(found, 0x18, 'KerberosTime').content.toString('latin1');
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(written);
  if (!parts) throw new WireError('a KerberosTime that cannot be read');
  return parseTime(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z`);
}
