import { attribute, childText, type Element, elementOf, elementsOf, escapeXml, read } from './xml.ts';

/** An entry of a contact list as it stands on the wire. */
export interface ListedContact {
  /** With `sip:`, in lower case. */
  readonly uri: string;
  readonly name: string;
  /** Ids of groups. */
  readonly groups: readonly string[];
}

/** A roaming contacts document: the whole list, or what has changed (MS-SIP). */
export interface ContactNews {
  readonly isWhole: boolean;
  /** Number of the list, which counts up with each change. */
  readonly delta?: number;
  readonly set: readonly ListedContact[];
  readonly gone: readonly string[];
  /** Id of the default group, which is called `~`. */
  readonly defaultGroup?: string;
  /** True where the list says of itself that it is kept in Exchange. */
  readonly isMigrated: boolean;
}

/** Contacts stand without `sip:` in lists and with it in changes. */
const uriOf = (element: Element): string => `sip:${(attribute(element, 'uri') ?? '').replace(/^sips?:/i, '').toLowerCase()}`;

const contactOf = (element: Element): ListedContact => ({
  uri: uriOf(element),
  name: attribute(element, 'name') ?? '',
  groups: (attribute(element, 'groups') ?? '').split(/\s+/).filter((id) => id !== ''),
});

export function contactNews(xml: string): ContactNews {
  const document = read(xml);
  const list = elementOf(document, 'contactList');
  const changes = elementOf(document, 'contactDelta');
  const root = list ?? changes;
  const delta = Number(root && attribute(root, 'deltaNum'));
  const set = ['contact', 'addedContact', 'modifiedContact'].flatMap((name) => elementsOf(root, name)).map(contactOf);
  const group = elementsOf(root, 'group').find((element) => attribute(element, 'name') === '~');
  const defaultGroup = group && attribute(group, 'id');
  return {
    isWhole: list !== undefined,
    ...(Number.isNaN(delta) ? {} : { delta }),
    set,
    gone: elementsOf(root, 'deletedContact').map(uriOf),
    ...(defaultGroup !== undefined && { defaultGroup }),
    isMigrated: (list && attribute(list, 'ucsmode')?.toLowerCase()) === 'migrated',
  };
}

const envelope = (operation: string, content: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/winrtc/2002/11/sip"><s:Body>` +
  `<m:${operation}>${content}</m:${operation}></s:Body></s:Envelope>`;

export const setContact = (contact: ListedContact, delta: number): string =>
  envelope(
    'setContact',
    `<m:displayName>${escapeXml(contact.name)}</m:displayName><m:groups>${escapeXml(contact.groups.join(' '))}</m:groups>` +
      `<m:subscribed>true</m:subscribed><m:URI>${escapeXml(contact.uri)}</m:URI><m:externalURI/><m:deltaNum>${delta}</m:deltaNum>`,
  );

export const deleteContact = (uri: string, delta: number): string =>
  envelope('deleteContact', `<m:URI>${escapeXml(uri)}</m:URI><m:deltaNum>${delta}</m:deltaNum>`);

/** Number of the list after a change, from the answer to it. */
export function deltaAfter(xml: string): number | undefined {
  const body = elementOf(elementOf(read(xml), 'Envelope'), 'Body');
  const operation = elementOf(body, 'setContact') ?? elementOf(body, 'deleteContact');
  const told = Number(childText(operation, 'deltaNum'));
  return Number.isNaN(told) ? undefined : told;
}
