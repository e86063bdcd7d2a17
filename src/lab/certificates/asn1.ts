/** The few forms of DER (ITU-T X.690) that a certificate is made of. */

export function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const digits = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | digits.length]), digits]);
}

export const sequence = (...items: readonly Buffer[]): Buffer => der(0x30, ...items);
export const set = (...items: readonly Buffer[]): Buffer => der(0x31, ...items);
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text, 'utf8'));
export const octets = (content: Buffer): Buffer => der(0x04, content);
export const bits = (content: Buffer, unused = 0): Buffer => der(0x03, Buffer.from([unused]), content);
export const yes = der(0x01, Buffer.from([0xff]));
/** `[number] EXPLICIT`, or the tag of a constructed implicit one. */
export const tagged = (number: number, ...items: readonly Buffer[]): Buffer => der(0xa0 | number, ...items);
/** `[number] IMPLICIT` of a primitive type. */
export const implicit = (number: number, content: Buffer): Buffer => der(0x80 | number, content);

/** A whole number that is not negative, most significant byte first. */
export function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** `1.2.840.10045.4.3.2` */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift(0x80 | (left & 0x7f));
  return digits;
}

/** UTCTime of an ISO 8601 text in UTC, to the second. For years up to 2049. */
export const utcTime = (iso: string): Buffer => der(0x17, Buffer.from(`${iso.slice(2, 19).replace(/[-:T]/g, '')}Z`, 'ascii'));
