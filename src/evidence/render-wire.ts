import { isoTime } from '../time/index.ts';
import type { WireEntry } from './wire.ts';

const arrows = { sent: '──▶', received: '◀──', note: '·' } as const;

/**
 * Wire entries as text that people read from top to bottom: when (from the first entry), who, which way, with whom, and the message
 * below it. Agents of `cut` had more to show than was kept.
 */
export function renderWire(entries: readonly WireEntry[], cut: readonly string[] = []): string {
  const first = entries[0];
  if (first === undefined) return '';
  const head = [`Wire log from ${isoTime(first.at)} (UTC). Secrets, tokens and credentials are left out.`];
  for (const agent of cut) head.push(`Older entries of ${agent} were dropped for room.`);
  return [...head, '', ...entries.map((entry) => section(entry, first.at))].join('\n');
}

function section({ at, direction, agent, peer, text }: WireEntry, start: number): string {
  const offset = `+${((at - start) / 1000).toFixed(3)} s`;
  const lines = text.replace(/\r\n?/g, '\n').trimEnd().split('\n').map(visible);
  if (direction === 'note') return `${offset}  ${agent} ${arrows.note} ${peer}: ${lines.join(' ')}\n`;
  return `${offset}  ${agent} ${arrows[direction]} ${peer}\n${lines.map((line) => `    ${line}`.trimEnd()).join('\n')}\n`;
}

/** Control characters, which a terminal would obey, are shown and not done. */
const visible = (line: string): string =>
  line.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
