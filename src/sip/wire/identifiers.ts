/** So many random bytes. A parameter, so that tests and replays choose them. */
export type Random = (bytes: number) => Buffer;

/** Ten hex digits, as Lync clients write them. */
export const newTag = (random: Random): string => random(5).toString('hex');

/** 32 hex digits. */
export const newCallId = (random: Random): string => random(16).toString('hex');

/** With the magic cookie of RFC 3261 section 8.1.1.7. */
export const newBranch = (random: Random): string => `z9hG4bK${random(8).toString('hex')}`;
