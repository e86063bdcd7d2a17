import { parseCSeq, type SipMessage } from '../../sip/wire/index.ts';
import type { LabServer } from '../estate/index.ts';
import type { Core } from './core.ts';

/** What a box between a pool and its clients does to messages after they were signed, while its faults are on. */
export function tamper({ isBroken }: Pick<Core, 'isBroken'>, { pool }: LabServer, message: SipMessage): void {
  if (message.kind !== 'response' || parseCSeq(message.headers.get('CSeq') ?? '').method !== 'REGISTER') return;
  if (message.status === 301 && isBroken('redirects-unsigned', pool.fqdn)) {
    message.headers.remove('Authentication-Info');
  }
  if (message.status === 200 && isBroken('answers-changed', pool.fqdn)) message.headers.set('Expires', '600');
}
