import { XMLParser } from 'fast-xml-parser';

/** An element as it was read: attributes under `@name`, its text under `#text`, children under their names without prefix. */
export type Element = { readonly [name: string]: unknown };

/** Elements that may come more than once: these are always lists. */
const lists = new Set([
  ...['categories', 'category', 'resource', 'instance', 'operation', 'subscriber', 'container', 'member', 'activity'],
  ...['entry', 'user', 'endpoint'],
  ...['group', 'contact', 'addedContact', 'modifiedContact', 'deletedContact', 'provisionGroup'],
]);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  isArray: (name) => lists.has(name),
});

/** The document as nested objects; an empty one when it is not XML. */
export function read(xml: string): Element {
  try {
    return parser.parse(xml) as Element;
  } catch {
    return {};
  }
}

/** Child elements of a name; texts alone count as empty elements. */
export const elementsOf = (of: unknown, name: string): readonly Element[] => {
  const value = (of as Element | undefined)?.[name];
  return Array.isArray(value)
    ? value.map((entry) => (typeof entry === 'object' && entry !== null ? (entry as Element) : {}))
    : [];
};

export const elementOf = (of: unknown, name: string): Element | undefined => {
  const value = (of as Element | undefined)?.[name];
  return typeof value === 'object' && value !== null ? (value as Element) : undefined;
};

/** The text of a child element; `undefined` when there is none. */
export const childText = (of: unknown, name: string): string | undefined => {
  const value = (of as Element | undefined)?.[name];
  if (typeof value === 'string') return value.trim();
  const text = elementOf(of, name)?.['#text'];
  return text === undefined ? undefined : String(text).trim();
};

export const attribute = (of: Element, name: string): string | undefined => of[`@${name}`] as string | undefined;

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);
