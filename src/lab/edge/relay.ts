import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';

// The media relay as a stranger meets it: every request is challenged, nothing is ever relayed. Written from MS-TURN and RFC 5389, and on
// purpose not with what the harness reads it by.

const cookie = Buffer.from('000f000472c64bc6', 'hex');
const requests = { binding: 0x0001, allocate: 0x0003 };

/** What the relay answers to a message; nothing to what is no request that it knows (MS-TURN section 3.1.10). */
export function relayAnswer(message: Buffer, realm: string): Buffer | undefined {
  if (message.length < 20 || message.readUInt16BE(2) !== message.length - 20) return undefined;
  const transaction = message.subarray(4, 20);
  const type = message.readUInt16BE(0);
  // Our address, exclusive-ored as RFC 5389 section 15.2 asks: whose it is nobody looks at here.
  if (type === requests.binding) return headed(0x0101, transaction, attribute(0x0020, Buffer.from('0001a147218d27f0', 'hex')));
  if (type !== requests.allocate || !message.subarray(20, 28).equals(cookie)) return undefined;
  return headed(
    0x0113,
    transaction,
    cookie,
    attribute(0x0009, Buffer.concat([Buffer.from([0, 0, 4, 1]), Buffer.from('Unauthorized')])),
    attribute(0x0014, Buffer.from(randomBytes(8).toString('hex'))),
    // An odd length, which this draft does not fill up.
    attribute(0x0015, Buffer.from(`"${realm}"`)),
  );
}

const attribute = (type: number, value: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value]);
};

function headed(type: number, transaction: Buffer, ...attributes: readonly Buffer[]): Buffer {
  const body = Buffer.concat(attributes);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, transaction, body]);
}

/** ServerHello and ServerHelloDone in one record: the suite without certificates, an empty session of 32 bytes. */
const serverHello = (): Buffer =>
  Buffer.concat([
    Buffer.from('160301004e020000460301', 'hex'),
    Buffer.alloc(32),
    Buffer.from([32]),
    Buffer.alloc(32),
    Buffer.from('0018000e000000', 'hex'),
  ]);

/** A connection to the relay: the handshake that looks like TLS, then control messages with their length before them. */
export function relayConnection(socket: Socket, realm: string): void {
  let pending = Buffer.alloc(0);
  let greeted = false;
  socket.on('data', (bytes: Buffer) => {
    pending = Buffer.concat([pending, bytes]);
    for (;;) {
      const head = greeted ? 4 : 5;
      if (pending.length < head) return;
      if (pending[0] !== (greeted ? 2 : 22)) return void socket.destroy();
      const length = head + pending.readUInt16BE(head - 2);
      if (pending.length < length) return;
      const message = pending.subarray(head, length);
      pending = pending.subarray(length);
      if (!greeted) {
        // The only suite that there is.
        if (message[0] !== 1 || !message.includes(Buffer.from([0, 2, 0, 0x18]))) return void socket.destroy();
        greeted = true;
        socket.write(serverHello());
        continue;
      }
      const answer = relayAnswer(message, realm);
      if (answer === undefined) return void socket.destroy();
      socket.write(Buffer.concat([Buffer.from([2, 0, answer.length >> 8, answer.length & 255]), answer]));
    }
  });
}
