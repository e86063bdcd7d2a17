import pLimit from 'p-limit';

/** At most `most` of the things that belong to one key run side by side; different keys do not wait for each other. */
export function limitPerKey(most: number): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const limits = new Map<string, ReturnType<typeof pLimit>>();
  return (key, work) => {
    let limit = limits.get(key);
    if (limit === undefined) {
      limit = pLimit(most);
      limits.set(key, limit);
    }
    return limit(work);
  };
}
