import { CoexistenceError } from '../errors/index.ts';
import type { MeetingSight, PageSight } from './model.ts';

const redirectsFollowed = 3;

/**
 * Opens the join address of a meeting as a browser does whose user is nobody, and follows its redirects. Of the pages nothing is kept but
 * what they are judged by: whoever knows a join address may come in.
 * @throws CoexistenceError what `get` throws; UNEXPECTED_ANSWER for a redirect that leads nowhere, or away from TLS
 */
export async function openMeeting(url: string, get: (url: string) => Promise<PageSight>): Promise<MeetingSight> {
  const hosts: string[] = [];
  let next = new URL(url);
  for (;;) {
    hosts.push(next.hostname);
    const page = await get(next.href);
    const { location, status } = page;
    const isRedirect = location !== undefined && status >= 300 && status < 400;
    if (!isRedirect) return { hosts, status, shows: shownBy(page.body), ...serverOf(page, hosts) };
    if (hosts.length > redirectsFollowed) return { hosts, status, shows: 'nothing' };
    const target = URL.canParse(location, next.href) ? new URL(location, next.href) : undefined;
    if (target?.protocol !== 'https:') {
      throw new CoexistenceError(
        'UNEXPECTED_ANSWER',
        `${next.hostname} redirects whoever opens a meeting to ${target === undefined ? 'no address' : `${target.protocol}//${target.hostname}`}.`,
      );
    }
    next = target;
  }
}

/**
 * Who gave the page: the header that web services of the product have in the answers that are documented for mobile clients [hypothesis: the
 * page of a meeting as well], else the host that was redirected to.
 */
const serverOf = ({ server }: PageSight, hosts: readonly string[]): { readonly server?: string } => {
  const last = server ?? (hosts.length > 1 ? hosts.at(-1) : undefined);
  return last === undefined ? {} : { server: last.toLowerCase() };
};

/**
 * The page carries the document by which clients join, with the address of the conference (MS-CONFBAS section 4.1), written as scripts and
 * markup may have it; or the words by which one that is not known is refused [hypothesis: as a field report gives them, in English].
 */
function shownBy(body: string): MeetingSight['shows'] {
  const text = body.replace(/\\x([0-9a-f]{2})|\\u00([0-9a-f]{2})|%([0-9a-f]{2})|&#x([0-9a-f]{2});/gi, (_, ...codes: string[]) =>
    String.fromCharCode(Number.parseInt(codes.slice(0, 4).find((code) => code !== undefined) ?? '20', 16)),
  );
  if (/invalid conference (?:organizer|id)/i.test(text)) return 'refusal';
  return /app:conf:focus:id:/i.test(text.replaceAll('&#58;', ':')) ? 'conference' : 'nothing';
}
