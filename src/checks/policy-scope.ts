import type { TestUserFact } from '../admin/model.ts';

/** Whoever policies apply to. */
export type PolicyHolder = Pick<TestUserFact, 'assigned' | 'effective'>;

const same = (one: string, other: string): boolean =>
  one.replace(/^tag:/i, '').toLowerCase() === other.replace(/^tag:/i, '').toLowerCase();

/**
 * The policy of a kind that applies to a user: as the estate says, else the nearest: the user's own, that of the pool, of the site, the global
 * one. `known` are the policies of that kind that there are.
 */
export function policyInForce(
  kind: string,
  user: PolicyHolder,
  place: { readonly site: string; readonly pool: string },
  known: readonly string[],
): string {
  const told = user.effective?.[kind] ?? '';
  if (told !== '') return told;
  const own = user.assigned[kind] ?? '';
  if (own !== '') return own;
  const scopes = [`Registrar:${place.pool}`, `Service:Registrar:${place.pool}`, `Site:${place.site}`];
  for (const scope of scopes) {
    const found = known.find((policy) => same(scope, policy));
    if (found !== undefined) return found;
  }
  return 'Global';
}

/** The one of these policies that a name means. */
export const policyNamed = <Policy extends { readonly identity: string }>(
  policies: readonly Policy[],
  name: string,
): Policy | undefined => policies.find(({ identity }) => same(identity, name));
