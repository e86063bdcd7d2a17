import { timingSafeEqual } from 'node:crypto';
import { WireError } from '../wire/index.ts';
import { clientFlags, hasFlag, ntlmFlags, serverFlags } from './ntlm-flags.ts';
import { fileTime, keyExchangeKey, lmv2, ntowfv2, ntProof, proofInput } from './ntlm-keys.ts';
import {
  avIds,
  formatNtlmAuthenticate,
  formatNtlmChallenge,
  formatTargetInfo,
  parseNtlmAuthenticate,
  parseNtlmChallenge,
} from './ntlm-messages.ts';
import { rc4 } from './rc4.ts';

/** What both sides need for signatures once a password has been proven. */
export interface SessionKeys {
  /** 16 bytes. */
  readonly exportedSessionKey: Buffer;
  /** Those of the AUTHENTICATE message. */
  readonly flags: number;
}

/** How a login is written: `CONTOSO\lena`, or a name alone (a UPN is a user without a domain). */
export function splitLogin(login: string): { user: string; domain: string } {
  const cut = login.indexOf('\\');
  return cut < 0 ? { user: login, domain: '' } : { user: login.slice(cut + 1), domain: login.slice(0, cut) };
}

/**
 * The client's answer to a CHALLENGE: the AUTHENTICATE message of NTLMv2 in its connectionless form, without MIC (MS-NLMP 3.3.2).
 * @param input.clientChallenge 8 random bytes
 * @param input.exportedSessionKey 16 random bytes; not used when the challenge lacks KEY_EXCH
 * @param input.now milliseconds since 1970; not used when the challenge carries a timestamp
 * @throws WireError when the challenge cannot be read
 */
export function ntlmAuthenticate(input: {
  user: string;
  domain: string;
  password: string;
  workstation: string;
  challenge: Buffer;
  clientChallenge: Buffer;
  exportedSessionKey: Buffer;
  now: number;
  flags?: number;
}): SessionKeys & { readonly token: Buffer } {
  const { user, domain, workstation, clientChallenge } = input;
  const challenge = parseNtlmChallenge(input.challenge);
  const flags = input.flags ?? (clientFlags & (challenge.flags | ntlmFlags.REQUEST_TARGET)) >>> 0;
  const key = ntowfv2(user, domain, input.password);
  const temp = proofInput(challenge.timestamp ?? fileTime(input.now), clientChallenge, challenge.targetInfo);
  const proof = ntProof(key, challenge.serverChallenge, temp);
  const exchangeKey = keyExchangeKey(key, proof);
  const exchanged = hasFlag(flags, 'KEY_EXCH');
  const token = formatNtlmAuthenticate({
    flags,
    domain,
    user,
    workstation,
    lmResponse: challenge.timestamp === undefined ? lmv2(key, challenge.serverChallenge, clientChallenge) : Buffer.alloc(24),
    ntResponse: Buffer.concat([proof, temp]),
    encryptedSessionKey: exchanged ? rc4(exchangeKey, input.exportedSessionKey) : Buffer.alloc(0),
  });
  return { token, flags, exportedSessionKey: exchanged ? input.exportedSessionKey : exchangeKey };
}

/** How a server is called in its challenge. */
export interface NtlmServerNames {
  readonly domain: string;
  readonly computer: string;
  readonly dnsDomain: string;
  readonly dnsComputer: string;
  readonly dnsTree: string;
}

/**
 * The server's CHALLENGE, as a Lync front end sends it.
 * @param input.serverChallenge 8 random bytes
 * @param input.now milliseconds since 1970, told as a timestamp; absent as on Windows Server 2003
 */
export function ntlmChallenge(
  input: NtlmServerNames & { readonly serverChallenge: Buffer; readonly now?: number; readonly flags?: number },
): Buffer {
  return formatNtlmChallenge({
    flags: input.flags ?? serverFlags,
    serverChallenge: input.serverChallenge,
    targetInfo: formatTargetInfo([
      [avIds.domain, input.domain],
      [avIds.computer, input.computer],
      [avIds.dnsDomain, input.dnsDomain],
      [avIds.dnsComputer, input.dnsComputer],
      [avIds.dnsTree, input.dnsTree],
      ...(input.now === undefined ? [] : [[avIds.timestamp, fileTime(input.now)] as const]),
    ]),
  });
}

/** Whose password an AUTHENTICATE message proves, or `undefined`: unknown user, wrong password, or no such message at all. */
export function ntlmVerify(input: {
  token: Buffer;
  challenge: Buffer;
  passwordOf: (user: string, domain: string) => string | undefined;
}): (SessionKeys & { readonly user: string; readonly domain: string }) | undefined {
  try {
    const { serverChallenge } = parseNtlmChallenge(input.challenge);
    const { user, domain, ntResponse, encryptedSessionKey, flags } = parseNtlmAuthenticate(input.token);
    const password = input.passwordOf(user, domain);
    // 16 bytes of proof and at least 28 that it is computed over; 24 bytes would be NTLMv1.
    if (password === undefined || ntResponse.length < 44) return undefined;
    const key = ntowfv2(user, domain, password);
    const proof = ntProof(key, serverChallenge, ntResponse.subarray(16));
    if (!timingSafeEqual(proof, ntResponse.subarray(0, 16))) return undefined;
    const exchangeKey = keyExchangeKey(key, proof);
    if (!hasFlag(flags, 'KEY_EXCH')) return { user, domain, flags, exportedSessionKey: exchangeKey };
    if (encryptedSessionKey.length !== 16) return undefined;
    return { user, domain, flags, exportedSessionKey: rc4(exchangeKey, encryptedSessionKey) };
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
