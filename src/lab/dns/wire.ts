/** The part of the DNS wire format (RFC 1035 section 4, RFC 2782) that a resolver's questions for addresses and services need. */

export const recordTypes = { A: 1, SOA: 6, AAAA: 28, SRV: 33 } as const;
const internet = 1;

export interface Question {
  readonly id: number;
  readonly recursionDesired: boolean;
  readonly name: string;
  readonly type: number;
  /** The bytes of the question, to be repeated in the answer. */
  readonly bytes: Buffer;
}

export type Answer =
  | { readonly type: typeof recordTypes.A; readonly address: string }
  | {
      readonly type: typeof recordTypes.SRV;
      readonly target: string;
      readonly port: number;
      /** 0, as the weight, where it does not say. */
      readonly priority?: number;
      readonly weight?: number;
    };

/** The question of a message, or `undefined` where it is none that can be answered: not one plain query. */
export function readQuestion(message: Buffer): Question | undefined {
  if (message.length < 17) return undefined;
  const flags = message.readUInt16BE(2);
  const isQuery = (flags & 0xf800) === 0;
  if (!isQuery || message.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = 12;
  for (;;) {
    const length = message[at];
    // A pointer makes no sense in the first name of a message.
    if (length === undefined || length > 63 || at + 1 + length > message.length) return undefined;
    at += 1;
    if (length === 0) break;
    labels.push(message.toString('latin1', at, at + length));
    at += length;
  }
  if (at + 4 > message.length) return undefined;
  return {
    id: message.readUInt16BE(0),
    recursionDesired: (flags & 0x0100) !== 0,
    name: labels.join('.').toLowerCase(),
    type: message.readUInt16BE(at),
    bytes: message.subarray(12, at + 4),
  };
}

/** An authoritative answer; `known` is false for a name that has no record of any type (NXDOMAIN). */
export function writeAnswer(question: Question, known: boolean, answers: readonly Answer[]): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(question.id, 0);
  header.writeUInt16BE(0x8480 | (question.recursionDesired ? 0x0100 : 0) | (known ? 0 : 3), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, question.bytes, ...answers.map(record)]);
}

function record(answer: Answer): Buffer {
  const data = answer.type === recordTypes.A ? Buffer.from(answer.address.split('.').map(Number)) : service(answer);
  const head = Buffer.alloc(12);
  // The name of the question, by pointer.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(answer.type, 2);
  head.writeUInt16BE(internet, 4);
  // No time to live: names move while the lab runs.
  head.writeUInt32BE(0, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function service({ target, port, priority = 0, weight = 0 }: Extract<Answer, { type: typeof recordTypes.SRV }>): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt16BE(priority, 0);
  head.writeUInt16BE(weight, 2);
  head.writeUInt16BE(port, 4);
  const labels = target.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]));
  return Buffer.concat([head, ...labels, Buffer.from([0])]);
}
