import {
  type Account,
  type Environment,
  isSpokenFor,
  readTrustedServer,
  type TestUser,
  type TrustedServer,
} from '../environment/index.ts';
import { checkOf } from '../guide/index.ts';
import type { Plan } from '../plan/index.ts';

/**
 * Whose passwords the cases of a plan need: those who sign in, and the accounts of the sites that are administered; that of an account for
 * reading only where it tries to write.
 */
export function neededLogins(plan: Plan, environment: Environment, refusalProbes: boolean): readonly (TestUser | Account)[] {
  const needed = new Set<TestUser | Account>();
  const user = (name: string): void => {
    const found = environment.users.find((known) => known.name === name);
    if (found !== undefined && !isSpokenFor(environment, found)) needed.add(found);
  };
  for (const { check, pillar, site, target, notCovered } of plan.cases) {
    if (notCovered !== undefined) continue;
    // A wrong password is made up; the right one is never needed. Of whom only administration is asked, nobody signs in.
    if (
      target.kind === 'user' &&
      pillar !== 'administration' &&
      !['signin.wrong-password', 'entry-points.autodiscover'].includes(check)
    )
      user(target.user);
    if (target.kind === 'conference') for (const name of [target.organizer, ...target.participants]) user(name);
    if (target.kind === 'pair') {
      user(target.pair.from);
      user(target.pair.to);
    }
    if (checkOf(check)?.needs.includes('management-shell')) {
      const administration = environment.sites.find(({ name }) => name === site)?.administration;
      const account = administration?.accounts.siteAdmin;
      // A shell of this host is that of whoever runs it.
      if (account !== undefined && administration?.via !== 'local') needed.add(account);
      const reader = administration?.accounts.readOnly;
      if (refusalProbes && check === 'administration.read-only-probe' && reader !== undefined) needed.add(reader);
      // Who administers the site in which somebody else tries to write looks after it.
      const other =
        target.kind === 'site' && target.other !== undefined
          ? environment.sites.find(({ name }) => name === target.other)
          : undefined;
      const guardian = other?.administration.accounts.siteAdmin;
      if (refusalProbes && guardian !== undefined && other?.administration.via !== 'local') needed.add(guardian);
    }
  }
  return [...needed];
}

/** The certificate and key of this host, where a case needs them. @throws CoexistenceError TRUSTED_SERVER_UNREADABLE */
export async function trustedServerFor(plan: Plan, environment: Environment): Promise<TrustedServer | undefined> {
  const spokenFor = environment.users.filter((user) => isSpokenFor(environment, user)).map(({ name }) => name);
  const isNeeded = plan.cases.some(
    ({ target, notCovered }) => notCovered === undefined && target.kind === 'pair' && spokenFor.includes(target.pair.from),
  );
  return isNeeded ? await readTrustedServer(environment) : undefined;
}
