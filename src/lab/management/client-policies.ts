import type { Environment } from '../../environment/model.ts';
import { Refusal } from './refusal.ts';
import { sameName } from './topology.ts';
import { globalPolicyValues } from './truth.ts';

export interface ClientPolicies {
  /** Rows of `Get-CsClientPolicy`. */
  rows(): readonly object[];
  create(order: unknown): object;
  remove(identity: string): void;
}

/** Client policies: the global one, and those that were created while the lab lives. */
export function createClientPolicies(environment: Environment): ClientPolicies {
  const policies = new Map<string, Record<string, unknown>>();
  const add = (identity: string, values: Record<string, unknown>): object => {
    const policy = { Identity: identity, PolicyEntry: [], Description: null, ...globalPolicyValues, ...values };
    policies.set(identity.toLowerCase(), policy);
    return policy;
  };
  add('Global', {});

  return {
    rows: () => [...policies.values()],
    create(order) {
      const { Identity, ...values } = order as Record<string, unknown>;
      const identity = fullIdentity(String(Identity ?? ''), environment);
      if (policies.has(identity.toLowerCase())) {
        throw new Refusal('exists', `"${identity}" already exists. Choose another identity, or change the item that is there.`);
      }
      return add(identity, values);
    },
    remove(identity) {
      const name = fullIdentity(identity, environment).toLowerCase();
      if (!policies.has(name)) throw new Refusal('not-found', `Cannot find the client policy "${identity}".`);
      // The product does not remove the global policy, it resets it.
      if (name === 'global') add('Global', {});
      else policies.delete(name);
    },
  };
}

/** `site:redmond` is `Site:Redmond`, and what names no scope has that of a user: `Tag:…`. */
function fullIdentity(identity: string, environment: Environment): string {
  if (identity === '') throw new Refusal('invalid', 'A client policy needs an identity.');
  if (sameName(identity, 'global')) return 'Global';
  const [scope = '', name = ''] = identity.includes(':')
    ? [identity.split(':', 1)[0], identity.slice(identity.indexOf(':') + 1)]
    : ['tag', identity];
  if (sameName(scope, 'tag')) return `Tag:${name}`;
  const site = environment.sites.find((each) => sameName(each.name, name));
  if (!sameName(scope, 'site') || site === undefined) throw new Refusal('not-found', `Cannot find the scope "${identity}".`);
  return `Site:${site.name}`;
}
