/** NegotiateFlags of MS-NLMP 2.2.2.5, those that SIP meets. */
export const ntlmFlags = {
  UNICODE: 0x00000001,
  OEM: 0x00000002,
  REQUEST_TARGET: 0x00000004,
  SIGN: 0x00000010,
  SEAL: 0x00000020,
  DATAGRAM: 0x00000040,
  LM_KEY: 0x00000080,
  NTLM: 0x00000200,
  ALWAYS_SIGN: 0x00008000,
  TARGET_TYPE_DOMAIN: 0x00010000,
  TARGET_TYPE_SERVER: 0x00020000,
  EXTENDED_SESSIONSECURITY: 0x00080000,
  IDENTIFY: 0x00100000,
  TARGET_INFO: 0x00800000,
  VERSION: 0x02000000,
  KEY_128: 0x20000000,
  KEY_EXCH: 0x40000000,
  KEY_56: 0x80000000,
} as const;

export type NtlmFlag = keyof typeof ntlmFlags;

export const hasFlag = (flags: number, flag: NtlmFlag): boolean => (flags & ntlmFlags[flag]) !== 0;

/** What Communicator 2007 R2 answers to a Lync front end. */
export const clientFlags = 0x62988255;

/** What a Lync 2013 front end on Windows Server 2008 R2 was recorded to send. */
export const serverFlags = 0xe29882f3;

const needed = [
  'UNICODE',
  'NTLM',
  'ALWAYS_SIGN',
  'EXTENDED_SESSIONSECURITY',
  'TARGET_INFO',
  'SIGN',
  'DATAGRAM',
  'IDENTIFY',
  'KEY_EXCH',
] as const satisfies readonly NtlmFlag[];

/** What a challenge lacks of that which SIP's connectionless NTLM needs: without it signatures would be weak or impossible. */
export const missingFlags = (flags: number): NtlmFlag[] => needed.filter((flag) => !hasFlag(flags, flag));
