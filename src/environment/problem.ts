/** Where something is: keys and indexes from the root of the file. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with an environment file. */
export interface Problem {
  readonly path: Path;
  /** Sentence without its place: what is wrong, what is allowed. */
  readonly text: string;
  /** True where the key is wrong and not its value: the complaint then points to the key. */
  readonly ofKey?: boolean;
  /** Another place that the reader should see. */
  readonly see?: Path;
}

/** `waves."pilot 1".pools[0]` */
export function describePath(path: Path): string {
  let described = '';
  for (const step of path) {
    if (typeof step === 'number') described += `[${step}]`;
    else {
      const plain = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
      described += described === '' ? plain : `.${plain}`;
    }
  }
  return described;
}

/** What stands at a path of plain values, or `undefined`. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** All values that fit a pattern of keys, in which `*` stands for every index of a list and every key of a mapping. */
export function* each(root: unknown, pattern: Path, path: Path = []): Generator<{ path: Path; value: unknown }> {
  const [step, ...rest] = pattern;
  if (step === undefined) {
    if (root !== undefined) yield { path, value: root };
    return;
  }
  if (root === null || typeof root !== 'object') return;
  if (step !== '*') {
    if (Object.hasOwn(root, step)) yield* each((root as Record<string | number, unknown>)[step], rest, [...path, step]);
    return;
  }
  const entries: Iterable<[string | number, unknown]> = Array.isArray(root) ? root.entries() : Object.entries(root);
  for (const [key, value] of entries) yield* each(value, rest, [...path, key]);
}

/** The same, but only texts. */
export function* eachText(root: unknown, pattern: Path): Generator<{ path: Path; value: string }> {
  for (const { path, value } of each(root, pattern)) if (typeof value === 'string') yield { path, value };
}
