import type { Pool } from '../environment/model.ts';
import type { GenerationName } from '../generations/index.ts';
import type { EntryPoint } from '../guide/index.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';
import type { AutodiscoverSight, NameSight, PageSight, PoolAddresses } from '../probes/model.ts';

/** A pool is named by itself and by its servers. */
const namesOf = (pool: Pool): string[] => [pool.fqdn, ...pool.servers.map(({ fqdn }) => fqdn)].map((name) => name.toLowerCase());

const wordFor = (generation: GenerationName | 'either'): string =>
  generation === 'either' ? 'a pool of either generation' : `a pool of ${generation}`;

/** The record is there and leads where this phase of the migration asks for. */
export function judgeEntryPoint(
  entry: EntryPoint,
  wanted: GenerationName | 'either',
  seen: NameSight,
  pools: readonly PoolAddresses[],
): Finding {
  const { name, asked, services, addresses } = seen;
  if (addresses.length === 0) {
    const what = services.length === 0 ? `has no ${entry.record} record ${name}` : `has no address for ${services[0]?.target}`;
    if (entry.optional && services.length === 0) return pass(`${asked} ${what}, which is optional there.`);
    return fail('RECORD_MISSING', `${asked} ${what}.`, [
      { text: `Record ${name}.`, expected: wordFor(wanted), observed: 'missing' },
    ]);
  }
  const targets = services.map(({ target, port }) => `${target}:${port}`).join(', ') || addresses.join(', ');
  const found = pools.filter((pool) => pool.addresses.some((address) => addresses.includes(address)));
  const strangers = addresses.filter((address) => !pools.some((pool) => pool.addresses.includes(address)));
  const observed = [...found.map(({ pool, generation }) => `${pool} (${generation})`), ...strangers].join(', ');
  const reason: Reason = { text: `${name} leads to ${targets}.`, expected: wordFor(wanted), observed };

  const wrongPort = entry.port === undefined ? undefined : services.find(({ port }) => port !== entry.port);
  if (wrongPort !== undefined) {
    return fail('ENTRY_POINT_WRONG', `${name} leads to port ${wrongPort.port} of ${wrongPort.target}, not to ${entry.port}.`, [
      reason,
    ]);
  }
  const wrong = wanted === 'either' ? [] : found.filter(({ generation }) => generation !== wanted);
  if (wrong.length > 0) {
    const where = wrong.map(({ pool }) => pool).join(', ');
    return fail('ENTRY_POINT_WRONG', `${name} leads to ${where}; in this phase it must lead to ${wordFor(wanted)}.`, [reason]);
  }
  if (found.length === 0) {
    return undetermined('ENTRY_POINT_UNKNOWN', `${name} leads to ${targets}, whom the environment file does not name.`, [reason]);
  }
  return pass(`${name} leads to ${found.map(({ pool }) => pool).join(', ')}.`, [reason]);
}

/** Autodiscover sends the user to the home pool. */
export function judgeAutodiscover(
  user: string,
  domain: string,
  home: Pool,
  pools: readonly Pool[],
  seen: AutodiscoverSight,
): Finding {
  const reasons: Reason[] = [{ text: `Asked: ${seen.asked.join(', then ')}.` }];
  const { server } = seen;
  if (server === undefined) {
    return undetermined(
      'AUTODISCOVER_NOT_READABLE',
      `Autodiscover did not say where ${user} is at home: ${seen.instead}.`,
      reasons,
    );
  }
  const told = { text: `Server for ${user}.`, expected: home.fqdn, observed: server };
  if (namesOf(home).includes(server)) {
    // Clients warn of servers whose name does not end in the user's SIP domain.
    const foreign = server.endsWith(`.${domain}`)
      ? []
      : [{ text: `${server} is no name of ${domain}: clients may ask whether to trust it.` }];
    return pass(`Autodiscover sends ${user} to ${server}.`, [...reasons, ...foreign]);
  }
  const other = pools.find((pool) => namesOf(pool).includes(server));
  if (other !== undefined) {
    return fail('AUTODISCOVER_WRONG', `Autodiscover sends ${user} to ${server}, and not to the home pool ${home.fqdn}.`, [
      told,
      ...reasons,
    ]);
  }
  return undetermined(
    'ENTRY_POINT_UNKNOWN',
    `Autodiscover sends ${user} to ${server}, whom the environment file does not name.`,
    [told, ...reasons],
  );
}

const isAlive = ({ status }: PageSight): boolean => (status >= 200 && status < 400) || status === 401 || status === 403;

/** A web service answers: with a page, a way to one, or the wish for a logon. */
export function judgePage(what: string, seen: PageSight): Finding {
  const reason = { text: `Answer to GET ${seen.url}.`, expected: '200, 302 or 401', observed: String(seen.status) };
  if (isAlive(seen)) return pass(`${what} answers ${seen.status}.`, [reason]);
  return fail('WEB_ANSWER_WRONG', `${what} answers ${seen.status}.`, [reason]);
}
