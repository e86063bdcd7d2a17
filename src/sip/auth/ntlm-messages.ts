import { WireError } from '../wire/index.ts';

const signature = Buffer.from('NTLMSSP\0', 'latin1');

/** Windows 6.1, build 7601, NTLM revision 15: what a Lync 2013 front end on Server 2008 R2 says. */
const productVersion = Buffer.from('0601b11d0000000f', 'hex');

/** CHALLENGE_MESSAGE, MS-NLMP 2.2.1.2. */
export interface NtlmChallenge {
  readonly flags: number;
  readonly serverChallenge: Buffer;
  readonly targetName: string;
  /** AV pairs as received: the proof is over these very bytes. */
  readonly targetInfo: Buffer;
  /** The timestamp among them (id 7), 8 bytes. */
  readonly timestamp?: Buffer;
}

/** AUTHENTICATE_MESSAGE, MS-NLMP 2.2.1.3. */
export interface NtlmAuthenticate {
  readonly flags: number;
  readonly lmResponse: Buffer;
  readonly ntResponse: Buffer;
  readonly domain: string;
  readonly user: string;
  readonly workstation: string;
  /** Empty without KEY_EXCH. */
  readonly encryptedSessionKey: Buffer;
}

/** Ids of AV pairs, MS-NLMP 2.2.2.1. */
export const avIds = {
  end: 0,
  computer: 1,
  domain: 2,
  dnsComputer: 3,
  dnsDomain: 4,
  dnsTree: 5,
  flags: 6,
  timestamp: 7,
} as const;

function checked(token: Buffer, type: number, least: number): void {
  if (token.length < least || !token.subarray(0, 8).equals(signature) || token.readUInt32LE(8) !== type) {
    throw new WireError(`no NTLM message of type ${type}`);
  }
}

/** The bytes that a field (length, length, offset) points at. */
function fieldAt(token: Buffer, at: number): Buffer {
  const [length, offset] = [token.readUInt16LE(at), token.readUInt32LE(at + 4)];
  if (length === 0) return Buffer.alloc(0);
  if (offset + length > token.length) throw new WireError('an NTLM field beyond the end of its message');
  return token.subarray(offset, offset + length);
}

/** Appends a payload and writes its field into the fixed part. */
function putFields(fixed: Buffer, fields: readonly (readonly [at: number, payload: Buffer])[]): Buffer {
  let offset = fixed.length;
  for (const [at, payload] of fields) {
    fixed.writeUInt16LE(payload.length, at);
    fixed.writeUInt16LE(payload.length, at + 2);
    fixed.writeUInt32LE(offset, at + 4);
    offset += payload.length;
  }
  return Buffer.concat([fixed, ...fields.map(([, payload]) => payload)]);
}

/** @throws WireError */
export function parseNtlmChallenge(token: Buffer): NtlmChallenge {
  checked(token, 2, 48);
  const targetInfo = fieldAt(token, 40);
  const timestamp = avPair(targetInfo, avIds.timestamp);
  if (timestamp !== undefined && timestamp.length !== 8) throw new WireError('an NTLM timestamp that is not 8 bytes long');
  return {
    flags: token.readUInt32LE(20),
    serverChallenge: token.subarray(24, 32),
    targetName: fieldAt(token, 12).toString('utf16le'),
    targetInfo,
    ...(timestamp !== undefined && { timestamp }),
  };
}

function avPair(targetInfo: Buffer, wanted: number): Buffer | undefined {
  for (let at = 0; at + 4 <= targetInfo.length; ) {
    const [id, length] = [targetInfo.readUInt16LE(at), targetInfo.readUInt16LE(at + 2)];
    if (id === avIds.end) return undefined;
    if (at + 4 + length > targetInfo.length) throw new WireError('an NTLM AV pair beyond the end of its list');
    if (id === wanted) return targetInfo.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return undefined;
}

/** AV pairs in the order given, and the end of the list. Texts become UTF-16. */
export function formatTargetInfo(pairs: readonly (readonly [id: number, value: string | Buffer])[]): Buffer {
  const all = [...pairs, [avIds.end, Buffer.alloc(0)] as const].map(([id, value]) => {
    const bytes = typeof value === 'string' ? Buffer.from(value, 'utf16le') : value;
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(bytes.length, 2);
    return Buffer.concat([head, bytes]);
  });
  return Buffer.concat(all);
}

/** With an empty TargetName, as Lync front ends send it. */
export function formatNtlmChallenge(challenge: { flags: number; serverChallenge: Buffer; targetInfo: Buffer }): Buffer {
  const fixed = Buffer.alloc(56);
  signature.copy(fixed);
  fixed.writeUInt32LE(2, 8);
  fixed.writeUInt32LE(challenge.flags, 20);
  challenge.serverChallenge.copy(fixed, 24);
  productVersion.copy(fixed, 48);
  return putFields(fixed, [
    [12, Buffer.alloc(0)],
    [40, challenge.targetInfo],
  ]);
}

/** @throws WireError */
export function parseNtlmAuthenticate(token: Buffer): NtlmAuthenticate {
  checked(token, 3, 64);
  return {
    lmResponse: fieldAt(token, 12),
    ntResponse: fieldAt(token, 20),
    domain: fieldAt(token, 28).toString('utf16le'),
    user: fieldAt(token, 36).toString('utf16le'),
    workstation: fieldAt(token, 44).toString('utf16le'),
    encryptedSessionKey: fieldAt(token, 52),
    flags: token.readUInt32LE(60),
  };
}

/** Without a MIC, as pidgin-sipe does it. */
export function formatNtlmAuthenticate(message: NtlmAuthenticate): Buffer {
  const fixed = Buffer.alloc(72);
  signature.copy(fixed);
  fixed.writeUInt32LE(3, 8);
  fixed.writeUInt32LE(message.flags, 60);
  productVersion.copy(fixed, 64);
  return putFields(fixed, [
    [28, Buffer.from(message.domain, 'utf16le')],
    [36, Buffer.from(message.user, 'utf16le')],
    [44, Buffer.from(message.workstation, 'utf16le')],
    [12, message.lmResponse],
    [20, message.ntResponse],
    [52, message.encryptedSessionKey],
  ]);
}
