import type { Authentication, Environment, TestUser } from './model.ts';

/** How a user is proven: what the user's entry says, else that of the home pool. */
export function authenticationOf({ sites }: Pick<Environment, 'sites'>, user: TestUser): Authentication {
  const home = sites.flatMap(({ pools }) => pools).find(({ fqdn }) => fqdn === user.pool);
  return user.authentication ?? home?.authentication ?? 'auto';
}

/** True for a user for whom this host speaks as a trusted server: such a user has no password, and nobody signs in as it. */
export const isSpokenFor = (environment: Pick<Environment, 'sites'>, user: TestUser): boolean =>
  authenticationOf(environment, user) === 'trusted-server';
