import { type Document, isAlias, isCollection, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml';
import type { Path } from './problem.ts';

/** Line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds the place of a path in a parsed file: of the value, of its key, or of the nearest mapping around it that is there. */
export class Places {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  of(path: Path, ofKey = false): Place {
    let node = this.#resolved(this.#document.contents);
    let found = node;
    for (const [index, step] of path.entries()) {
      const pair = isMap(node) ? this.#pairOf(node.items, step) : undefined;
      const key = pair === undefined ? undefined : (pair.key as Node);
      const child =
        isSeq(node) && typeof step === 'number' ? (node.items[step] as Node | undefined) : (pair?.value as Node | undefined);
      if (ofKey && index === path.length - 1 && key !== undefined) return this.#placeOf(key);
      // A key without a value has no node of its own to point to.
      if (child === undefined || child === null) return this.#placeOf(key ?? found);
      // The place is where the alias is written; the way on leads through what it stands for.
      found = child;
      node = this.#resolved(child);
    }
    return this.#placeOf(found);
  }

  at(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  #pairOf(items: readonly Pair[], step: string | number): Pair | undefined {
    return items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
  }

  #resolved(node: unknown): Node | undefined {
    if (isAlias(node)) return node.resolve(this.#document) as Node | undefined;
    return isScalar(node) || isCollection(node) ? node : undefined;
  }

  #placeOf(node: Node | undefined): Place {
    return this.at(node?.range?.[0] ?? 0);
  }
}
