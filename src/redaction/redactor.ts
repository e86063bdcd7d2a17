const shown = '[secret]';

/** Takes known secrets, and whatever proves them, out of text on its way to a log, a report or a recording. */
export interface Redactor {
  text(text: string): string;
  /** A copy with every string in it (keys excepted) redacted. */
  value<T>(value: T): T;
}

/** The forms in which a secret may turn up: itself, its base64, the base64 of its UTF-16, and as JSON and XML write it. */
function formsOf(secret: string): string[] {
  const xml = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  return [
    secret,
    Buffer.from(secret, 'utf8').toString('base64'),
    Buffer.from(secret, 'utf16le').toString('base64'),
    Buffer.from(secret, 'utf16le').toString('hex'),
    JSON.stringify(secret).slice(1, -1),
    xml,
    encodeURIComponent(secret),
  ];
}

// An NTLM answer can be cracked offline, and a signature proves a key: both go, whatever scheme they belong to.
const credentialHeader = /^((?:proxy-)?authorization[ \t]*:[ \t]*)[^\r\n]*/gim;
const token = /(gssapi-data[ \t]*=[ \t]*")[^"]*(")/gi;

export function redactor(secrets: readonly string[]): Redactor {
  const forms = [...new Set(secrets.filter((secret) => secret.length > 0).flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const text = (from: string): string => {
    let result = from.replace(credentialHeader, `$1${shown}`).replace(token, `$1${shown}$2`);
    for (const form of forms) if (result.includes(form)) result = result.replaceAll(form, shown);
    return result;
  };
  const value = (from: unknown): unknown => {
    if (typeof from === 'string') return text(from);
    if (Array.isArray(from)) return from.map(value);
    if (from instanceof Error) return Object.assign(Object.create(Object.getPrototypeOf(from)), { message: text(from.message) });
    if (from !== null && typeof from === 'object') {
      return Object.fromEntries(Object.entries(from).map(([key, entry]) => [key, value(entry)]));
    }
    return from;
  };
  return { text, value: value as Redactor['value'] };
}
