import { createHash } from 'node:crypto';
import type { SipConnection } from '../transport/index.ts';
import { parseNameAddr, type SipMessage, type SipRequest, type SipResponse } from '../wire/index.ts';
import type { EndpointOptions } from './endpoint-options.ts';

/** What the filters must know to translate between the wire and sip.js. */
export interface Translation {
  /** The `.invalid` name that sip.js writes into Via and Contact. */
  readonly viaHost: string;
  /** `192.0.2.10:50000`: our end of the connection, which stands there on the wire. */
  readonly local: string;
  /** SIP URI of the user, which sip.js takes for every Request-URI: the connection says who is meant. */
  readonly self: string;
  readonly epid: string;
  /** Endpoints of peers, by Call-ID and tag. */
  readonly peers: Map<string, string>;
}

/** Whether nobody can be reached at an address of this line (RFC 7118 appendix A). */
export const isWebSocket = ({ protocol }: Pick<SipConnection, 'protocol'>): boolean => protocol === 'WS' || protocol === 'WSS';

/** The names of one endpoint on its line: over WebSocket the `.invalid` one stays, a trusted server has a name of its own. */
export function translationOn({ connection, trustedFqdn, uri, epid, random }: EndpointOptions): Translation {
  const viaHost = `${random(8).toString('hex')}.invalid`;
  const { host, port } = connection.local;
  const local = trustedFqdn ?? (isWebSocket(connection) ? viaHost : `${host}:${port}`);
  return { viaHost, local, self: uri, epid, peers: new Map() };
}

const inventedBranch = 'z9hG4bKnone';

/** The last form of a message of sip.js before it is signed. */
export function outward<T extends SipMessage>(message: T, is: Translation): T {
  const { headers } = message;
  dropEmptySupported(message);
  if (message.kind === 'response') {
    const [top, ...vias] = headers.getAll('Via');
    if (top?.includes(inventedBranch)) {
      const before = headers.remove('Via');
      for (const via of [...vias].reverse()) before.prepend('Via', via);
      before.prepend('Via', top.replace(new RegExp(`;branch=${inventedBranch}\\w*`), ''));
    }
  } else {
    for (const name of ['Via', 'Contact'])
      headers.has(name) && headers.set(name, headers.get(name)!.replaceAll(is.viaHost, is.local));
    addEpids(message, is);
    // sip.js asks for its own default period; a Lync client leaves it to the server.
    if (message.method === 'REGISTER') headers.set('Contact', headers.get('Contact')!.replace(/;expires=(?!0\b)\d+/, ''));
  }
  if (message.kind === 'response' && headers.has('Contact')) {
    headers.set('Contact', headers.get('Contact')!.replaceAll(is.viaHost, is.local));
  }
  return message;
}

function dropEmptySupported({ headers }: SipMessage): void {
  const supported = headers.getAll('Supported');
  if (!supported.includes('')) return;
  headers.remove('Supported');
  for (const value of supported) if (value !== '') headers.add('Supported', value);
}

function addEpids({ headers }: SipRequest, is: Translation): void {
  const from = headers.get('From')!;
  if (!/;epid=/i.test(from)) headers.set('From', `${from};epid=${is.epid}`);
  const to = headers.get('To')!;
  const tag = /;tag=([^;\s]+)/i.exec(to)?.[1];
  const peer = tag && is.peers.get((headers.get('Call-ID') ?? '') + tag);
  if (peer && !/;epid=/i.test(to)) headers.set('To', `${to};epid=${peer}`);
}

/** A request of the server as sip.js takes it. */
export function inwardRequest(request: SipRequest, is: Translation): SipRequest {
  const { headers } = request;
  learnPeer(request, 'From', is);
  request.uri = is.self;
  // Parsed by sip.js and of no use to us; above 24.8 days an Expires overflows its timer.
  headers.remove('P-Asserted-Identity');
  if (request.method === 'INVITE') headers.remove('Expires');
  const via = headers.get('Via');
  if (via !== undefined && !/;branch=[^;,\s]/i.test(via.split(',')[0]!)) {
    const [first, ...rest] = via.split(',');
    const vias = headers.getAll('Via').slice(1);
    headers.remove('Via');
    for (const other of [...vias].reverse()) headers.prepend('Via', other);
    headers.prepend('Via', [`${first};branch=${branchFor(request)}`, ...rest].join(','));
  }
  return request;
}

/**
 * A branch for a request that came without one. CANCEL gets that of its INVITE, which it must match; ACK must not, or it would be
 * swallowed as belonging to the INVITE's transaction.
 */
function branchFor({ method, headers }: SipRequest): string {
  const kind = method === 'CANCEL' ? 'INVITE' : method;
  const from = /;tag=([^;\s]+)/i.exec(headers.get('From') ?? '')?.[1];
  const number = Number.parseInt(headers.get('CSeq') ?? '0', 10);
  const digest = createHash('sha1')
    .update(`${kind}\n${headers.get('Call-ID')}\n${number}\n${from}`)
    .digest('hex');
  return `${inventedBranch}${digest.slice(0, 16)}`;
}

/** An answer of the server as sip.js takes it: with the Via it wrote itself. */
export function inwardResponse(response: SipResponse, is: Translation): SipResponse {
  const { headers } = response;
  learnPeer(response, 'To', is);
  // As in requests: sip.js would read it with its slow grammar.
  headers.remove('P-Asserted-Identity');
  const via = headers.get('Via');
  if (via !== undefined) headers.set('Via', via.replace(` ${is.local}`, ` ${is.viaHost}`));
  // sip.js drops a 200 to REGISTER without a Contact it knows, and calls nobody: whoever waits would wait for ever. It gets one; the
  // Contacts that came are judged where they matter.
  if (response.status === 200 && /\sREGISTER$/i.test(headers.get('CSeq') ?? '')) {
    headers.set('Contact', `<${is.self}>;expires=${/^\d{1,9}$/.exec(headers.get('Expires') ?? '')?.[0] ?? 0}`);
  }
  return response;
}

/** Remembers the endpoint behind a tag, for the dialogs that INVITE forms: sip.js keeps the tag alone. */
function learnPeer({ headers }: SipMessage, side: 'From' | 'To', is: Translation): void {
  if (!/INVITE$/i.test(headers.get('CSeq') ?? '')) return;
  const value = headers.get(side);
  if (value === undefined || !/;epid=/i.test(value)) return;
  const { tag, epid } = parseNameAddr(value).parameters;
  if (tag && epid) is.peers.set((headers.get('Call-ID') ?? '') + tag, epid);
}
