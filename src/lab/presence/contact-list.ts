import { WireError } from '../../sip/wire/index.ts';
import type { LabUser } from '../model.ts';
import { attributes, children, childText, type Element } from './xml.ts';

export interface Contact {
  /** Without `sip:`. */
  readonly uri: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly subscribed: string;
}

export interface Group {
  readonly id: string;
  readonly name: string;
}

/** A user's roaming contacts (MS-SIP): every change counts `deltaNum` up by one. */
export interface ContactList {
  readonly deltaNum: number;
  readonly groups: readonly Group[];
  readonly contacts: readonly Contact[];
}

/** A change: the list after it, what the other endpoints are told, and what the one that asked is told besides the new number. */
export interface ContactChange {
  readonly list: ContactList;
  readonly delta: string;
  readonly result: string;
}

const bare = (uri: string): string => uri.replace(/^sips?:/i, '').toLowerCase();

/** Everybody of the estate in the default group, which is called `~`. */
export const firstContactList = (users: readonly LabUser[]): ContactList => ({
  deltaNum: 1,
  groups: [{ id: '1', name: '~' }],
  contacts: users.map((user) => ({ uri: bare(user.uri), name: user.name, groups: ['1'], subscribed: 'true' })),
});

/** The whole list. Here contacts stand without `sip:`. */
export function contactListXml(list: ContactList, extra: Readonly<Record<string, string>>): string {
  const groups = list.groups.map((group) => `<group${attributes({ id: group.id, name: group.name, externalURI: '' })}/>`);
  const contacts = list.contacts.map((contact) => `<contact${contactAttributes(contact)}/>`);
  return `<contactList${attributes({ deltaNum: list.deltaNum, ...extra })}>${groups.join('')}${contacts.join('')}</contactList>`;
}

const contactAttributes = (contact: Contact): string =>
  attributes({
    uri: contact.uri,
    name: contact.name,
    groups: contact.groups.join(' '),
    subscribed: contact.subscribed,
    externalURI: '',
  });

export const contactOperations = ['setContact', 'deleteContact', 'addGroup', 'modifyGroup', 'deleteGroup'] as const;
export type ContactOperation = (typeof contactOperations)[number];

/** Applies one operation of an endpoint. @throws WireError when it names a group or contact that is not there */
export function changeContacts(list: ContactList, operation: ContactOperation, element: Element): ContactChange {
  const next = list.deltaNum + 1;
  const told = (delta: string): string =>
    `<contactDelta deltaNum="${next}" prevDeltaNum="${list.deltaNum}">${delta}</contactDelta>`;
  const change = (rest: Partial<ContactList>, delta: string, result = ''): ContactChange => ({
    list: { ...list, ...rest, deltaNum: next },
    delta: told(delta),
    result,
  });
  switch (operation) {
    case 'setContact': {
      const contact = contactIn(element);
      const known = list.contacts.some((other) => other.uri === contact.uri);
      const contacts = [...list.contacts.filter((other) => other.uri !== contact.uri), contact];
      // Unlike in the list, here the address is wanted with its scheme.
      const shown = contactAttributes({ ...contact, uri: `sip:${contact.uri}` });
      return change({ contacts }, `<${known ? 'modifiedContact' : 'addedContact'}${shown}/>`);
    }
    case 'deleteContact': {
      const uri = bare(childText(element, 'URI'));
      const contacts = list.contacts.filter((contact) => contact.uri !== uri);
      return change({ contacts }, `<deletedContact${attributes({ uri })}/>`);
    }
    case 'addGroup': {
      const id = String(Math.max(0, ...list.groups.map((group) => Number(group.id))) + 1);
      const group = { id, name: childText(element, 'name') };
      const delta = `<addedGroup${attributes({ ...group, externalURI: '' })}/>`;
      return change({ groups: [...list.groups, group] }, delta, `<m:groupID>${id}</m:groupID>`);
    }
    case 'modifyGroup': {
      const group = { id: knownGroup(list, element), name: childText(element, 'name') };
      const groups = list.groups.map((other) => (other.id === group.id ? group : other));
      return change({ groups }, `<modifiedGroup${attributes({ ...group, externalURI: '' })}/>`);
    }
    case 'deleteGroup': {
      const id = knownGroup(list, element);
      return change({ groups: list.groups.filter((group) => group.id !== id) }, `<deletedGroup${attributes({ id })}/>`);
    }
  }
}

function contactIn(element: Element): Contact {
  const uri = bare(childText(element, 'URI'));
  if (uri === '') throw new WireError('a contact without URI');
  return {
    uri,
    name: childText(element, 'displayName'),
    groups: childText(element, 'groups')
      .split(/\s+/)
      .filter((id) => id !== ''),
    subscribed: childText(element, 'subscribed') || 'true',
  };
}

function knownGroup(list: ContactList, element: Element): string {
  const id = childText(element, 'groupID');
  if (list.groups.some((group) => group.id === id)) return id;
  throw new WireError('a group that is not there');
}

/** The operation in a SOAP envelope. @throws WireError */
export function contactOperationIn(envelope: Element): { name: ContactOperation; element: Element } {
  const [body] = children(envelope, 'Body');
  for (const name of contactOperations) {
    const [element] = body === undefined ? [] : children(body, name);
    if (element !== undefined) return { name, element };
  }
  throw new WireError('a contact operation that the lab does not know');
}
