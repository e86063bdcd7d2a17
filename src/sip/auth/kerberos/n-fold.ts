/**
 * n-fold of RFC 3961 section 5.1: copies of the input, each rotated by 13 bits more, added up in ones' complement.
 * @param size bytes of the result
 */
export function nFold(input: Buffer, size: number): Buffer {
  const total = leastCommonMultiple(input.length, size);
  const sums = new Array<number>(size).fill(0);
  for (let at = 0; at < total; at++) sums[at % size]! += byteOfCopies(input, at);
  // The carry runs from right to left and around the end, until nothing is carried any more.
  for (let carry = true; carry; ) {
    carry = false;
    for (let at = size - 1; at >= 0; at--) {
      const over = sums[at]! >> 8;
      if (over === 0) continue;
      sums[at]! &= 0xff;
      sums[(at + size - 1) % size]! += over;
      carry = true;
    }
  }
  return Buffer.from(sums);
}

/** A byte of the copies that stand one behind the other, each rotated to the right by 13 bits more than the one before. */
function byteOfCopies(input: Buffer, at: number): number {
  const bits = input.length * 8;
  const copy = Math.floor(at / input.length);
  const start = ((((at % input.length) * 8 - 13 * copy) % bits) + bits) % bits;
  const first = Math.floor(start / 8);
  const pair = (input[first]! << 8) | input[(first + 1) % input.length]!;
  return (pair >> (8 - (start % 8))) & 0xff;
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
