import { each, eachText, type Path, type Problem, valueAt } from './problem.ts';
import { allowedWords } from './suggest.ts';

/**
 * What no single value shows: names that stand twice, names that lead nowhere, logins that are missing. They look at the plain file, so
 * that they work beside whatever else is wrong with it; what has no shape they can use they leave to the schema.
 */

const fold = (text: string): string => text.toLowerCase();

function duplicates(root: unknown, pattern: Path, what: string): Problem[] {
  const first = new Map<string, Path>();
  const problems: Problem[] = [];
  for (const { path, value } of eachText(root, pattern)) {
    const see = first.get(fold(value));
    if (see === undefined) first.set(fold(value), path);
    else problems.push({ path, text: `${what} ${JSON.stringify(value)} stands there twice`, see });
  }
  return problems;
}

const poolNames = (root: unknown): string[] =>
  [...eachText(root, ['sites', '*', 'pools', '*', 'fqdn'])].map(({ value }) => value);

function unknownPools(root: unknown): Problem[] {
  const pools = poolNames(root);
  // Without any pool the file has a greater problem, which the schema names.
  if (pools.length === 0) return [];
  const known = new Set(pools.map(fold));
  const references = [
    ...eachText(root, ['users', '*', 'pool']),
    ...eachText(root, ['waves', '*', 'pools', '*']),
    ...eachText(root, ['pilot', 'meetings', '*', 'pool']),
  ];
  return references
    .filter(({ value }) => !known.has(fold(value)))
    .map(({ path, value }) => ({ path, text: `no pool is called ${JSON.stringify(value)}; ${allowedWords(value, pools)}` }));
}

/** Users live on front ends: a pool without one can be no home. */
function usersWithoutHome(root: unknown): Problem[] {
  const homeless = new Set<string>();
  for (const { path, value } of eachText(root, ['sites', '*', 'pools', '*', 'fqdn'])) {
    const roles = [...each(root, [...path.slice(0, -1), 'servers', '*', 'roles', '*'])].map((role) => role.value);
    if (roles.length > 0 && !roles.includes('front-end')) homeless.add(fold(value));
  }
  return [...eachText(root, ['users', '*', 'pool']), ...eachText(root, ['pilot', 'meetings', '*', 'pool'])]
    .filter(({ value }) => homeless.has(fold(value)))
    .map(({ path, value }) => ({ path, text: `${value} has no server with the role front-end, so it can be no home of users` }));
}

/** Only an Edge pool has an outside; federation and XMPP go through one of each generation, and XMPP through none of 2010. */
function edges(root: unknown): Problem[] {
  const problems: Problem[] = [];
  const firstOf = new Map<string, Path>();
  for (const { path, value } of each(root, ['sites', '*', 'pools', '*'])) {
    const edge = valueAt(value, ['edge']);
    if (edge === null || typeof edge !== 'object') continue;
    const at = [...path, 'edge'];
    const roles = [...each(value, ['servers', '*', 'roles', '*'])].map((role) => role.value);
    if (roles.length > 0 && !roles.includes('edge')) {
      problems.push({ path: at, text: 'belongs to a pool whose servers have the role edge; those of this one have not' });
      continue;
    }
    const generation = String(valueAt(value, ['generation']));
    if (valueAt(edge, ['xmpp']) === true && generation === 'lync-2010') {
      problems.push({
        path: [...at, 'xmpp'],
        text: 'is for Edge pools of lync-2013: in 2010 XMPP goes through a gateway of its own',
      });
    }
    if (valueAt(edge, ['federation']) === false) continue;
    const see = firstOf.get(generation);
    if (see === undefined) firstOf.set(generation, at);
    else {
      problems.push({
        path: [...at, 'federation'],
        text: `two Edge pools of ${generation} have federation, which goes through one: say federation: false for the other`,
        see,
      });
    }
  }
  return problems;
}

function domains(root: unknown): Problem[] {
  const known = [...eachText(root, ['sipDomains', '*'])].map(({ value }) => value);
  if (known.length === 0) return [];
  const problems: Problem[] = [];
  for (const { path, value } of eachText(root, ['users', '*', 'uri'])) {
    const domain = value.slice(value.indexOf('@') + 1);
    if (!value.includes('@') || known.map(fold).includes(fold(domain))) continue;
    problems.push({ path, text: `the domain ${JSON.stringify(domain)} is not among sipDomains; ${allowedWords(domain, known)}` });
  }
  return problems;
}

function logins(root: unknown): Problem[] {
  const problems: Problem[] = [];
  for (const { path, value } of each(root, ['users', '*'])) {
    if (value === null || typeof value !== 'object' || 'login' in value) continue;
    const whole = [...path, 'login'];
    if ('password' in value)
      problems.push({ path: whole, text: 'is missing; a user with a password needs a login such as CONTOSO\\lena' });
    else if (valueAt(value, ['purpose']) === 'refusal-probe') {
      problems.push({
        path: whole,
        text: 'is missing; a refusal-probe user needs the login that is tried with a wrong password',
      });
    }
  }
  return problems;
}

/** Two sign-ins with one account disturb each other; and a wrong password tried for a test user must never lock out anybody else. */
function sharedLogins(root: unknown): Problem[] {
  const accounts = eachText(root, ['sites', '*', 'administration', 'accounts', '*', 'login']);
  const administrators = new Map([...accounts].map(({ path, value }) => [fold(value), path]));
  const asTester = [...eachText(root, ['users', '*', 'login'])].flatMap(({ path, value }): Problem[] => {
    const see = administrators.get(fold(value));
    if (see === undefined) return [];
    return [
      {
        path,
        text: `${JSON.stringify(value)} is an account that administers a site; test users need accounts of their own`,
        see,
      },
    ];
  });
  return [...duplicates(root, ['users', '*', 'login'], 'the login'), ...asTester];
}

/** Who is to be proven by tickets needs somebody who gives them. */
function ticketsFromNowhere(root: unknown): Problem[] {
  if (valueAt(root, ['kerberos']) !== undefined) return [];
  const asked = [
    ...eachText(root, ['users', '*', 'authentication']),
    ...eachText(root, ['sites', '*', 'pools', '*', 'authentication']),
  ];
  return asked
    .filter(({ value }) => value === 'kerberos')
    .map(({ path }) => ({ path, text: 'needs kerberos: { realm, kdc } in the file, which says where tickets come from' }));
}

/** Who is spoken for needs somebody who speaks; and of a wrong password nobody learns where none is asked for. */
function trustInNobody(root: unknown): Problem[] {
  const asked = [
    ...eachText(root, ['users', '*', 'authentication']),
    ...eachText(root, ['sites', '*', 'pools', '*', 'authentication']),
  ].filter(({ value }) => value === 'trusted-server');
  if (valueAt(root, ['trustedServer']) !== undefined) return [];
  return asked.map(({ path }) => ({
    path,
    text: 'needs trustedServer: { fqdn, certificate, key } in the file, by which this host proves to be one',
  }));
}

/** All problems that only show between values. */
export const crossCheck = (root: unknown): Problem[] => [
  ...duplicates(root, ['sites', '*', 'name'], 'the site'),
  ...duplicates(root, ['sites', '*', 'pools', '*', 'fqdn'], 'the pool'),
  ...duplicates(root, ['sites', '*', 'pools', '*', 'servers', '*', 'fqdn'], 'the server'),
  ...duplicates(root, ['users', '*', 'name'], 'the name'),
  ...duplicates(root, ['users', '*', 'uri'], 'the address'),
  ...duplicates(root, ['pilot', 'meetings', '*', 'pool'], 'the pool of a meeting'),
  ...unknownPools(root),
  ...usersWithoutHome(root),
  ...edges(root),
  ...domains(root),
  ...logins(root),
  ...sharedLogins(root),
  ...ticketsFromNowhere(root),
  ...trustInNobody(root),
];
