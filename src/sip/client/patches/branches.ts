import { Core } from 'sip.js';

/**
 * Gives every transaction of this process a branch of its own.
 *
 * As shipped a branch is one of ten million random numbers; two equal ones in flight cost the older request its answer. A CANCEL must
 * keep the branch of its INVITE (RFC 3261 section 9.1).
 */
export function uniqueBranches(prefix: string): void {
  const target = Core.ClientTransaction as unknown as { makeId(request: { method: string }): string };
  const stock = target.makeId;
  let n = 0;
  target.makeId = (request) => (request.method === 'CANCEL' ? stock(request) : `z9hG4bK${prefix}${(n++).toString(36)}`);
}
