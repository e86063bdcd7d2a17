import { XMLParser } from 'fast-xml-parser';
import { WireError } from '../../sip/wire/index.ts';

/** An element as it was read: attributes under `@name`, its text under `#text`, children under their names without prefix. */
export type Element = Readonly<Record<string, unknown>>;

const reader = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  parseAttributeValue: false,
  // What is published is handed on as it came.
  stopNodes: ['..publication'],
});

/** The root element of that name. @throws WireError when the text is no XML, or begins with another element */
export function readXml(text: string, root: string): Element {
  let document: unknown;
  try {
    document = reader.parse(text);
  } catch {
    throw new WireError('a body that is not XML');
  }
  const [element] = children(document as Element, root);
  if (element === undefined) throw new WireError(`a body without <${root}>`);
  return element;
}

/** The child elements of that name, in their order. */
export function children(element: Element, name: string): Element[] {
  const found = element[name];
  if (found === undefined) return [];
  // The reader tells an element that holds text alone, or nothing, as a text.
  return (Array.isArray(found) ? found : [found]).map((entry: unknown) =>
    typeof entry === 'object' && entry !== null ? (entry as Element) : { '#text': String(entry) },
  );
}

export const attribute = (element: Element, name: string): string | undefined => {
  const value = element[`@${name}`];
  return value === undefined ? undefined : String(value);
};

export const textOf = (element: Element | undefined): string => String(element?.['#text'] ?? '');

/** The text of a child. */
export const childText = (element: Element, name: string): string => textOf(children(element, name)[0]).trim();

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign]!);

/** ` a="1" b="2"`, without those that are `undefined`. */
export const attributes = (values: Readonly<Record<string, string | number | boolean | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeXml(String(value))}"`))
    .join('');
