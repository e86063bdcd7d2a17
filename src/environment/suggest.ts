/** How many letters must be put in, taken out, changed or swapped with their neighbour to get from one word to the other. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length]!;
}

/** The allowed word that was probably meant, or `undefined` when none is near. Case does not count. */
export function didYouMean(word: string, allowed: readonly string[]): string | undefined {
  const nearest = allowed
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)))
    .sort((a, b) => a.distance - b.distance);
  return nearest[0]?.candidate;
}

/** `did you mean b? Allowed are a, b, c`: the end of a complaint about an unknown word. */
export function allowedWords(word: string, allowed: readonly string[]): string {
  const meant = didYouMean(word, allowed);
  if (allowed.length === 0) return 'there is none to choose from';
  const list = `${allowed.length === 1 ? 'is' : 'are'} ${allowed.join(', ')}`;
  return meant === undefined ? `allowed ${list}` : `did you mean ${meant}? Allowed ${list}`;
}
