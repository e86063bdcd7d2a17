import { type Headers, parseMessage, parseNameAddr, type SipResponse } from '../wire/index.ts';
import { diagnosisOf, meaningOf } from './diagnostics.ts';

/** The final answer to a request. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly body: string;
  /** First value of a header. */
  header(name: string): string | undefined;
  /** Values of all lines of a header, lists within a line not split. */
  headers(name: string): readonly string[];
  readonly toTag: string | undefined;
  /** CSeq number, which a challenge may have moved on. */
  readonly cseq: number;
}

/** Reads a final answer from its text. @throws WireError */
export const readAnswer = (text: string): Answer => answerOf(parseMessage(text) as SipResponse);

/** A final answer as it was read. */
export const answerOf = (message: SipResponse): Answer => new ReadAnswer(message);

class ReadAnswer implements Answer {
  readonly #message: SipResponse;

  constructor(message: SipResponse) {
    this.#message = message;
  }

  get status(): number {
    return this.#message.status;
  }

  get reason(): string {
    return this.#message.reason;
  }

  get body(): string {
    return this.#message.body;
  }

  header(name: string): string | undefined {
    return this.#message.headers.get(name);
  }

  headers(name: string): readonly string[] {
    return this.#message.headers.getAll(name);
  }

  get toTag(): string | undefined {
    const to = this.header('To');
    return to === undefined ? undefined : parseNameAddr(to).parameters.tag;
  }

  get cseq(): number {
    return Number.parseInt(this.header('CSeq') ?? '0', 10);
  }
}

/** `504 Server time-out (ms-diagnostics 1014;reason="…";source="…")`: status and every diagnosis, verbatim. */
export function describeAnswer(answer: Answer): string {
  const told = diagnosticsOf(answer).map((value) => `ms-diagnostics ${value}`);
  const warnings = answer.headers('Warning').map((value) => `Warning ${value}`);
  const why = [...told, ...warnings].join(', ');
  return `${answer.status}${answer.reason === '' ? '' : ` ${answer.reason}`}${why === '' ? '' : ` (${why})`}`;
}

const namesOfDiagnoses = ['ms-diagnostics', 'ms-diagnostics-public'];

/** Every ms-diagnostics of the answer, verbatim: one per hop that added one (MS-OCER). */
export const diagnosticsOf = (answer: Answer): readonly string[] => namesOfDiagnoses.flatMap((name) => answer.headers(name));

/** The same of any message. */
export const diagnosesIn = (headers: Headers): readonly string[] => namesOfDiagnoses.flatMap((name) => headers.getAll(name));

/** What is known of these diagnoses, in plain words; `''` for nothing. */
export const meaningsOf = (diagnostics: readonly string[]): string =>
  [...new Set(diagnostics.flatMap((diagnosis) => meaningOf(diagnosis) ?? []))].join('; ');

/**
 * The facts of an answer for an error: all diagnoses verbatim, of the first one (the nearest hop's) id, reason and source, and `meaning` where
 * they are known.
 */
export const factsOf = (answer: Answer): Record<string, number | string | readonly string[]> => {
  const diagnostics = diagnosticsOf(answer);
  const meaning = meaningsOf(diagnostics);
  const [first] = diagnostics.flatMap((value) => diagnosisOf(value) ?? []);
  return {
    status: answer.status,
    reason: answer.reason,
    ...(diagnostics.length > 0 && { diagnostics }),
    ...(first && { diagnosticId: first.id }),
    ...(first?.reason !== undefined && { diagnosticReason: first.reason }),
    ...(first?.source !== undefined && { diagnosticSource: first.source }),
    ...(meaning !== '' && { meaning }),
  };
};
