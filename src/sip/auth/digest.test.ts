import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Headers, parseChallenge, request } from '../wire/index.ts';
import { createDigestAssociation, digestResponse } from './index.ts';

describe('the response of digest', () => {
  it('is that of RFC 2617 section 3.5', () => {
    const qop = { count: '00000001', cnonce: '0a4f113b' };
    const of = { user: 'Mufasa', realm: 'testrealm@host.com', password: 'Circle Of Life', method: 'GET', uri: '/dir/index.html' };
    const nonce = 'dcd98b7102dd2f0e8b11d0f600bfb0c093';
    expect(digestResponse({ algorithm: 'MD5', ...of, nonce, qop })).toBe('6629fae49393a05397450978507c4ef1');
    // Without qop, as RFC 2069 has it.
    expect(digestResponse({ algorithm: 'MD5', ...of, nonce })).toBe('670fd8c2df070c60b045671b8b24ff02');
  });

  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('is that of RFC 7616 section 3.9.1: %s', (algorithm, expected) => {
    const qop = { count: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' };
    const of = {
      user: 'Mufasa',
      realm: 'http-auth@example.org',
      password: 'Circle of Life',
      method: 'GET',
      uri: '/dir/index.html',
    };
    expect(digestResponse({ algorithm, ...of, nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v', qop })).toBe(expected);
  });
});

describe('a digest association', () => {
  const association = () =>
    createDigestAssociation({ login: 'LAB\\alice', password: { reveal: () => 'pw' }, random: randomBytes });
  const register = (cseq: number) =>
    request(
      'REGISTER',
      'sip:a.test',
      new Headers([
        ['Call-ID', 'c'],
        ['CSeq', `${cseq} REGISTER`],
      ]),
    );
  const asked = (more = '') => [`Digest realm="a.test", nonce="n1", qop="auth,auth-int"${more}`];
  const at = (cseq: number) => ({ callId: 'c', cseq });

  it('proves each request with a new count, and takes the best algorithm', async () => {
    const digest = association();
    expect(digest.sign(register(1))).toBeUndefined();
    expect(await digest.next([...asked(', algorithm=MD5'), ...asked(', algorithm=SHA-256')], 401, at(1))).toBeDefined();
    const proofs = [2, 3].map((cseq) => parseChallenge(digest.sign(register(cseq))!).parameters);
    expect(proofs.map(({ username, uri, nc, qop, algorithm }) => [username, uri, nc, qop, algorithm])).toEqual([
      ['alice', 'sip:a.test', '00000001', 'auth', 'SHA-256'],
      ['alice', 'sip:a.test', '00000002', 'auth', 'SHA-256'],
    ]);
    expect(digest.headerName).toBe('Authorization');
    expect(digest.sign(request('ACK', 'sip:a.test', new Headers([['CSeq', '1 ACK']])))).toBeUndefined();
  });

  it('is refused once, and then proves nothing any more', async () => {
    const digest = association();
    await digest.next(asked(), 401, at(1));
    digest.sign(register(2));
    expect(await digest.next(asked(), 401, at(2))).toBeUndefined();
    expect(digest.state).toBe('refused');
    expect(digest.sign(register(3))).toBeUndefined();
    expect(await digest.next(asked(), 401, at(4))).toBeUndefined();
  });

  it('goes on after a stale nonce, but not for ever', async () => {
    const digest = association();
    await digest.next(asked(), 401, at(1));
    for (let cseq = 2; cseq < 5; cseq++) {
      digest.sign(register(cseq));
      expect(await digest.next(asked(', stale=true'), 401, at(cseq))).toBeDefined();
    }
    digest.sign(register(5));
    expect(await digest.next(asked(', stale=true'), 401, at(5))).toBeUndefined();
    expect(digest.failure).toBe('the server calls every nonce stale');
  });

  it.each([
    [['NTLM realm="a"'], 'not-offered'],
    [['Digest realm="a", nonce="n", algorithm=MD5-sess'], 'unavailable'],
    [['Digest realm="a", nonce="n", qop="auth-int"'], 'unavailable'],
  ])('says why it does nothing: %s', async (challenges, state) => {
    const digest = association();
    expect(await digest.next(challenges, 401)).toBeUndefined();
    expect(digest.state).toBe(state);
  });
});
