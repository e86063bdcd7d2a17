import type { SipRequest } from '../../sip/wire/index.ts';
import { attribute, attributes, children, childText, type Element, escapeXml, readXml } from '../presence/xml.ts';

/** A C3P request: the one command in it, and what the response repeats (MS-CONFBAS). */
export interface Command {
  readonly name: string;
  readonly element: Element;
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

const commands = ['getConferencingCapabilities', 'addConference', 'deleteConference', 'addUser'] as const;

/** @throws WireError when the body is no C3P request */
export function commandIn(request: SipRequest): Command {
  const document = readXml(request.body, 'request');
  const name = commands.find((known) => children(document, known).length > 0) ?? '';
  const told = (key: string): string => attribute(document, key) ?? '';
  return { name, element: children(document, name)[0] ?? {}, id: told('requestId'), from: told('from'), to: told('to') };
}

/** A C3P response to a command; `content` stands in an element of the command's name. */
export const commandResponse = ({ name, id, from, to }: Command, code: string, content = ''): string =>
  `<?xml version="1.0"?><response xmlns="urn:ietf:params:xml:ns:cccp"${attributes({ requestId: id, C3PVersion: '1', from: to, to: from, code })}>` +
  `${name === '' ? '' : `<${name}>${content}</${name}>`}</response>`;

/** The id that the client chose for a conference, and its subject. */
export function wishedConference({ element }: Command): { readonly id: string; readonly subject: string } {
  const [description] = children(element, 'conference-info').flatMap((info) => children(info, 'conference-description'));
  return { id: childText(description ?? {}, 'conference-id'), subject: childText(description ?? {}, 'subject') };
}

/** The GUID by which a participant names its endpoint. */
export const endpointEntity = ({ element }: Command): string => {
  const [endpoint] = children(element, 'user').flatMap((user) => children(user, 'endpoint'));
  return (endpoint && attribute(endpoint, 'entity')) ?? '{00000000-0000-0000-0000-000000000000}';
};

/** Somebody in a room, as the roster shows it. */
export interface RosterUser {
  readonly uri: string;
  readonly name: string;
  readonly role: 'presenter' | 'attendee';
  readonly entity: string;
  /** Connected to the IM part. */
  readonly chats: boolean;
}

export interface Roster {
  readonly focus: string;
  readonly chat: string;
  readonly subject: string;
  readonly version: number;
  readonly users: readonly RosterUser[];
  /** Somebody who has just gone: the document then tells of nobody else. */
  readonly gone?: string;
}

/** A conference event (RFC 4575 with MS-CONFBAS). */
export function conferenceInfo({ focus, chat, subject, version, users, gone }: Roster): string {
  const user = ({ uri, name, role, entity, chats }: RosterUser): string =>
    `<user${attributes({ entity: uri, state: 'full' })}><display-text>${escapeXml(name)}</display-text><roles><entry>${role}</entry></roles>` +
    `<endpoint${attributes({ entity, 'session-type': 'focus' })}><status>connected</status></endpoint>` +
    `${chats ? `<endpoint${attributes({ entity, 'session-type': 'chat' })}><status>connected</status></endpoint>` : ''}</user>`;
  const list =
    gone === undefined
      ? `<users state="full">${users.map(user).join('')}</users>`
      : `<users state="partial"><user${attributes({ entity: gone, state: 'deleted' })}/></users>`;
  return (
    `<conference-info xmlns="urn:ietf:params:xml:ns:conference-info"${attributes({ entity: focus, state: gone === undefined ? 'full' : 'partial', version })}>` +
    `<conference-description><subject>${escapeXml(subject)}</subject><conf-uris><entry><uri>${escapeXml(chat)}</uri><purpose>chat</purpose></entry></conf-uris>` +
    `</conference-description>${list}</conference-info>`
  );
}
