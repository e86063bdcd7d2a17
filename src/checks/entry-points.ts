import type { Pool } from '../environment/model.ts';
import type { GenerationName } from '../generations/index.ts';
import type { EdgeService, EntryPoint } from '../guide/index.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';
import type { AutodiscoverSight, EdgeAddresses, NameSight, PageSight, PoolAddresses } from '../probes/model.ts';

/** A pool is named by itself, by its servers, and by what its web services are called outside. */
export const namesOf = ({ fqdn, servers, webExternal }: Pool): string[] =>
  [fqdn, ...servers.map((server) => server.fqdn), ...(webExternal === undefined ? [] : [webExternal])].map((name) =>
    name.toLowerCase(),
  );

const atOnce = (names: readonly string[]): string => [...new Set(names)].join(', ');

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
  // Clients that draw such a target wait before they take the next one.
  if (seen.lost !== undefined) {
    return fail('RECORD_MISSING', `${asked} has no address for ${atOnce(seen.lost)}.`, [
      { ...reason, observed: `${observed}, and nothing at ${atOnce(seen.lost)}` },
    ]);
  }
  const wrong = wanted === 'either' ? [] : found.filter(({ generation }) => generation !== wanted);
  if (wrong.length > 0) {
    // A file that tells one generation alone cannot tell who else there is.
    if (!pools.some(({ generation }) => generation === wanted)) {
      return undetermined(
        'ENTRY_POINT_UNKNOWN',
        `${name} leads to ${targets}; in this phase it must lead to ${wordFor(wanted)}, and the environment file names none.`,
        [reason],
      );
    }
    const where = wrong.map(({ pool }) => pool).join(', ');
    return fail('ENTRY_POINT_WRONG', `${name} leads to ${where}; in this phase it must lead to ${wordFor(wanted)}.`, [reason]);
  }
  if (found.length === 0) {
    return undetermined('ENTRY_POINT_UNKNOWN', `${name} leads to ${targets}, whom the environment file does not name.`, [reason]);
  }
  // Every client takes one of the addresses: good is only who knows all of them.
  if (strangers.length > 0) {
    const known = found.map(({ pool }) => pool).join(', ');
    return undetermined(
      'ENTRY_POINT_UNKNOWN',
      `${name} leads to ${known} and also to ${strangers.join(', ')}, whom the environment file does not name.`,
      [reason],
    );
  }
  return pass(`${name} leads to ${found.map(({ pool }) => pool).join(', ')}.`, [reason]);
}

/**
 * The record of a service for the outside leads to the Edge pool of the phase, at the right port. Where nobody asked a name server that
 * answers as the outside hears it, a missing record says nothing: inside it need not be known.
 */
export function judgeEdgeService(
  service: EdgeService,
  wanted: GenerationName,
  seen: NameSight,
  edges: readonly EdgeAddresses[],
): Finding {
  const { name, asked, services, addresses } = seen;
  const isEarly = service.since2013 && wanted === 'lync-2010';
  const right = edges.filter((edge) => edge.generation === wanted && (service.through === 'access' || edge[service.through]));
  const expected = isEarly ? 'no Edge pool of lync-2013 yet' : atOnce(right.map(({ access }) => access.fqdn));
  if (services.length === 0) {
    const what = `${asked} has no SRV record ${name}`;
    if (isEarly) return pass(`${what}; it comes with the 2013 Edge pool.`);
    const reason = { text: `Record ${name}.`, expected, observed: 'missing' };
    if (seen.outside === true) return fail('RECORD_MISSING', `${what}.`, [reason]);
    return undetermined('RECORD_UNSEEN', `${what}; a name server inside need not know it.`, [reason]);
  }
  const leads = services.map(({ target, port }) => ({
    target,
    port,
    // By name, else by address: an alias leads to the same place.
    to: edges.filter(
      ({ access, addresses: own }) =>
        access.fqdn === target || (services.length === 1 && own.some((address) => addresses.includes(address))),
    ),
  }));
  const targets = leads.map(({ target, port }) => `${target}:${port}`).join(', ');
  const found = leads.flatMap(({ to }) => to);
  const reason: Reason = {
    text: `${name} leads to ${targets}.`,
    expected,
    observed: found.length === 0 ? 'nobody of this file' : atOnce(found.map(({ pool, generation }) => `${pool} (${generation})`)),
  };
  const isRight = ({ to }: (typeof leads)[number]): boolean => to.some((edge) => right.includes(edge));
  const wrong = leads.find((lead) => lead.to.length > 0 && (isEarly ? lead.to.every(is2013) : !isRight(lead)));
  if (wrong !== undefined) {
    const where = atOnce(wrong.to.map(({ pool }) => pool));
    return fail('ENTRY_POINT_WRONG', `${name} leads to ${where}; in this phase it must lead to ${expected}.`, [reason]);
  }
  if (isEarly) return pass(`${name} does not lead to an Edge pool of 2013 yet.`, [reason]);
  const strange = leads.find(({ to }) => to.length === 0);
  if (strange !== undefined) {
    return undetermined('ENTRY_POINT_UNKNOWN', `${name} leads to ${targets}, whom the environment file does not name.`, [reason]);
  }
  // The name went from the old Edge pool to the new one, as the guide allows: who has it now a record cannot tell.
  const shared = leads.find(({ to }) => to.some((edge) => edge.generation !== wanted));
  if (shared !== undefined) {
    return undetermined(
      'ENTRY_POINT_UNKNOWN',
      `${name} leads to ${shared.target}, which Edge pools of both generations are called: ${atOnce(shared.to.map(({ pool }) => pool))}.`,
      [reason],
    );
  }
  for (const { target, port, to } of leads) {
    const asks = service.port ?? to[0]?.access.port;
    if (port === asks) continue;
    return fail('ENTRY_POINT_WRONG', `${name} leads to port ${port} of ${target}, not to ${asks}.`, [reason]);
  }
  if (addresses.length === 0 || seen.lost !== undefined) {
    const what = `${asked} has no address for ${seen.lost === undefined ? targets : atOnce(seen.lost)}`;
    if (seen.outside === true) return fail('RECORD_MISSING', `${what}.`, [reason]);
    return undetermined('RECORD_UNSEEN', `${what}; a name server inside need not know it.`, [reason]);
  }
  return pass(`${name} leads to ${atOnce(found.map(({ pool }) => pool))}.`, [reason]);
}

const is2013 = ({ generation }: EdgeAddresses): boolean => generation === 'lync-2013';

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
