import { type Finding, fail, pass, undetermined } from '../outcome/index.ts';
import { humanDuration } from '../time/index.ts';
import { inTime, type MeasuredTime, ownHostLate } from './in-time.ts';
import { type Trouble, troubleFinding } from './trouble.ts';

/** One message on its way: what was sent, how it was answered, what arrived. Times in milliseconds. */
export interface MessageObservation {
  readonly text: string;
  /** The same as HTML, where it was sent in both forms. */
  readonly html?: string;
  /** What went wrong while sending. */
  readonly trouble?: Trouble;
  /** From sending to the answer of the far side. */
  readonly acceptedAfter?: number;
  readonly heard?: MeasuredTime & { readonly text: string; readonly html?: string };
}

/** A conversation of a pair: the sender opens it and says something, the recipient answers in it. */
export interface ExchangeObservation {
  readonly from: string;
  readonly to: string;
  readonly budget: number;
  /** Why nothing was sent: one of the two is not signed in. */
  readonly notSignedIn?: string;
  readonly message?: MessageObservation;
  readonly reply?: MessageObservation;
  /** A text as long as clients let people type, and one in two forms; absent where no case asks for it, or nobody heard the message. */
  readonly long?: MessageObservation;
  readonly formatted?: MessageObservation;
}

const notSignedIn = (seen: ExchangeObservation): Finding | undefined =>
  seen.notSignedIn === undefined
    ? undefined
    : undetermined('NOT_SIGNED_IN', `${seen.from} said nothing to ${seen.to}: ${seen.notSignedIn} is not signed in.`);

function judgeDelivery(what: string, message: MessageObservation, from: string, to: string, budget: number): Finding {
  if (message.heard !== undefined) {
    const after = humanDuration(message.heard.after);
    const punctual = inTime(message.heard, budget);
    if (punctual === 'in time') return pass(`${to} read the message of ${from} after ${after}.`);
    if (punctual === 'untold') return ownHostLate(`${what} of ${from} reached ${to}`, message.heard, budget);
    return fail('IM_NOT_DELIVERED', `${what} of ${from} reached ${to} only after ${after}.`, [
      { text: 'Time from sending to arrival.', expected: `within ${humanDuration(budget)}`, observed: after },
    ]);
  }
  if (message.trouble !== undefined) return troubleFinding(message.trouble);
  return fail('IM_NOT_DELIVERED', `${what} of ${from} was accepted and did not reach ${to} within ${humanDuration(budget)}.`, [
    {
      text: `The estate answered 200 to ${from} after ${humanDuration(message.acceptedAfter ?? 0)}.`,
      expected: `${to} reads it within ${humanDuration(budget)}`,
      observed: 'nothing arrived',
    },
  ]);
}

/** What the sender said reached the recipient in time. */
export function judgeDelivered(seen: ExchangeObservation): Finding {
  return notSignedIn(seen) ?? judgeDelivery('A message', seen.message as MessageObservation, seen.from, seen.to, seen.budget);
}

/** What the recipient answered in the same conversation reached the sender in time. */
export function judgeReply(seen: ExchangeObservation): Finding {
  const missing = notSignedIn(seen);
  if (missing !== undefined) return missing;
  if (seen.reply === undefined) {
    return undetermined('DEPENDS_ON_OTHER', `${seen.to} had nothing to answer: the message of ${seen.from} did not arrive.`);
  }
  return judgeDelivery('The answer', seen.reply, seen.to, seen.from, seen.budget);
}

/** What arrived is, character for character, what was sent. */
export function judgeTextUnchanged(seen: ExchangeObservation): Finding {
  const missing = notSignedIn(seen);
  if (missing !== undefined) return missing;
  const { text, heard } = seen.message as MessageObservation;
  if (heard === undefined) {
    return undetermined('DEPENDS_ON_OTHER', `There is no text to compare: the message of ${seen.from} did not reach ${seen.to}.`);
  }
  if (heard.text === text)
    return pass(`${seen.to} read the text of ${seen.from} unchanged, non-ASCII and XML characters included.`);
  return changed(seen, 'text', text, heard.text);
}

const changed = ({ from, to }: ExchangeObservation, what: string, expected: string, observed: string | undefined): Finding =>
  fail('IM_CHANGED', `${to} read another ${what} than ${from} sent.`, [
    {
      text: `${what[0]?.toUpperCase()}${what.slice(1)} of the message.`,
      expected: JSON.stringify(expected),
      observed: observed === undefined ? 'none' : JSON.stringify(observed),
    },
  ]);

/** What is said after the first message is judged only where that one arrived. */
function judgeLater(seen: ExchangeObservation, message: MessageObservation | undefined, what: string): Finding | undefined {
  const missing = notSignedIn(seen);
  if (missing !== undefined) return missing;
  if (message === undefined) {
    return undetermined('DEPENDS_ON_OTHER', `${what} was not sent: the message of ${seen.from} did not reach ${seen.to}.`);
  }
  const delivery = judgeDelivery(what, message, seen.from, seen.to, seen.budget);
  return delivery.outcome === 'pass' ? undefined : delivery;
}

/** A text of the greatest length that people can type arrived whole, and in time. */
export function judgeLongText(seen: ExchangeObservation): Finding {
  const trouble = judgeLater(seen, seen.long, 'A long text');
  if (trouble !== undefined) return trouble;
  const { text, heard } = seen.long as MessageObservation;
  const { length } = text;
  if (heard?.text === text) return pass(`${seen.to} read all ${length} characters of a text of ${seen.from}.`);
  let same = 0;
  while (same < length && text[same] === heard?.text[same]) same++;
  return fail('IM_CHANGED', `${seen.to} read another text than ${seen.from} sent.`, [
    {
      text: `The texts differ from character ${same + 1} on.`,
      expected: `${length} characters`,
      observed: `${heard?.text.length} characters`,
    },
  ]);
}

/** A formatted message arrived in both of its forms, each unchanged, and in time. */
export function judgeFormatted(seen: ExchangeObservation): Finding {
  const trouble = judgeLater(seen, seen.formatted, 'A formatted message');
  if (trouble !== undefined) return trouble;
  const { text, html = '', heard } = seen.formatted as MessageObservation;
  if (heard?.html !== html) return changed(seen, 'formatted text', html, heard?.html);
  if (heard.text !== text) return changed(seen, 'plain text', text, heard.text);
  return pass(`${seen.to} read the formatted message of ${seen.from} in both forms, plain and HTML.`);
}
