import type { LabUser } from '../model.ts';
import type { Container, Member } from './presentity.ts';

/** What somebody may see of a user: what is published for watchers, that the user is offline, or nothing at all. */
export type Standing = 'member' | 'blocked' | 'stranger';

const blockedContainer = '32000';
/** Closest first; 0 to 3 are the user's own. */
const order = [blockedContainer, '400', '300', '200', '100'];

/** How a member stands for a watcher, the most specific first; everybody of a lab is of one enterprise. */
const kinds: readonly ((member: Member, watcher: LabUser) => boolean)[] = [
  ({ type, value }, { uri }) => type === 'user' && bare(value ?? '') === bare(uri),
  ({ type, value }, { uri }) => type === 'domain' && value?.toLowerCase() === bare(uri).replace(/^.*@/, ''),
  ({ type }) => type === 'sameEnterprise',
  ({ type }) => type === 'everyone',
];

const bare = (uri: string): string => uri.replace(/^sips?:/i, '').toLowerCase();

/**
 * Where a watcher stands: the most specific membership decides, among equal ones the container that stands first (MS-PRES; the order is
 * that of clients).
 */
export function standing(containers: ReadonlyMap<string, Container>, watcher: LabUser): Standing {
  for (const fits of kinds) {
    const id = order.find((container) => containers.get(container)?.members.some((member) => fits(member, watcher)));
    if (id !== undefined) return id === blockedContainer ? 'blocked' : 'member';
  }
  return 'stranger';
}

/** What a user has whom some client has signed in before. */
export const sharedWithColleagues: ReadonlyMap<string, Container> = new Map([
  ['200', { version: 1, members: [{ type: 'sameEnterprise' }] }],
]);
