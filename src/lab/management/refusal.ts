/** What the endpoint answers instead of an answer; the Lync module makes PowerShell errors of it. */
export type RefusalKind = 'access-denied' | 'not-found' | 'exists' | 'invalid' | 'server-unreachable' | 'quota';

const statusOf: Record<RefusalKind, number> = {
  'access-denied': 403,
  'not-found': 404,
  exists: 409,
  invalid: 400,
  'server-unreachable': 503,
  quota: 429,
};

/** A question that the estate answers with an error. */
export class Refusal extends Error {
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string) {
    super(message);
    this.kind = kind;
  }

  get status(): number {
    return statusOf[this.kind];
  }
}
