import type { Environment } from '../environment/index.ts';

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const parentOf = (fqdn: string): string => fqdn.slice(fqdn.indexOf('.') + 1);

/**
 * Takes the names of an estate out of what PowerShell answered: hosts, SIP addresses, sites, accounts and people stand there as `host1.contoso.net`,
 * `sip:user1@contoso.net`, `Site1` … Equal names stay equal over all values that go through one anonymiser, so that shapes and relations remain.
 */
export function anonymiser({ sites, sipDomains, users }: Environment): <T>(value: T) => T {
  const known = new Map<string, string>();
  const numbered = (kind: string, text: string, after = ''): string => {
    const key = `${kind} ${text.toLowerCase()}`;
    const found = known.get(key) ?? `${kind}${[...known.keys()].filter((name) => name.startsWith(`${kind} `)).length + 1}`;
    known.set(key, found);
    return `${found}${after}`;
  };
  const fqdns = sites.flatMap(({ pools }) =>
    pools.flatMap(({ fqdn, servers }) => [fqdn, ...servers.map((server) => server.fqdn)]),
  );
  const domains = [...new Set([...sipDomains, ...fqdns.map(parentOf)])].sort((a, b) => b.length - a.length);
  const anyDomain = domains.map(literal).join('|');
  const siteNames = sites.map(({ name }) => name).sort((a, b) => b.length - a.length);
  const logins = users.flatMap(({ login }) => (login === undefined ? [] : [login]));
  const accounts = sites.flatMap(({ administration }) => Object.values(administration.accounts).map(({ login }) => login));
  const rules: readonly [RegExp, (found: string) => string][] = [
    [/\bsips?:[^\s"@]+@[^\s"]+/gi, (found) => numbered('sip:user', found, '@contoso.net')],
    [/\b(CN|OU)=[^,]+(,(CN|OU|DC)=[^,]+)*/gi, (found) => numbered('CN=name', found, ',DC=contoso,DC=net')],
    [new RegExp(`(?:[\\w-]+\\.)+(?:${anyDomain})`, 'gi'), (found) => numbered('host', found, '.contoso.net')],
    [new RegExp(anyDomain, 'gi'), () => 'contoso.net'],
    ...[...logins, ...accounts].map((login): [RegExp, (found: string) => string] => [
      new RegExp(literal(login), 'gi'),
      (found) => numbered('CONTOSO\\account', found),
    ]),
    ...siteNames.map((name): [RegExp, (found: string) => string] => [
      new RegExp(literal(name), 'gi'),
      (found) => numbered('Site', found),
    ]),
  ];
  // What one rule has put in is not looked at by the next: it goes through as a mark of its own.
  const text = (value: string): string => {
    const kept: string[] = [];
    let out = value;
    for (const [pattern, replace] of rules) out = out.replace(pattern, (found) => `\u0000${kept.push(replace(found)) - 1}\u0000`);
    return out.replace(/\u0000(\d+)\u0000/g, (_, at: string) => kept[Number(at)] ?? '');
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, walk(part)]));
  };
  return <T>(value: T): T => walk(value) as T;
}
