import { attribute, childText, elementOf, elementsOf, escapeXml, read } from './xml.ts';

/** What a C3P response says (MS-CONFBAS). */
export interface ConferenceAnswer {
  /** `success`, or why not. */
  readonly code: string;
  /** Focus URI of a conference that was created. */
  readonly entity?: string;
}

const info = 'urn:ietf:params:xml:ns:conference-info';
const extended = 'http://schemas.microsoft.com/rtc/2005/08/confinfoextensions';

const request = (to: string, from: string, id: number, content: string): string =>
  `<?xml version="1.0"?><request xmlns="urn:ietf:params:xml:ns:cccp" xmlns:mscp="http://schemas.microsoft.com/rtc/2005/08/cccpextensions"` +
  ` C3PVersion="1" to="${escapeXml(to)}" from="${escapeXml(from)}" requestId="${id}">${content}</request>`;

/** Creates a conference with an IM part. The id (hex digits) is the client's to choose; `expires` is a UTC time in ISO form. */
export const addConference = (factory: string, self: string, id: string, expires: string): string =>
  request(
    factory,
    self,
    1,
    `<addConference><ci:conference-info xmlns:ci="${info}" entity="" xmlns:msci="${extended}"><ci:conference-description><ci:subject/>` +
      `<msci:conference-id>${escapeXml(id)}</msci:conference-id><msci:expiry-time>${escapeXml(expires)}</msci:expiry-time>` +
      `<msci:admission-policy>openAuthenticated</msci:admission-policy></ci:conference-description>` +
      `<msci:conference-view><msci:entity-view entity="chat"/></msci:conference-view></ci:conference-info></addConference>`,
  );

/** Asks the focus to take the user in; `endpoint` is a GUID without braces. */
export const addUser = (focus: string, self: string, endpoint: string): string =>
  request(
    focus,
    self,
    1,
    `<addUser><conferenceKeys confEntity="${escapeXml(focus)}"/><ci:user xmlns:ci="${info}" entity="${escapeXml(self)}">` +
      `<ci:roles><ci:entry>attendee</ci:entry></ci:roles><ci:endpoint entity="{${escapeXml(endpoint)}}"/></ci:user></addUser>`,
  );

/** Reads a C3P response; its code is empty when it is none. */
export function conferenceAnswer(xml: string): ConferenceAnswer {
  const response = elementOf(read(xml), 'response');
  const created = elementOf(elementOf(response, 'addConference'), 'conference-info');
  const entity = created && attribute(created, 'entity');
  return { code: (response && attribute(response, 'code')) ?? '', ...(entity && { entity }) };
}

/** The group of the provisioning data that names the focus factory. */
export const serverConfigurationList =
  '<provisioningGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisioninggrouplist">' +
  '<provisioningGroup name="ServerConfiguration"/></provisioningGroupList>';

/** URI of the focus factory, as the provisioning data tell it. */
export function focusFactoryIn(xml: string): string | undefined {
  const groups = elementsOf(elementOf(read(xml), 'provisionGroupList'), 'provisionGroup');
  return groups.map((group) => childText(group, 'focusFactoryUri')).find((uri) => uri !== undefined && uri !== '');
}

/** A user in a conference notification. */
export interface RosterEntry {
  readonly uri: string;
  /** True with a connected endpoint of the IM part; false when the user, or that endpoint, is gone. */
  readonly isThere: boolean;
}

/** A conference event (RFC 4575 with MS-CONFBAS): who is there, and where the IM part is. */
export interface ConferenceNews {
  /** True when nobody but those listed is there. */
  readonly isWhole: boolean;
  readonly users: readonly RosterEntry[];
  /** URI of the IM MCU. */
  readonly chat?: string;
}

export function conferenceNews(xml: string): ConferenceNews {
  const document = elementOf(read(xml), 'conference-info');
  const uris = elementOf(elementOf(document, 'conference-description'), 'conf-uris');
  const chat = elementsOf(uris, 'entry').find((entry) => childText(entry, 'purpose') === 'chat');
  const users = elementOf(document, 'users');
  const stateOf = (of: Parameters<typeof attribute>[0] | undefined): string => (of && attribute(of, 'state')) ?? 'full';
  const chatUri = childText(chat, 'uri');
  return {
    isWhole: users !== undefined && stateOf(document) === 'full' && stateOf(users) === 'full',
    users: elementsOf(users, 'user').flatMap((user): RosterEntry[] => {
      const uri = attribute(user, 'entity');
      if (uri === undefined) return [];
      const isThere =
        stateOf(user) !== 'deleted' &&
        elementsOf(user, 'endpoint').some(
          (endpoint) =>
            attribute(endpoint, 'session-type') === 'chat' &&
            stateOf(endpoint) !== 'deleted' &&
            childText(endpoint, 'status') === 'connected',
        );
      return [{ uri, isThere }];
    }),
    ...(chatUri !== undefined && { chat: chatUri }),
  };
}
