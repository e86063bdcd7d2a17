import { plain } from './text.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML, in an element or in a quoted attribute. */
export const html = (text: string): string => plain(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
