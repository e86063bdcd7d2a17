import { CoexistenceError } from '../errors/index.ts';
import { type ConverseOptions, converse, type Heard } from './converse.ts';
import type { Address, SpeechSight } from './model.ts';

const protocol = 'XMPP';

/** What a server says when a stream is opened: its header, and the features or the error after it. */
interface Opening {
  readonly from?: string;
  /** The condition of a stream error, such as `host-unknown` (RFC 6120 section 4.9.3). */
  readonly error?: string;
  readonly hasHeader: boolean;
}

/**
 * Opens a stream to one domain after the other, until the server serves one, as the server of a partner does (RFC 6120 section 4.7), hears
 * what comes, and closes it: nobody is proven, nothing is sent. XMPP need not be on for every SIP domain.
 * @throws CoexistenceError as `converse`; XMPP_DOMAIN_REFUSED where the server says that it serves none of the domains
 */
export async function openXmppStream(
  address: Address,
  domains: readonly string[],
  options: ConverseOptions,
): Promise<SpeechSight> {
  const refusals: string[] = [];
  for (const domain of domains) {
    const seen = await openOne(address, domain, options);
    if ('answer' in seen) return seen;
    refusals.push(`${domain} (${seen.refused})`);
  }
  throw new CoexistenceError('XMPP_DOMAIN_REFUSED', `${options.server} speaks XMPP and does not serve ${refusals.join(', ')}.`, {
    facts: { server: options.server },
  });
}

function openOne(
  address: Address,
  domain: string,
  options: ConverseOptions,
): Promise<SpeechSight | { readonly refused: string }> {
  const header =
    "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' " +
    `xmlns:db='jabber:server:dialback' to='${domain}' version='1.0'>`;
  return converse(address, protocol, options, async (conversation) => {
    const opening = await conversation.ask(header, readOpening).catch((error: unknown) => {
      // Whoever has opened a stream speaks XMPP, even when nothing follows.
      const begun = readBegin(conversation.rest.toString('utf8'));
      if (begun.hasHeader && error instanceof CoexistenceError) return begun;
      throw error;
    });
    conversation.say('</stream:stream>');
    if (opening.error === 'host-unknown' || opening.error === 'host-gone') return { refused: opening.error };
    const whose = opening.from === undefined ? 'a stream' : `a stream of ${opening.from}`;
    return { protocol, answer: opening.error === undefined ? whose : `${whose} that ended with ${opening.error}` };
  });
}

/** Declarations and blanks may stand before the root of a stream; its prefix is the sender's choice. */
const rootPattern = /^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*)?<(?:([\w-]+):)?stream\b([^>]*)>/;

function readBegin(text: string): Opening {
  const root = rootPattern.exec(text);
  if (root === null || !root[2]?.includes('http://etherx.jabber.org/streams')) return { hasHeader: false };
  const from = /\sfrom=(?:'([^']*)'|"([^"]*)")/.exec(root[2] ?? '');
  const error = /<(?:[\w-]+:)?error\b[^>]*>\s*<([\w-]+)/.exec(text.slice(root[0].length));
  return {
    hasHeader: true,
    ...(from === null ? {} : { from: from[1] ?? from[2] ?? '' }),
    ...(error === null ? {} : { error: error[1] ?? '' }),
  };
}

function readOpening(bytes: Buffer): Heard<Opening> {
  const text = bytes.toString('utf8');
  const opening = readBegin(text);
  if (!opening.hasHeader) {
    // As long as it may become a header: nothing but markup so far, and no element of another name.
    const start = text.replace(/^\uFEFF/, '').trimStart();
    const mayBecome =
      start === '' || /^<(?:$|\?|[\w-]+:?[\w-]*(?:\s[^>]*)?$)/.test(start.replace(/^<\?xml[^>]*\?>\s*/, '') || '<');
    return mayBecome ? 'more' : 'other';
  }
  const isWhole = opening.error !== undefined || /<(?:[\w-]+:)?(?:features|error)\b/.test(text);
  return isWhole ? { answer: opening, length: bytes.length } : 'more';
}
