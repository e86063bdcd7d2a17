import { describe, expect, it } from 'vitest';
import { Headers, response, type SipResponse } from '../wire/index.ts';
import { Transactions } from './transactions.ts';

const answer = (via: readonly string[], cseq = '1 MESSAGE', status = 200): SipResponse =>
  response(status, '', new Headers([...via.map((value) => ['Via', value] as const), ['CSeq', cseq]]));

describe('client transactions of our own', () => {
  const begun = (sentBy = 'SIP/2.0/TLS 192.0.2.10:50000') => {
    let n = 0;
    const transactions = new Transactions(sentBy, () => `z9hG4bK${n++}`);
    const told: number[] = [];
    const branch = transactions.begin('MESSAGE', ({ status }) => told.push(status));
    return { transactions, told, branch, via: transactions.via(branch) };
  };

  it('take their final answer once, and are over with it', () => {
    const { transactions, told, via } = begun();
    expect(via).toBe('SIP/2.0/TLS 192.0.2.10:50000;branch=z9hG4bK0');
    expect(transactions.take(answer([via]))).toBe(true);
    expect(transactions.take(answer([via]))).toBe(false);
    expect(told).toEqual([200]);
    expect(transactions.pending).toBe(0);
  });

  it('let provisional answers pass and go on waiting', () => {
    const { transactions, told, via } = begun();
    expect(transactions.take(answer([via], '1 MESSAGE', 100))).toBe(true);
    expect(transactions.pending).toBe(1);
    expect(transactions.take(answer([via], '1 MESSAGE', 408))).toBe(true);
    expect(told).toEqual([408]);
  });

  it.each([
    ['as it was sent', 'SIP/2.0/TLS 192.0.2.10:50000;branch=z9hG4bK0'],
    ['with what a server adds', 'SIP/2.0/TLS 192.0.2.10:50000;branch=z9hG4bK0;ms-received-port=5;received=192.0.2.1'],
    ['written anew', 'SIP / 2.0 / tls  192.0.2.10 : 50000 ; received=192.0.2.1; Branch = z9hG4bK0'],
    ['with a comma in quotation marks', 'SIP/2.0/TLS 192.0.2.10:50000;branch=z9hG4bK0;ms-internal-info="a,b"'],
  ])('know their Via %s', (_, via) => {
    const { transactions, told } = begun();
    expect(transactions.take(answer([via]))).toBe(true);
    expect(told).toEqual([200]);
  });

  it('know an address of IPv6', () => {
    const { transactions, told } = begun('SIP/2.0/TLS [2001:db8::1]:50000');
    expect(transactions.take(answer(['SIP/2.0/TLS [2001:db8::1]:50000 ;branch=z9hG4bK0']))).toBe(true);
    expect(told).toEqual([200]);
  });

  it.each([
    ['of another branch', ['SIP/2.0/TLS 192.0.2.10:50000;branch=z9hG4bK1'], '1 MESSAGE'],
    ['of a longer branch', ['SIP/2.0/TLS 192.0.2.10:50000;branch=z9hG4bK00'], '1 MESSAGE'],
    ['without a branch', ['SIP/2.0/TLS 192.0.2.10:50000'], '1 MESSAGE'],
    ['without a Via', [], '1 MESSAGE'],
    ['to another method', ['SIP/2.0/TLS 192.0.2.10:50000;branch=z9hG4bK0'], '1 INVITE'],
    ['sent by somebody else', ['SIP/2.0/TLS 192.0.2.11:50000;branch=z9hG4bK0'], '1 MESSAGE'],
    ['over another transport', ['SIP/2.0/TCP 192.0.2.10:50000;branch=z9hG4bK0'], '1 MESSAGE'],
    ['with two Vias', ['SIP/2.0/TLS 192.0.2.10:50000;branch=z9hG4bK0', 'SIP/2.0/TLS a;branch=b'], '1 MESSAGE'],
    ['with two Vias in one line', ['SIP/2.0/TLS 192.0.2.10:50000;branch=z9hG4bK0,SIP/2.0/TLS a;branch=b'], '1 MESSAGE'],
  ])('leave an answer %s alone', (_, via, cseq) => {
    const { transactions, told } = begun();
    expect(transactions.take(answer(via, cseq))).toBe(false);
    expect([told, transactions.pending]).toEqual([[], 1]);
  });

  it('that nobody waits for any longer take nothing', () => {
    const { transactions, told, branch, via } = begun();
    transactions.end(branch);
    expect(transactions.take(answer([via]))).toBe(false);
    expect(told).toEqual([]);
  });
});
