/** How many front ends of a pool must run. */
export interface Quorum {
  /** For a first start of the pool: below it services hang in starting. */
  readonly toStart: number;
  /** To stay functional: below it those that are left stop their services, too. */
  readonly toStay: number;
  /** The oldest servers of the pool, among which they must be. */
  readonly among: number;
}

// By servers in the pool, from two on. The page of Lync Server 2013 about front-end topologies; the "85 %" in its text does not fit every row.
const table: readonly Quorum[] = [
  [1, 1, 2],
  [3, 2, 3],
  [3, 2, 4],
  [4, 3, 5],
  [5, 3, 6],
  [5, 4, 7],
  [6, 4, 7],
  [7, 4, 7],
  [8, 5, 9],
  [9, 5, 9],
  [10, 5, 9],
].map(([toStart = 0, toStay = 0, among = 0]) => ({ toStart, toStay, among }));

/** The quorum of a pool with so many front ends that are bound together; `undefined` for a single server, or more than the product allows. */
export const quorumOf = (servers: number): Quorum | undefined => table[servers - 2];
