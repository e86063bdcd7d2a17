/**
 * Caps that are checked before anything is parsed: the cost of parsing in the SIP library above us grows faster than its input.
 * Bytes, and lines.
 */
export const limits = { headerBytes: 64 * 1024, headerLines: 256, messageBytes: 1024 * 1024 } as const;
