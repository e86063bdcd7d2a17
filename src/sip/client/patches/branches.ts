import { Core } from 'sip.js';

let prefix = '';
let count = 0;

/** A branch that no other transaction of this process has, nor had (RFC 3261 section 8.1.1.7). */
export const nextBranch = (): string => `z9hG4bK${prefix}${(count++).toString(36)}`;

/**
 * Gives every transaction of sip.js a branch of its own, out of the same numbers as ours.
 *
 * As shipped a branch is one of ten million random numbers; two equal ones in flight cost the older request its answer. A CANCEL must
 * keep the branch of its INVITE (RFC 3261 section 9.1).
 * @param process a name for this process among those that talk to the same server
 */
export function uniqueBranches(process: string): void {
  prefix = process;
  const target = Core.ClientTransaction as unknown as { makeId(request: { method: string }): string };
  const stock = target.makeId;
  target.makeId = (request) => (request.method === 'CANCEL' ? stock(request) : nextBranch());
}
