import type { Environment, TestUser } from '../../environment/model.ts';
import type { Random } from '../../sip/wire/index.ts';
import type { LabUser } from '../model.ts';

/** Users of the lab by SIP URI in lower case, each with a password nobody has chosen, unless one is given by SIP URI. */
export function createUsers(
  environment: Environment,
  random: Random,
  passwords: Readonly<Record<string, string>> = {},
): Map<string, LabUser> {
  return new Map(environment.users.map((user) => [user.uri.toLowerCase(), labUser(user, random, passwords[user.uri])]));
}

function labUser(user: TestUser, random: Random, password = random(18).toString('base64url')): LabUser {
  return {
    name: user.name,
    uri: user.uri,
    login: user.login ?? `LAB\\${accountOf(user.uri)}`,
    password,
    pool: user.pool.toLowerCase(),
    enabled: true,
  };
}

/** `sip:lena@contoso.net` → `lena` */
const accountOf = (uri: string): string => /^(?:sip:)?([^@]*)/i.exec(uri)![1]!;

/**
 * The user who logs on as this account, in either form: domain and account, or a user principal name and no domain.
 * Windows compares both without case.
 */
export function userByLogin(users: Iterable<LabUser>, account: string, domain: string): LabUser | undefined {
  const wanted = domain === '' ? account.toLowerCase() : `${domain}\\${account}`.toLowerCase();
  for (const user of users) {
    if (user.login.toLowerCase() === wanted) return user;
    if (domain === '' && user.uri.toLowerCase() === `sip:${wanted}`) return user;
  }
  return undefined;
}

/** Passwords of the accounts that administer the sites, by login, each one that nobody has chosen. */
export function createAccounts(environment: Environment, random: Random): Map<string, string> {
  const logins = environment.sites.flatMap(({ administration: { accounts } }) =>
    [accounts.siteAdmin, accounts.readOnly].flatMap((account) => (account === undefined ? [] : [account.login])),
  );
  return new Map([...new Set(logins)].map((login) => [login, random(18).toString('base64url')]));
}
