/** So many random bytes. A parameter, so that tests and replays choose them. */
export type Random = (bytes: number) => Buffer;

/** Ten hex digits, as Lync clients write them. */
export const newTag = (random: Random): string => random(5).toString('hex');

/** 32 hex digits. */
export const newCallId = (random: Random): string => random(16).toString('hex');

/** With the magic cookie of RFC 3261 section 8.1.1.7. */
export const newBranch = (random: Random): string => `z9hG4bK${random(8).toString('hex')}`;

/**
 * Random bytes cut from a supply that is drawn at once: asking the system for a few bytes costs more than writing a whole message.
 * No byte is handed out twice.
 */
export function pooledRandom(random: Random, supply = 4096): Random {
  let pool: Buffer = Buffer.alloc(0);
  let at = 0;
  return (bytes) => {
    if (bytes > supply) return random(bytes);
    if (at + bytes > pool.length) {
      pool = random(supply);
      at = 0;
    }
    at += bytes;
    return pool.subarray(at - bytes, at);
  };
}
