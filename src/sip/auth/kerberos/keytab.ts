import { WireError } from '../../wire/index.ts';

/** The key of a service, as it stands in a key table. */
export interface ServiceKey {
  /** `sip/fe1.contoso.net`, without the realm. */
  readonly service: string;
  readonly realm: string;
  /** Number of the encryption type. */
  readonly type: number;
  readonly version: number;
  readonly key: Buffer;
}

/** Reads bytes from the left. @throws WireError when there are too few */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(count: number): Buffer {
    if (count > this.left) throw new WireError('a key table that ends too early');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  number(bytes: 1 | 2 | 4): number {
    return this.take(bytes).readUIntBE(0, bytes);
  }

  counted(): Buffer {
    return this.take(this.number(2));
  }
}

/** All keys of a key table in the form that MIT's and Microsoft's tools write (keytab file format 0x0502). @throws WireError */
export function readKeytab(bytes: Buffer): ServiceKey[] {
  const file = new Reader(bytes);
  if (file.left < 2 || file.number(2) !== 0x0502) throw new WireError('no key table of the format 0x0502');
  const keys: ServiceKey[] = [];
  while (file.left > 0) {
    const size = file.take(4).readInt32BE(0);
    const record = new Reader(file.take(Math.abs(size)));
    // A hole where a key was deleted.
    if (size > 0) keys.push(keyOf(record));
  }
  return keys;
}

function keyOf(record: Reader): ServiceKey {
  const components = record.number(2);
  const realm = record.counted().toString('utf8');
  const parts = Array.from({ length: components }, () => record.counted().toString('utf8'));
  // Name type and time of writing.
  record.take(8);
  const short = record.number(1);
  const type = record.number(2);
  const key = Buffer.from(record.counted());
  const version = record.left >= 4 ? record.number(4) : short;
  return { service: parts.join('/'), realm, type, version, key };
}
