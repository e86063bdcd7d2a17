import { Core, Invitation, SessionState, version } from 'sip.js';
import { describe, expect, it } from 'vitest';
import { applyPatches, patchedSymbols } from './index.ts';

describe('sip.js', () => {
  // The exported version of 0.21.2 reads 0.21.1.
  it('is the version that the patches were made for', () => expect(version).toBe('0.21.1'));

  for (const [symbol, there] of Object.entries(patchedSymbols())) {
    it(`has ${symbol}`, () => expect(there).toBe(true));
  }
});

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
});
