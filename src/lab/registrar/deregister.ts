import { formatNameAddr, Headers, newCallId, newTag, request } from '../../sip/wire/index.ts';
import { publiclyDiagnosed } from './answers.ts';
import type { Core } from './core.ts';
import type { Endpoint } from './directory.ts';

/** Ends a registration from the server's side, out of any dialog (MS-SIPREGE, Event `registration-notify`). */
export function deregister(core: Core, endpoint: Endpoint, event: 'deactivated' | 'rejected' | 'unregistered'): void {
  const { connection, user, epid, contact } = endpoint;
  const headers = new Headers([
    ['From', formatNameAddr({ uri: user.uri, parameters: { tag: newTag(core.random) } })],
    ['To', formatNameAddr({ uri: user.uri, parameters: { epid } })],
    ['Call-ID', newCallId(core.random)],
    ['CSeq', '1 NOTIFY'],
    ['Max-Forwards', '70'],
    ['Event', 'registration-notify'],
    ['subscription-state', 'terminated;expires=0'],
    ...(event === 'rejected' ? publiclyDiagnosed(4141) : []),
    ['Content-Type', 'text/registration-event'],
  ]);
  connection.request(request('NOTIFY', contact, headers, `deregistered;event=${event}`));
  connection.endpoint = undefined;
  core.directory.remove(endpoint);
}
