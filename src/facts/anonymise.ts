import type { Environment } from '../environment/index.ts';

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const parentOf = (fqdn: string): string => fqdn.slice(fqdn.indexOf('.') + 1);

/** Properties whose text somebody has thought of, and what stands there instead; the product's own words stay. */
const named: Readonly<Record<string, string>> = {
  Computer: 'host',
  Account: 'CONTOSO\\account',
  Names: 'name',
  Route: 'route',
  Usage: 'usage',
};
const isPolicy = (property: string): boolean => /(Policy|DialPlan)$/.test(property);
const ownWords = /^(|global|automatic|uninitialized|none|default)$/i;

/**
 * Takes the names of an estate out of what PowerShell answered: hosts, SIP addresses, telephone numbers, sites, policies, accounts and people stand there
 * as `host1.contoso.net`, `sip:user1@contoso.net`, `Site1` … Equal names stay equal over all values that go through one anonymiser, so that shapes and
 * relations remain. Sites and domains that the environment file does not name are learnt from the answers themselves.
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
  const domains = new Set([...sipDomains, ...fqdns.map(parentOf)]);
  const siteNames = new Set(sites.map(({ name }) => name));
  const logins = users.flatMap(({ login }) => (login === undefined ? [] : [login]));
  const accounts = sites.flatMap(({ administration }) => Object.values(administration.accounts).map(({ login }) => login));
  type Rule = readonly [RegExp, (found: string) => string];
  const longestFirst = (texts: ReadonlySet<string>): string =>
    [...texts]
      .sort((a, b) => b.length - a.length)
      .map(literal)
      .join('|');
  const rulesNow = (): readonly Rule[] => {
    const anyDomain = longestFirst(domains);
    return [
      [/\bsips?:[^\s"@]+@[^\s"]+/gi, (found) => numbered('sip:user', found, '@contoso.net')],
      [/(\btel:\+?|\+)\d{5,}[^\s"]*/gi, (found) => numbered(/^tel/i.test(found) ? 'tel:+1425555010' : '+1425555010', found)],
      [/\b(CN|OU)=[^,]+(, *(CN|OU|DC)=[^,]+)*/gi, (found) => numbered('CN=name', found, ',DC=contoso,DC=net')],
      [/\bDC=[^,\s"]+(,DC=[^,\s"]+)*/gi, () => 'DC=contoso,DC=net'],
      [new RegExp(`(?:[\\w-]+\\.)+(?:${anyDomain})\\b`, 'gi'), (found) => numbered('host', found, '.contoso.net')],
      [new RegExp(`\\b(?:${anyDomain})\\b`, 'gi'), () => 'contoso.net'],
      // A host of a domain that nobody has named; versions and types of the product look nearly like one.
      [/\b(?!Microsoft\.|System\.)(?:[\w-]+\.){2,}[a-z]{2,}\b/gi, (found) => numbered('host', found, '.contoso.net')],
      ...[...logins, ...accounts].map(
        (login): Rule => [new RegExp(literal(login), 'gi'), (found) => numbered('CONTOSO\\account', found)],
      ),
      [new RegExp(longestFirst(siteNames), 'gi'), (found) => numbered('Site', found)],
    ];
  };
  // What one rule has put in is not looked at by the next: it goes through as a mark of its own.
  const text = (value: string, rules: readonly Rule[]): string => {
    const kept: string[] = [];
    let out = value;
    for (const [pattern, replace] of rules) out = out.replace(pattern, (found) => `\u0000${kept.push(replace(found)) - 1}\u0000`);
    return out.replace(/\u0000(\d+)\u0000/g, (_, at: string) => kept[Number(at)] ?? '');
  };
  /** Names of sites and domains that stand where nothing else can. */
  const learn = (value: unknown, property = ''): void => {
    if (Array.isArray(value)) for (const each of value) learn(each, property);
    else if (typeof value === 'object' && value !== null) {
      if ('IsDefault' in value || property === 'Domains') learn((value as { Name?: unknown }).Name, 'Domain');
      for (const [name, part] of Object.entries(value)) learn(part, name);
    } else if (typeof value === 'string') {
      const site = /^site:(.+)$/i.exec(value)?.[1];
      if (site !== undefined) siteNames.add(site);
      const context = [...value.matchAll(/\bDC=([^,\s"]+)/gi)].map(([, label]) => label).join('.');
      if (context.includes('.')) domains.add(context);
      if (property === 'Domain' && value.includes('.')) domains.add(value);
    }
  };
  const walk = (value: unknown, rules: readonly Rule[], property = ''): unknown => {
    if (typeof value === 'string') {
      const kind = named[property] ?? (isPolicy(property) ? 'Policy' : undefined);
      const out = text(value, rules);
      return kind === undefined || out !== value || ownWords.test(value) ? out : numbered(kind, value);
    }
    if (Array.isArray(value)) return value.map((each) => walk(each, rules, property));
    if (typeof value !== 'object' || value === null) return value;
    // What is odd about somebody's address is its shape.
    const isOdd = 'Property' in value && 'Value' in value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [
        name,
        isOdd && name === 'Value' ? String(part).replace(/\p{L}/gu, 'x').replace(/\p{N}/gu, '0') : walk(part, rules, name),
      ]),
    );
  };
  return <T>(value: T): T => {
    learn(value);
    return walk(value, rulesNow()) as T;
  };
}
