import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../wire/index.ts';
import { hmacMd5, md5 } from './digests.ts';
import {
  type AuthenticationVersion,
  gruuOpaqueOfEpid,
  gruuOpaqueOfInstance,
  instanceOfEpid,
  keyExchangeKey,
  lmv2,
  md4,
  messageSigner,
  ntlmAuthenticate,
  ntlmChallenge,
  ntlmVerify,
  ntowfv1,
  ntowfv2,
  ntProof,
  parseNtlmAuthenticate,
  parseNtlmChallenge,
  proofInput,
  rc4,
  sealKey,
  signatureBuffer,
  signedFieldsOf,
  signKey,
} from './index.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/vectors/${name}.json`, import.meta.url), 'utf8'));
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const flagsOf = (text: string): number => Number.parseInt(text, 16);

interface SignedSample {
  start_line: string;
  headers: string[];
  scheme: string;
  rand: string;
  num: number;
  realm: string;
  targetname: string;
  signed_by: 'client' | 'server';
  version_2: { buffer: string; signature: string };
  version_3_and_4: { buffer: string; signature: string };
}

describe('MD4, RFC 1320', () => {
  it.each<{ input: string; md4: string }>(read('md4').cases)('of "$input"', ({ input, md4: digest }) => {
    expect(md4(Buffer.from(input, 'ascii')).toString('hex')).toBe(digest);
  });
});

describe('RC4, RFC 6229 and others', () => {
  it.each<{ name: string; key: string; data: string; out: string }>(read('rc4').cases)('$name', ({ key, data, out }) => {
    expect(rc4(hex(key), hex(data)).toString('hex')).toBe(out);
    expect(rc4(hex(key), hex(out)).toString('hex')).toBe(data);
  });
});

describe('endpoint identity, MS-SIPRE', () => {
  it.each<{ epid: string; uuid: string; gruu_opaque: string }>(read('endpoint-ids').cases)('of epid $epid', (known) => {
    expect(instanceOfEpid(known.epid)).toBe(known.uuid);
    expect(gruuOpaqueOfEpid(known.epid)).toBe(known.gruu_opaque);
    expect(gruuOpaqueOfInstance(known.uuid.toUpperCase())).toBe(known.gruu_opaque);
  });
});

describe('NTLMv2, MS-NLMP 4.2.4', () => {
  const { inputs, outputs, messages, wrap, related } = read('ntlmv2');
  const [serverChallenge, clientChallenge] = [hex(inputs.server_challenge), hex(inputs.client_challenge)];
  const key = ntowfv2(inputs.user_text, inputs.domain_text, inputs.password_text);
  const temp = proofInput(hex(inputs.time), clientChallenge, hex(inputs.target_info));
  const proof = ntProof(key, serverChallenge, temp);
  const exported = hex(outputs.exported_session_key);
  const keys = { exportedSessionKey: exported, flags: flagsOf(messages.authenticate_flags) };

  it('derives every key and response', () => {
    expect(ntowfv1(inputs.password_text).toString('hex')).toBe(outputs.ntowfv1);
    expect(key.toString('hex')).toBe(outputs.ntowfv2);
    expect(key.toString('hex')).toBe(outputs.lmowfv2);
    expect(temp.toString('hex')).toBe(outputs.temp);
    expect(proof.toString('hex')).toBe(outputs.nt_proof_str);
    expect(Buffer.concat([proof, temp]).toString('hex')).toBe(outputs.nt_challenge_response);
    expect(lmv2(key, serverChallenge, clientChallenge).toString('hex')).toBe(outputs.lm_challenge_response);
    expect(keyExchangeKey(key, proof).toString('hex')).toBe(outputs.session_base_key);
    expect(keyExchangeKey(key, proof).toString('hex')).toBe(outputs.key_exchange_key);
    expect(rc4(keyExchangeKey(key, proof), exported).toString('hex')).toBe(outputs.encrypted_random_session_key);
    expect(signKey(keys, 'client-to-server').toString('hex')).toBe(outputs.client_sign_key);
    expect(sealKey(keys, 'client-to-server').toString('hex')).toBe(outputs.client_seal_key);
  });

  it('reads the published challenge', () => {
    const challenge = parseNtlmChallenge(hex(messages.challenge));
    expect(challenge.flags).toBe(flagsOf(inputs.negotiate_flags));
    expect(challenge.serverChallenge.toString('hex')).toBe(inputs.server_challenge);
    expect(challenge.targetInfo.toString('hex')).toBe(inputs.target_info);
    expect(challenge.targetName).toBe(inputs.server_name_text);
    expect(challenge.timestamp).toBeUndefined();
  });

  it('proves and verifies the published authentication', () => {
    const published = parseNtlmAuthenticate(hex(messages.authenticate));
    expect(published).toMatchObject({
      user: inputs.user_text,
      domain: inputs.domain_text,
      workstation: inputs.workstation_text,
      flags: keys.flags,
    });
    expect(published.lmResponse.toString('hex')).toBe(outputs.lm_challenge_response);
    expect(published.ntResponse.toString('hex')).toBe(outputs.nt_challenge_response);
    const passwordOf = () => inputs.password_text;
    expect(ntlmVerify({ token: hex(messages.authenticate), challenge: hex(messages.challenge), passwordOf })).toEqual({
      user: inputs.user_text,
      domain: inputs.domain_text,
      ...keys,
    });
    // Ours takes its time from the clock where the challenge has none: 1601 makes it the published zero.
    const ours = ntlmAuthenticate({
      user: inputs.user_text,
      domain: inputs.domain_text,
      password: inputs.password_text,
      workstation: inputs.workstation_text,
      challenge: hex(messages.challenge),
      clientChallenge,
      exportedSessionKey: exported,
      now: -11_644_473_600_000,
      flags: keys.flags,
    });
    // All but the eight bytes of the product version at 64.
    expect(ours.token.subarray(0, 64).toString('hex')).toBe(messages.authenticate.slice(0, 128));
    expect(ours.token.subarray(72).toString('hex')).toBe(messages.authenticate.slice(144));
  });

  it('reaches the published wrapping with its parts', () => {
    const text = Buffer.from(wrap.text_text, 'utf16le');
    expect(text.toString('hex')).toBe(wrap.text_utf16le);
    const zero = Buffer.alloc(4);
    const checksum = hmacMd5(signKey(keys, 'client-to-server'), zero, text).subarray(0, 8);
    expect(checksum.toString('hex')).toBe(wrap.checksum_before_rc4);
    const stream = rc4(sealKey(keys, 'client-to-server'), Buffer.concat([text, checksum]));
    expect(stream.subarray(0, 18).toString('hex')).toBe(wrap.sealed_text);
    expect(stream.subarray(18).toString('hex')).toBe(wrap.checksum_after_rc4);
    expect(`01000000${stream.subarray(18).toString('hex')}00000000`).toBe(wrap.signature);
  });

  it('reaches the related numbers', () => {
    const [extended, plain, rfc2202] = related;
    const weak = { exportedSessionKey: hex(extended.key_exchange_key), flags: 0x80080000 };
    expect(signKey(weak, 'client-to-server').toString('hex')).toBe(extended.client_sign_key);
    expect(sealKey(weak, 'client-to-server').toString('hex')).toBe(extended.client_seal_key_56_bit);
    const text = hex(extended.text_utf16le);
    const checksum = hmacMd5(signKey(weak, 'client-to-server'), Buffer.alloc(4), text).subarray(0, 8);
    expect(`01000000${checksum.toString('hex')}00000000`).toBe(extended.signature);

    const crc = hex(plain.crc32).reverse();
    const sealed = rc4(hex(plain.key), Buffer.concat([hex(plain.text_utf16le), Buffer.alloc(4), crc, Buffer.alloc(4)]));
    // The first word of the example is random: it stands in the published signature as the pad.
    expect(`01000000${sealed.subarray(18).toString('hex')}`).toBe(plain.signature);

    expect(hmacMd5(hex(rfc2202.key), rfc2202.text_text).toString('hex')).toBe(rfc2202.hmac_md5);
  });
});

const vectors = read('signature-buffers');

describe('a sign-in as a Lync-like server takes it', () => {
  const { inputs, ...sign } = vectors.sign_in;
  const exportedSessionKey = hex(inputs.exported_session_key);
  const keys = { exportedSessionKey, flags: flagsOf(sign.type_3_flags) };

  it('server: writes the challenge', () => {
    const names = { domain: 'LAB', computer: 'FE1', dnsDomain: 'lab.test', dnsComputer: 'fe1.lab.test', dnsTree: 'lab.test' };
    const challenge = ntlmChallenge({
      ...names,
      serverChallenge: hex(inputs.server_challenge),
      now: Date.parse(inputs.filetime_text),
      flags: flagsOf(inputs.challenge_flags),
    });
    expect(challenge.toString('hex')).toBe(sign.type_2);
    const read = parseNtlmChallenge(challenge);
    expect(read.targetInfo.toString('hex')).toBe(inputs.target_info);
    expect(read.timestamp?.toString('hex')).toBe(inputs.filetime);
  });

  it('client: answers it', () => {
    const { token, flags } = ntlmAuthenticate({
      user: inputs.user_text,
      domain: inputs.domain_text,
      password: inputs.password_text,
      workstation: inputs.workstation_text,
      challenge: hex(sign.type_2),
      clientChallenge: hex(inputs.client_challenge),
      exportedSessionKey,
      now: 0,
    });
    expect(token.toString('hex')).toBe(sign.type_3);
    expect(flags).toBe(keys.flags);
    const { ntResponse, encryptedSessionKey, lmResponse } = parseNtlmAuthenticate(token);
    expect(ntResponse.subarray(0, 16).toString('hex')).toBe(sign.nt_proof_str);
    expect(encryptedSessionKey.toString('hex')).toBe(sign.encrypted_random_session_key);
    expect(lmResponse).toEqual(Buffer.alloc(24));
  });

  it('server: verifies the answer, and only with the right password', () => {
    const verify = (password: string | undefined) =>
      ntlmVerify({ token: hex(sign.type_3), challenge: hex(sign.type_2), passwordOf: () => password });
    expect(verify(inputs.password_text)).toEqual({ user: inputs.user_text, domain: inputs.domain_text, ...keys });
    expect(verify('Passw0rd?')).toBeUndefined();
    expect(verify(undefined)).toBeUndefined();
  });

  it('both: derive the keys of both directions', () => {
    const key = ntowfv2(inputs.user_text, inputs.domain_text, inputs.password_text);
    expect(key.toString('hex')).toBe(sign.ntowfv2);
    expect(keyExchangeKey(key, hex(sign.nt_proof_str)).toString('hex')).toBe(sign.key_exchange_key);
    for (const [side, direction] of [
      ['client', 'client-to-server'],
      ['server', 'server-to-client'],
    ] as const) {
      expect(signKey(keys, direction).toString('hex')).toBe(sign[`${side}_sign_key`]);
      const seal = sealKey(keys, direction);
      expect(seal.toString('hex')).toBe(sign[`${side}_seal_key`]);
      expect(md5(seal, Buffer.from([sign.sequence_number, 0, 0, 0])).toString('hex')).toBe(sign.per_message_rc4_key[side]);
    }
  });

  it.each<SignedSample>(vectors.cases)('signs "$name" in versions 2, 3 and 4', (known) => {
    const fields = {
      ...signedFieldsOf(parseMessage([known.start_line, ...known.headers, '', ''].join('\r\n'))),
      scheme: known.scheme,
      rand: known.rand,
      num: String(known.num),
      realm: known.realm,
      targetName: known.targetname,
    };
    const signer = messageSigner(keys, known.signed_by === 'client' ? 'client-to-server' : 'server-to-client');
    for (const version of [2, 3, 4] as AuthenticationVersion[]) {
      const expected = version === 2 ? known.version_2 : known.version_3_and_4;
      const buffer = signatureBuffer(fields, version);
      expect(buffer).toBe(expected.buffer);
      expect(signer.sign(buffer)).toBe(expected.signature);
      expect(signer.verify(buffer, expected.signature.toUpperCase())).toBe(true);
      expect(signer.verify(`${buffer} `, expected.signature)).toBe(false);
    }
  });
});

describe('other schemes sign the same buffer', () => {
  it.each<SignedSample>(vectors.other_schemes)('$scheme', (known) => {
    const message = parseMessage([known.start_line, ...known.headers, '', ''].join('\r\n'));
    const context = {
      scheme: known.scheme,
      rand: known.rand,
      num: String(known.num),
      realm: known.realm,
      targetName: known.targetname,
    };
    expect(signatureBuffer({ ...context, ...signedFieldsOf(message) }, 4)).toBe(known.version_3_and_4.buffer);
  });
});

describe('without extended session security', () => {
  it.each<{ key: string; buffer: string; signature: string; pad: string }>(vectors.without_extended_session_security)(
    '$name',
    (known) => {
      const signer = messageSigner({ exportedSessionKey: hex(known.key), flags: 0x60000255 }, 'server-to-client');
      expect(signer.verify(known.buffer, known.signature)).toBe(true);
      expect(signer.verify(`${known.buffer}x`, known.signature)).toBe(false);
      expect(signer.sign(known.buffer).slice(16)).toBe(known.signature.slice(16));
      if (known.pad === '00000000') expect(signer.sign(known.buffer)).toBe(known.signature);
    },
  );
});
