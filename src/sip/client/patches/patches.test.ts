import { Core, Invitation, SessionState, UserAgent, version } from 'sip.js';
import { describe, expect, it } from 'vitest';
import { parseMessage, serialise } from '../../wire/index.ts';
import { applyPatches, patchedSymbols, writtenAs } from './index.ts';

describe('sip.js', () => {
  // The exported version of 0.21.2 reads 0.21.1.
  it('is the version that the patches were made for', () => expect(version).toBe('0.21.1'));

  for (const [symbol, there] of Object.entries(patchedSymbols())) {
    it(`has ${symbol}`, () => expect(there).toBe(true));
  }
});

/** As shipped, before anything is patched. */
const stock = { ...Object.getOwnPropertyDescriptors(Core.OutgoingRequestMessage.prototype) };

describe('the patches of sip.js', () => {
  applyPatches('test');

  it('give every transaction a branch of its own, and a CANCEL that of its INVITE', () => {
    const { makeId } = Core.ClientTransaction as unknown as { makeId(request: { method: string; branch?: string }): string };
    const branches = Array.from({ length: 10_000 }, () => makeId({ method: 'MESSAGE' }));
    expect(new Set(branches).size).toBe(branches.length);
    expect(branches[0]).toMatch(/^z9hG4bKtest/);
    expect(makeId({ method: 'CANCEL', branch: 'z9hG4bKinvite' })).toBe('z9hG4bKinvite');
  });

  it('let an ACK be lost after the dialog is over', () => {
    const { onAckTimeout } = Invitation.prototype as unknown as { onAckTimeout(this: object): void };
    const told: string[] = [];
    const invitation = (state: SessionState) => ({
      state,
      logger: { log: () => {} },
      dialog: { bye: () => told.push('BYE') },
      stateTransition: (to: SessionState) => told.push(to),
    });
    onAckTimeout.call(invitation(SessionState.Terminated));
    expect(told).toEqual([]);
    onAckTimeout.call(invitation(SessionState.Established));
    expect(told).toEqual(['BYE', 'Terminated']);
  });

  it('hand a 408 of the server up once, and a silent server stays one', () => {
    const { receiveResponse } = Core.NonInviteClientTransaction.prototype as unknown as {
      receiveResponse(this: object, response: object): void;
    };
    const told: unknown[] = [];
    const transaction = {
      state: Core.TransactionState.Trying,
      user: { receiveResponse: ({ statusCode }: { statusCode: number }) => told.push(statusCode) },
      onRequestTimeout: () => told.push('timeout'),
      stateTransition(to: Core.TransactionState) {
        this.state = to;
      },
    };
    receiveResponse.call(transaction, { statusCode: 408 });
    receiveResponse.call(transaction, { statusCode: 408 });
    expect([told, transaction.state]).toEqual([[408], Core.TransactionState.Completed]);
  });

  it('write a request as sip.js would, but for an empty Supported, and need not read it again', () => {
    const uri = (text: string) => UserAgent.makeURI(text)!;
    const written = (optionTags: string[], body?: Core.Body) => {
      const message = new Core.OutgoingRequestMessage(
        'MESSAGE',
        uri('sip:mika@192.0.2.10:50000;transport=tls'),
        uri('sip:lena@contoso.net'),
        uri('sip:mika@contoso.net'),
        { cseq: 7, callId: 'c', fromTag: '1', toTag: '2', routeSet: ['<sip:fe1;lr>', '<sip:fe2;lr>'], optionTags },
        ['Contact: <sip:lena@contoso.net;gruu>', 'Supported: ms-sender', '  X-Empty:'],
        body,
      );
      message.setViaHeader('z9hG4bK1', 'TLS');
      message.setHeader('www-authenticate', 'NTLM');
      const text = message.toString();
      return [text, stock.toString!.value!.call(message)] as const;
    };
    const body = { contentDisposition: 'render', contentType: 'text/plain', content: 'Grüße\r\n' };
    for (const [ours, theirs] of [written(['gruu', 'path']), written(['gruu'], body)]) {
      // One blank behind an empty value is all that differs.
      expect(ours).toBe(theirs.replace('X-Empty:\r', 'X-Empty: \r'));
    }
    const [ours, theirs] = written([]);
    expect(ours).toBe(theirs.replace('X-Empty:\r', 'X-Empty: \r').replace('Supported: \r\n', ''));
    const message = writtenAs(ours)!;
    expect(serialise(message)).toBe(ours);
    expect(serialise(parseMessage(ours))).toBe(ours);
    expect(writtenAs(ours)).toBeUndefined();
    written([]);
    expect(writtenAs('SIP/2.0 200 OK\r\n\r\n')).toBeUndefined();
  });
});
