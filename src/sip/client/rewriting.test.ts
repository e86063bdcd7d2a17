import { describe, expect, it } from 'vitest';
import { Headers, request, response } from '../wire/index.ts';
import { inwardRequest, inwardResponse, outward, type Translation } from './rewriting.ts';

const translation = (): Translation => ({
  viaHost: 'abc.invalid',
  local: '192.0.2.10:50000',
  self: 'sip:lena@contoso.net',
  epid: 'd2ff665153',
  peers: new Map(),
});

const from = ['From', '<sip:mika@contoso.net>;tag=77;epid=aabbccddee'] as const;
const to = ['To', '<sip:lena@contoso.net>'] as const;

const incoming = (method: string, more: readonly (readonly [string, string])[]) =>
  request(method, 'sip:LENA@192.0.2.10:50000;transport=tls', new Headers([from, to, ['Call-ID', 'c'], ...more]));

const branchOf = (via: string | undefined): string | undefined => /;branch=([^;]+)/.exec(via ?? '')?.[1];

describe('what leaves', () => {
  const own = (method: string, more: readonly (readonly [string, string])[]) =>
    request(
      method,
      'sip:contoso.net',
      new Headers([
        ['Via', 'SIP/2.0/TLS abc.invalid;branch=z9hG4bK1'],
        ['From', '<sip:lena@contoso.net>;tag=1'],
        to,
        ['Call-ID', 'c'],
        ...more,
      ]),
    );

  it('shows our real address and our endpoint', () => {
    const { headers } = outward(own('INVITE', [['Contact', '<sip:lena@abc.invalid;transport=tls>']]), translation());
    expect(headers.get('Via')).toBe('SIP/2.0/TLS 192.0.2.10:50000;branch=z9hG4bK1');
    expect(headers.get('Contact')).toBe('<sip:lena@192.0.2.10:50000;transport=tls>');
    expect(headers.get('From')).toBe('<sip:lena@contoso.net>;tag=1;epid=d2ff665153');
  });

  it('has no empty Supported, and keeps the others', () => {
    const { headers } = outward(
      own('MESSAGE', [
        ['Supported', ''],
        ['Supported', 'ms-sender'],
      ]),
      translation(),
    );
    expect(headers.getAll('Supported')).toEqual(['ms-sender']);
  });

  it('leaves the period of a registration to the server, but says when it ends', () => {
    const contact = (expires: number): string | undefined =>
      outward(
        own('REGISTER', [['Contact', `<sip:lena@abc.invalid>;proxy=replace;expires=${expires}`]]),
        translation(),
      ).headers.get('Contact');
    expect(contact(600)).toBe('<sip:lena@192.0.2.10:50000>;proxy=replace');
    expect(contact(0)).toBe('<sip:lena@192.0.2.10:50000>;proxy=replace;expires=0');
  });

  it('names the endpoint of the peer in its dialogs', () => {
    const known = translation();
    inwardRequest(
      incoming('INVITE', [
        ['CSeq', '1 INVITE'],
        ['Via', 'SIP/2.0/TLS fe1;branch=z9hG4bK1'],
      ]),
      known,
    );
    const message = own('BYE', []);
    message.headers.set('To', '<sip:mika@contoso.net>;tag=77');
    expect(outward(message, known).headers.get('To')).toBe('<sip:mika@contoso.net>;tag=77;epid=aabbccddee');
  });
});

describe('what comes', () => {
  it('is for us, whatever address it names', () => {
    const message = incoming('MESSAGE', [
      ['CSeq', '2 MESSAGE'],
      ['P-Asserted-Identity', '<sip:mika@contoso.net>,<tel:+1>'],
    ]);
    expect(inwardRequest(message, translation()).uri).toBe('sip:lena@contoso.net');
    expect(message.headers.has('P-Asserted-Identity')).toBe(false);
  });

  it('gets a branch where it has none: CANCEL that of its INVITE, ACK one of its own; the answer goes without', () => {
    const top = 'SIP/2.0/TLS 192.0.2.1:5061;ms-received-port=1';
    const branch = (method: string, number = 1): string | undefined => {
      const message = incoming(method, [
        ['Via', top],
        ['Via', 'SIP/2.0/TLS 192.0.2.2;branch=z9hG4bKother'],
        ['CSeq', `${number} ${method}`],
      ]);
      inwardRequest(message, translation());
      expect(message.headers.getAll('Via')[1]).toBe('SIP/2.0/TLS 192.0.2.2;branch=z9hG4bKother');
      return branchOf(message.headers.get('Via'));
    };
    expect(branch('CANCEL')).toBe(branch('INVITE'));
    expect(branch('ACK')).not.toBe(branch('INVITE'));
    expect(branch('INVITE', 2)).not.toBe(branch('INVITE'));
    const answer = response(
      200,
      'OK',
      new Headers([
        ['Via', `${top};branch=${branch('INVITE')}`],
        ['Via', 'SIP/2.0/TLS 192.0.2.2;branch=z9hG4bKother'],
      ]),
    );
    expect(outward(answer, translation()).headers.getAll('Via')).toEqual([top, 'SIP/2.0/TLS 192.0.2.2;branch=z9hG4bKother']);
  });

  it('has no Expires that would overflow a timer', () => {
    const message = incoming('INVITE', [
      ['CSeq', '1 INVITE'],
      ['Via', 'SIP/2.0/TLS fe1;branch=z9hG4bK1'],
      ['Expires', '99999999'],
    ]);
    expect(inwardRequest(message, translation()).headers.has('Expires')).toBe(false);
  });

  it('answers with the Via that sip.js wrote', () => {
    const answer = response(
      200,
      'OK',
      new Headers([
        ['Via', 'SIP/2.0/TLS 192.0.2.10:50000;branch=z9hG4bK1;ms-received-port=50000'],
        ['CSeq', '1 MESSAGE'],
      ]),
    );
    expect(inwardResponse(answer, translation()).headers.get('Via')).toBe(
      'SIP/2.0/TLS abc.invalid;branch=z9hG4bK1;ms-received-port=50000',
    );
  });

  it('gives sip.js a Contact of ours in the 200 to REGISTER, or it would tell nobody of it', () => {
    const answer = response(
      200,
      'OK',
      new Headers([
        ['Via', 'x'],
        ['CSeq', '3 REGISTER'],
        ['Contact', '<sip:other@host>'],
        ['Expires', '7200'],
      ]),
    );
    expect(inwardResponse(answer, translation()).headers.getAll('Contact')).toEqual(['<sip:lena@contoso.net>;expires=7200']);
  });
});
