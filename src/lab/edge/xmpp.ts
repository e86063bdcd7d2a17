import type { Socket } from 'node:net';
import { XMLParser } from 'fast-xml-parser';

/** No header of a stream is longer. */
const longest = 4096;

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });

/** The gateway of XMPP partners: answers the header of a stream, for the domains it serves, and waits for its end (RFC 6120 section 4). */
export function xmppConnection(socket: Socket, domains: readonly string[]): void {
  let text = '';
  let opened = false;
  socket.setEncoding('utf8');
  socket.on('data', (more: string) => {
    text += more;
    if (opened) {
      if (text.includes('</stream:stream>')) socket.end('</stream:stream>');
      return;
    }
    if (text.length > longest) return void socket.destroy();
    const header = /<stream:stream\b[^>]*>/.exec(text)?.[0];
    if (header === undefined) return;
    opened = true;
    text = '';
    const { to = '', xmlns } = (parser.parse(`${header}</stream:stream>`) as { 'stream:stream': Record<string, string> })[
      'stream:stream'
    ];
    const from = domains.includes(to) ? to : (domains[0] ?? '');
    socket.write(
      `<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' from='${from}' id='lab' version='1.0'>`,
    );
    if (xmlns !== 'jabber:server') return fault('invalid-namespace');
    if (!domains.includes(to)) return fault('host-unknown');
    socket.write("<stream:features><dialback xmlns='urn:xmpp:features:dialback'/></stream:features>");
  });

  function fault(condition: string): void {
    socket.end(`<stream:error><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>`);
  }
}
