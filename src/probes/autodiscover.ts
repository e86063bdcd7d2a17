import { XMLParser } from 'fast-xml-parser';
import type { AutodiscoverSight, PageSight } from './model.ts';

const redirectsFollowed = 3;

interface Link {
  readonly token?: string;
  readonly href?: string;
}

interface Document {
  readonly AutodiscoverResponse?: {
    readonly Root?: { readonly Link?: readonly Link[] };
    readonly User?: Readonly<Record<string, { readonly fqdn?: string; readonly port?: string } | undefined>> & {
      readonly Link?: readonly Link[];
    };
  };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  isArray: (name) => name === 'Link',
});

/**
 * Asks autodiscover for a user as clients do before they have any ticket, and follows its redirects.
 * @throws CoexistenceError what `get` throws
 */
export async function autodiscover(
  start: string,
  uri: string,
  get: (url: string) => Promise<PageSight>,
): Promise<AutodiscoverSight> {
  const asked: string[] = [];
  let url = `${start}?sipuri=${encodeURIComponent(uri)}`;
  for (let left = redirectsFollowed; left >= 0; left -= 1) {
    asked.push(url);
    const page = await get(url);
    if (page.location !== undefined && page.status >= 300 && page.status < 400) {
      url = new URL(page.location, url).href;
      continue;
    }
    if (page.status !== 200) return { asked, instead: `${url} was answered ${page.status}` };
    const found = read(page.body);
    if (found === undefined) return { asked, instead: `${url} was answered with something that is no autodiscover document` };
    if (found.redirect !== undefined) url = new URL(found.redirect, url).href;
    else if (found.server !== undefined) return { asked, server: found.server, ...(found.sip && { sip: found.sip }) };
    else return { asked, instead: `the document of ${url} names no server for users` };
  }
  return { asked, instead: `more than ${redirectsFollowed} redirects` };
}

/** What of a document decides; `undefined` for what is none. */
function read(
  body: string,
): { readonly redirect?: string; readonly server?: string; readonly sip?: AutodiscoverSight['sip'] } | undefined {
  const response = (parsed(body) as Document | undefined)?.AutodiscoverResponse;
  if (response === undefined || typeof response !== 'object') return undefined;
  const links = [...(response.Root?.Link ?? []), ...(response.User?.Link ?? [])];
  const hrefOf = (token: string): string | undefined => links.find((link) => link.token?.toLowerCase() === token)?.href;
  const redirect = hrefOf('redirect');
  if (redirect !== undefined) return { redirect };
  const access = response.User?.SipClientInternalAccess ?? response.User?.SipServerInternalAccess;
  const direct = access?.fqdn;
  const link = hrefOf('user');
  const server = direct ?? (link !== undefined && URL.canParse(link) ? new URL(link).hostname : undefined);
  if (server === undefined) return {};
  const sip = direct === undefined ? {} : { sip: { server: direct.toLowerCase(), port: Number(access?.port ?? 5061) } };
  return { server: server.toLowerCase(), ...sip };
}

function parsed(body: string): unknown {
  try {
    return parser.parse(body, true);
  } catch {
    return undefined;
  }
}
