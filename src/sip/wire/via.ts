import { WireError } from './error.ts';
import { type Parameters, parseParameters } from './values.ts';

export interface Via {
  /** In upper case: `TLS`, `TCP`, `WS` (pidgin-sipe writes it small). */
  readonly transport: string;
  readonly host: string;
  readonly port?: number;
  /** Lync clients send no `branch` at all. */
  readonly parameters: Parameters;
}

const viaShape = /^SIP\s*\/\s*2\.0\s*\/\s*([\w-]+)\s+(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]+))\s*(?::\s*(\d{1,5}))?\s*(?:;(.*))?$/is;

/** One element of a Via header (split lists first). @throws WireError */
export function parseVia(value: string): Via {
  const parts = viaShape.exec(value.trim());
  if (!parts) throw new WireError('a Via that cannot be read');
  return {
    transport: parts[1]!.toUpperCase(),
    host: (parts[2] ?? parts[3])!,
    ...(parts[4] !== undefined && { port: Number(parts[4]) }),
    parameters: parseParameters(parts[5] ?? ''),
  };
}

export interface CSeq {
  readonly number: number;
  readonly method: string;
}

/** @throws WireError */
export function parseCSeq(value: string): CSeq {
  const parts = /^\s*(\d{1,10})\s+([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*$/.exec(value);
  if (!parts || Number(parts[1]) > 0x7fff_ffff) throw new WireError('a CSeq that cannot be read');
  return { number: Number(parts[1]), method: parts[2]! };
}
