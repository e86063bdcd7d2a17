import type { Redactor } from '../redaction/index.ts';
import { renderWire } from './render-wire.ts';
import type { WireEntry, WireSink } from './wire.ts';

/** Which part of the log is wanted: of these agents, from one moment to another (milliseconds since 1970, both included). */
export interface WireSpan {
  readonly agents: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Keeps what passed on the wire, redacted, the newest of each agent. */
export interface WireLog extends WireSink {
  /** The entries of a span in the order of time, agents mixed as they acted. */
  sections(span: WireSpan): readonly WireEntry[];
  /** The same as text; `''` when nothing passed. */
  render(span: WireSpan): string;
}

export interface WireLogOptions {
  readonly redactor: Redactor;
  /** Entries kept for one agent. Default 2000. */
  readonly perAgent?: number;
  /** Characters kept for one agent. Default 4 million. */
  readonly charactersPerAgent?: number;
}

interface Kept {
  readonly order: number;
  readonly entry: WireEntry;
}

interface Shelf {
  readonly kept: Kept[];
  characters: number;
  dropped: number;
}

/** Redacts before it keeps: nothing that stands in here is a secret. */
export function createWireLog(options: WireLogOptions): WireLog {
  const { redactor, perAgent = 2000, charactersPerAgent = 4_000_000 } = options;
  const shelves = new Map<string, Shelf>();
  let order = 0;

  const spanOf = ({ agents, from, to }: WireSpan): WireEntry[] =>
    [...new Set(agents)]
      .flatMap((agent) => shelves.get(agent)?.kept ?? [])
      .filter(({ entry }) => entry.at >= from && entry.at <= to)
      .sort((a, b) => a.entry.at - b.entry.at || a.order - b.order)
      .map(({ entry }) => entry);

  return {
    passed(entry) {
      const shelf = shelves.get(entry.agent) ?? { kept: [], characters: 0, dropped: 0 };
      shelves.set(entry.agent, shelf);
      const text = redactor.text(entry.text);
      shelf.kept.push({ order: order++, entry: { ...entry, text } });
      shelf.characters += text.length;
      while (shelf.kept.length > perAgent || (shelf.characters > charactersPerAgent && shelf.kept.length > 1)) {
        shelf.characters -= shelf.kept.shift()!.entry.text.length;
        shelf.dropped += 1;
      }
    },
    sections: spanOf,
    render(span) {
      const entries = spanOf(span);
      // Only what was dropped within the span is missing from it.
      const cut = [...new Set(span.agents)].filter((agent) => {
        const shelf = shelves.get(agent);
        return shelf !== undefined && shelf.dropped > 0 && (shelf.kept[0]?.entry.at ?? 0) > span.from;
      });
      return renderWire(entries, cut);
    },
  };
}
