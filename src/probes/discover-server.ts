import { CoexistenceError, type ErrorCode, isCoexistenceError } from '../errors/index.ts';
import type { DiscoveredServer, DiscoveryStep, NameService } from '../network/model.ts';
import { autodiscover } from './autodiscover.ts';
import type { PageSight } from './model.ts';

/** SRV records that lead clients to a server over TLS, in the order in which clients ask; those for TCP are not asked for. */
const services = ['_sipinternaltls._tcp', '_sip._tls'] as const;

/** Host names that clients try at last, each with its port: the inside, then the Edge. */
const hosts: readonly (readonly [label: string, port: number])[] = [
  ['sipinternal', 5061],
  ['sipexternal', 443],
  ['sip', 443],
];

/** Nobody could tell: other steps may go on, but nothing that was not found counts as missing. */
const isSilence = (code: ErrorCode): boolean => ['NAME_SERVER_UNREACHABLE', 'NO_ANSWER'].includes(code);

interface Place {
  readonly server: string;
  readonly port: number;
}

/**
 * Finds the server of a user as a Lync client does that was told none: autodiscover over HTTPS, SRV records, host names. The first that
 * names a server wins; the registrar there sends the user home.
 * @throws CoexistenceError SERVER_NOT_DISCOVERED or SRV_TARGET_ELSEWHERE where every question was answered, DISCOVERY_SILENT where some were not; with `steps`
 */
export async function discoverServer(seat: {
  readonly user: { readonly name: string; readonly uri: string };
  readonly names: NameService;
  get(url: string): Promise<PageSight>;
}): Promise<DiscoveredServer> {
  const { user, names, get } = seat;
  const domain = user.uri.slice(user.uri.indexOf('@') + 1).toLowerCase();
  const steps: DiscoveryStep[] = [];
  const codes: ErrorCode[] = [];

  const step = async (asked: string, look: () => Promise<Place | readonly [ErrorCode, string]>): Promise<Place | undefined> => {
    let seen: Place | readonly [ErrorCode, string];
    try {
      seen = await look();
    } catch (error) {
      if (!isCoexistenceError(error)) throw error;
      seen = [error.code, error.message];
    }
    if (!('server' in seen)) {
      const [code, answer] = seen;
      codes.push(code);
      steps.push({ asked, answer, code });
      return undefined;
    }
    steps.push({ asked, answer: `${seen.server}:${seen.port}` });
    return seen;
  };

  const byAutodiscover = async (label: string): Promise<Place | readonly [ErrorCode, string]> => {
    const seen = await autodiscover(`https://${label}.${domain}/`, user.uri, get);
    if (seen.sip !== undefined) return seen.sip;
    return [
      'AUTODISCOVER_NOT_READABLE',
      seen.instead === undefined ? 'names no SIP server to those who show no web ticket.' : `gave no server: ${seen.instead}.`,
    ];
  };
  const bySrv = async (name: string): Promise<Place | readonly [ErrorCode, string]> => {
    const [record] = await names.srv(name);
    if (record === undefined || /^\.?$/.test(record.target)) return ['RECORD_MISSING', `${names.asked} has no such record.`];
    const { target, port } = record;
    // Whoever can write one record of a zone must not lead users out of it: clients ask the user before they follow.
    if (target !== domain && !target.endsWith(`.${domain}`)) {
      return [
        'SRV_TARGET_ELSEWHERE',
        `${target}:${port} is not in the SIP domain ${domain}: clients do not go there without asking the user.`,
      ];
    }
    return { server: target, port };
  };
  const byHost = async (name: string, port: number): Promise<Place | readonly [ErrorCode, string]> =>
    (await names.addresses(name)).length > 0
      ? { server: name, port }
      : ['RECORD_MISSING', `${names.asked} has no address of it.`];

  const ways = [
    ...['lyncdiscoverinternal', 'lyncdiscover'].map(
      (label) => ['autodiscover', `https://${label}.${domain}/`, () => byAutodiscover(label)] as const,
    ),
    ...services.map((label) => ['srv', `SRV ${label}.${domain}`, () => bySrv(`${label}.${domain}`)] as const),
    ...hosts.map(([label, port]) => ['host name', `${label}.${domain}`, () => byHost(`${label}.${domain}`, port)] as const),
    ['host name', domain, () => byHost(domain, 5061)] as const,
  ];
  for (const [by, asked, look] of ways) {
    const found = await step(asked, look);
    if (found !== undefined) return { ...found, by, steps };
  }
  const told = steps.map(({ asked, answer }) => `${asked}: ${answer}`);
  const silent = codes.filter(isSilence).length;
  if (silent > 0) {
    throw new CoexistenceError(
      'DISCOVERY_SILENT',
      `No server was found for ${user.name} (${user.uri}): ${silent} of ${steps.length} questions were not answered. ${told.join(' ')}`,
      { facts: { steps: told } },
    );
  }
  // A record that may not be followed is a better reason than those that are not there.
  const code = codes.includes('SRV_TARGET_ELSEWHERE') ? 'SRV_TARGET_ELSEWHERE' : 'SERVER_NOT_DISCOVERED';
  throw new CoexistenceError(code, `Nothing leads ${user.name} (${user.uri}) to a server. ${told.join(' ')}`, {
    facts: { steps: told },
  });
}
