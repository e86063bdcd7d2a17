import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { poolBehind } from '../dns/index.ts';
import type { LabServer, Topology } from '../estate/index.ts';
import type { LabEstate, LabUser } from '../model.ts';

/** What the web site of a server answers, by host name and path. Whoever has accepted a connection hands it over with `serve`. */
export interface WebSite {
  readonly http: Server;
  close(): void;
}

interface Page {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const notFound: Page = { status: 404 };
const broken: Page = { status: 500 };
const refusedMeeting: Page = { status: 200, body: '<html><p>Invalid Conference organizer or Conference ID</p></html>' };
/** As a page writes a text into its script. */
const inScript = (text: string): string =>
  text.replace(/[^A-Za-z0-9]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

const html = { 'content-type': 'text/html; charset=utf-8' };

/** The web site of one server: simple URLs, autodiscover, Control Panel and the remote PowerShell endpoint, which asks for a logon. */
export function createWebSite(estate: LabEstate, topology: Topology, server: LabServer, faces: 'inside' | 'outside'): WebSite {
  const http = createServer((request, response) => send(response, pageFor(request)));
  return {
    http,
    close: () => http.closeAllConnections(),
  };

  function pageFor(request: IncomingMessage): Page {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const url = new URL(request.url ?? '/', `https://${host || server.fqdn}`);
    // The outside comes by another door: the same page there is another question.
    estate.asked?.('page', `${request.method} ${faces === 'outside' ? 'outside ' : ''}https://${host}${request.url}`);
    const domain = estate.environment.sipDomains.find((known) => host.endsWith(`.${known}`));
    const label = domain === undefined ? '' : host.slice(0, -domain.length - 1);
    if (/^lyncdiscover(internal)?$/.test(label)) return autodiscover(url, label);
    if (label === 'meet' && url.pathname.length > 1) return meeting(`https://${host}${url.pathname}`);
    if (['meet', 'dialin', 'admin'].includes(label)) return simpleUrl(label);
    const join = /^\/meet(\/.+)$/i.exec(url.pathname)?.[1];
    if (join !== undefined && [server.pool.fqdn, server.pool.webExternal].includes(host))
      return meeting(`https://${url.searchParams.get('of')}${join}`);
    if (/^\/cscp\/?$/i.test(url.pathname)) return controlPanel();
    if (/^\/ocspowershell\/?$/i.test(url.pathname)) return { status: 401, headers: { 'www-authenticate': 'Negotiate' } };
    if (/^\/autodiscover\//i.test(url.pathname)) return autodiscover(url, 'lyncdiscoverinternal');
    return notFound;
  }

  function simpleUrl(label: string): Page {
    if (estate.faults.active('simple-url-broken')?.name === label) return broken;
    if (label === 'admin') return { status: 302, headers: { location: `https://${poolBehind(label, estate, topology)}/Cscp/` } };
    return { status: 200, headers: html, body: `<html><title>${label}</title></html>` };
  }

  /**
   * The page of a meeting (MS-CONFBAS section 4.1), from the home pool of its organizer: others send there. How servers of the product find
   * each other for this is documented nowhere.
   */
  function meeting(address: string): Page {
    const { faults, environment } = estate;
    if (faults.active('simple-url-broken')?.name === 'meet') return broken;
    const found = environment.pilot.meetings?.find(({ url }) => url.toLowerCase() === address.toLowerCase());
    if (found === undefined) return refusedMeeting;
    const home = topology.pool(found.pool);
    const isOneSided = faces === 'outside' && faults.active('meetings-one-sided') !== undefined;
    if (isOneSided && home.generation !== server.pool.generation) return refusedMeeting;
    const { hostname, pathname } = new URL(found.url);
    const isAstray = faults.active('meeting-astray')?.pool?.toLowerCase() === home.fqdn;
    if (home !== server.pool && !isAstray) {
      const there = faces === 'outside' ? (home.webExternal ?? home.fqdn) : home.fqdn;
      return { status: 302, headers: { location: `https://${there}/meet${pathname}?of=${hostname}` } };
    }
    const [, organizer = '', id = ''] = pathname.split('/');
    const focus = `sip:${organizer}@${environment.sipDomains[0]};gruu;opaque=app:conf:focus:id:${id}`;
    const other = topology.homes.find((pool) => pool !== home)?.servers[0] ?? server;
    return {
      status: 200,
      headers: { ...html, 'x-ms-server-fqdn': (isAstray ? other : server).fqdn },
      body: `<html><script>var meeting = "${inScript(`<conf-uri>${focus}</conf-uri>`)}";</script></html>`,
    };
  }

  function controlPanel(): Page {
    const down = estate.faults.active('control-panel-broken')?.pool;
    if (down?.toLowerCase() === server.pool.fqdn) return broken;
    return server.pool.generation === 'lync-2010'
      ? { status: 401, headers: { 'www-authenticate': 'Negotiate' } }
      : { status: 302, headers: { location: '/Cscp/default.aspx' } };
  }

  /** Without a user its own links; with one the links of the user's home pool (MS-OCDISCWS). */
  function autodiscover(url: URL, label: string): Page {
    const user = [...estate.users.values()].find(
      ({ uri }) => uri.toLowerCase() === url.searchParams.get('sipuri')?.toLowerCase(),
    );
    const pool = user === undefined ? poolBehind(label, estate, topology) : homeOf(user);
    const name = faces === 'outside' ? (topology.pool(pool).webExternal ?? pool) : pool;
    const base = `https://${name}/Autodiscover/AutodiscoverService.svc/root`;
    const links = ['Domain', 'User', 'Self']
      .map((token) => `<Link token="${token}" href="${base}${token === 'Self' ? '' : `/${token.toLowerCase()}`}"/>`)
      .join('');
    return {
      status: 200,
      headers: { 'content-type': 'application/vnd.microsoft.rtc.autodiscover+xml;v=1' },
      body: `<?xml version="1.0" encoding="utf-8"?><AutodiscoverResponse AccessLocation="${faces === 'outside' ? 'External' : 'Internal'}"><Root>${links}</Root></AutodiscoverResponse>`,
    };
  }

  function homeOf(user: LabUser): string {
    const astray = estate.faults.active('autodiscover-astray')?.pool?.toLowerCase();
    if (user.pool !== astray) return user.pool;
    return topology.homes.find(({ fqdn }) => fqdn !== astray)?.fqdn ?? user.pool;
  }
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: Page): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
