import type { Finding } from '../outcome/index.ts';

/** Carries a finding that is not a pass to vitest, for those who watch it there. */
export class FindingError extends Error {
  override readonly name = 'FindingError';
  readonly code: string;

  constructor(finding: Finding) {
    const reasons = finding.reasons.map(({ text, expected, observed }) =>
      expected === undefined ? `  ${text}` : `  ${text} Expected ${expected}; observed ${observed ?? 'nothing'}.`,
    );
    super(
      [`${finding.outcome}: ${finding.message}`, ...reasons, ...(finding.hint === undefined ? [] : [`  ${finding.hint}`])].join(
        '\n',
      ),
    );
    this.code = finding.code ?? 'UNEXPECTED';
    this.stack = `${this.name}: ${this.message}`;
  }
}
