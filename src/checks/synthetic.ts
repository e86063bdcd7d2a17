import type { TransactionFact } from '../admin/model.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';
import { humanDuration } from '../time/index.ts';

/** A transaction of the product that was run as test users. */
export interface TransactionObservation {
  /** `Test-CsIM` */
  readonly test: string;
  /** Who took part: `legacy Lena → migrated Mika`. */
  readonly who: string;
  /** The pool that was signed in at. */
  readonly target: string;
  readonly fact: TransactionFact;
}

/** Said of the host on which it runs, where somebody has to prove to be a server; in English alone, elsewhere it stays a failure. */
const wrongHost = /does not have any assigned certificates/i;

const firstLine = (text: string): string => text.split(/\r?\n/)[0]?.trim() ?? '';

/**
 * What a transaction says, by the four ways in which one can fail: an answer that says so is a failure of the estate; an error record, or
 * nothing at all, says that the transaction was not run to its end, and so nothing about the estate. Warnings are reasons beside both.
 */
export function judgeTransaction({ test, who, target, fact }: TransactionObservation): Finding {
  const { answers, warnings, errors } = fact;
  const beside: Reason[] = [
    ...errors.map(({ id, message }) => ({ text: `Error ${firstLine(id.split(',')[0] ?? '')}: ${firstLine(message)}` })),
    ...warnings.map((warning) => ({ text: `Warning: ${firstLine(warning)}` })),
  ];
  const name = `${test} of ${who} at ${target}`;
  const failed = answers.find(({ result }) => result === 'Failure');
  if (failed !== undefined) {
    const diagnosis = firstLine(failed.diagnosis);
    const said = firstLine(failed.error) || 'no reason given';
    const reason = { text: 'Answer of the transaction.', expected: 'Success', observed: `${failed.result} ${diagnosis}`.trim() };
    if (wrongHost.test(`${failed.error}\n${failed.diagnosis}`))
      return undetermined('TRANSACTION_NOT_COMPLETED', `${name} was not run to its end, for want of a certificate: ${said}.`, [
        reason,
        ...beside,
      ]);
    return fail('TRANSACTION_FAILED', `${name} failed: ${said}.`, [reason, ...beside]);
  }
  const strange = answers.find(({ result }) => result !== 'Success' && result !== 'Failure');
  if (strange !== undefined)
    return undetermined('TRANSACTION_NOT_COMPLETED', `${name} answered neither Success nor Failure: ${strange.result}.`, beside);
  if (errors.length > 0) {
    return undetermined(
      'TRANSACTION_NOT_COMPLETED',
      `${name} was not run to its end: ${firstLine(errors[0]?.message ?? '')}`,
      beside,
    );
  }
  if (answers.length === 0)
    return undetermined('TRANSACTION_SILENT', `${name} ended without an answer and without an error.`, beside);
  const latency = Math.max(...answers.map((answer) => answer.latency));
  return pass(`${name} succeeded, by its own account after ${humanDuration(latency)}.`, beside);
}

/**
 * Whether our own clients and the product's transaction saw the same of a pair. Where they did not, one of the two is wrong, and nobody
 * can tell from here which: so that is not a failure of the estate, and nothing to be green about either.
 */
export function judgeAgreement(who: string, own: Finding, product: Finding): Finding {
  for (const [name, finding] of [
    ['our own clients', own],
    ["the product's transaction", product],
  ] as const) {
    if (finding.outcome === 'undetermined')
      return undetermined(
        'DEPENDS_ON_OTHER',
        `Of ${who} there is nothing to compare: ${name} could not look. ${finding.message}`,
      );
  }
  const word = (finding: Finding): string => (finding.outcome === 'pass' ? 'delivered' : 'not delivered');
  if (own.outcome === product.outcome) return pass(`Both witnesses saw the message of ${who} ${word(own)}.`);
  return undetermined('WITNESSES_DISAGREE', `About the message of ${who} the two witnesses disagree.`, [
    { text: `Our own clients: ${word(own)}. ${own.message}` },
    { text: `The product's transaction: ${word(product)}. ${product.message}` },
  ]);
}
