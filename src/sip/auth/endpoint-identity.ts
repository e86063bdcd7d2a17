import { createHash } from 'node:crypto';

const namespace = 'fcacfb03-8a73-46ef-91b1-e5ebeeaba4fe';

/** Between the text of a GUID and the order in which Windows keeps its bytes: the first three fields are little-endian. */
const swapped = (bytes: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(bytes.subarray(0, 4)).reverse(),
    Buffer.from(bytes.subarray(4, 6)).reverse(),
    Buffer.from(bytes.subarray(6, 8)).reverse(),
    bytes.subarray(8),
  ]);

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

/** The UUID in `+sip.instance` of the endpoint with this epid, in lower case (MS-SIPRE: version 5 in Windows byte order). */
export function instanceOfEpid(epid: string): string {
  const digest = createHash('sha1')
    .update(swapped(bytesOf(namespace)))
    .update(epid, 'ascii')
    .digest()
    .subarray(0, 16);
  const uuid = swapped(digest);
  uuid[6] = (uuid[6]! & 0x0f) | 0x50;
  uuid[8] = (uuid[8]! & 0x3f) | 0x80;
  return uuid.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** XXXX in `sip:user@domain;opaque=user:epid:XXXX;gruu`: 24 characters. */
export const gruuOpaqueOfEpid = (epid: string): string => gruuOpaqueOfInstance(instanceOfEpid(epid));

/** The same from the UUID, for a registrar that was told only that. */
export const gruuOpaqueOfInstance = (uuid: string): string =>
  Buffer.concat([swapped(bytesOf(uuid)), Buffer.alloc(2)]).toString('base64url');
