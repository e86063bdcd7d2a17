/**
 * What ids of `ms-diagnostics` mean, in a plain sentence each (MS-OCER appendix A). Only ids that were recorded or are documented stand
 * here: others are passed on as they came, because a wrong explanation is worse than none.
 */
const meanings: Readonly<Record<number, string>> = {
  1027: 'this kind of request is not routed to or from federated partners',
  1034: 'the federated partner in between did not say why',
  2165: 'the contact list is kept in Exchange (unified contact store), and the pool does not give it out',
  4005: 'the user is not enabled for the product, or not known on this server: moved or enabled just now, and not replicated yet',
  4141: 'the account is disabled',
  4268: 'delegate and delegator are in different deployments',
  10003: 'a proxy behind the server returned a failure',
  15000: 'the server could not read the properties of the user or contact object',
  21002: 'attendees may not share in this conference',
  24067: 'the conferencing server rolls over to another one',
};

/** The meaning of a value of `ms-diagnostics` (`4005;reason="…";source="…"`), or `undefined` where the id is not known for certain. */
export const meaningOf = (diagnosis: string): string | undefined => meanings[Number.parseInt(diagnosis, 10)];

/** A value of `ms-diagnostics` (MS-OCER): everything as the server wrote it. */
export interface Diagnosis {
  readonly id: string;
  readonly reason?: string;
  /** FQDN of the server that gave it. */
  readonly source?: string;
}

/** Reads a diagnosis; `undefined` for what does not begin with an id. */
export function diagnosisOf(value: string): Diagnosis | undefined {
  const id = /^\s*(\d+)\s*(?:;|$)/.exec(value)?.[1];
  if (id === undefined) return undefined;
  const parameter = (name: string): string | undefined =>
    new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, 'i')
      .exec(value)
      ?.slice(1)
      .find((part) => part !== undefined);
  const [reason, source] = [parameter('reason'), parameter('source')];
  return { id, ...(reason !== undefined && { reason }), ...(source !== undefined && { source }) };
}
