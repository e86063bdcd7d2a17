import type { ClientVersionFact, ClientVersionRule } from '../admin/model.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';
import { type PolicyHolder, policyInForce } from './policy-scope.ts';

/** Name and version of a client as it stands in `User-Agent`: `OC/15.0.4420.1017`. */
interface Product {
  readonly name: string;
  readonly version: readonly number[];
}

const numbers = (version: string): number[] => version.split('.').map(Number);

/** All products that a header names, in its order. */
export const productsIn = (userAgent: string): Product[] =>
  [...userAgent.matchAll(/([^\s/()]+)\/(\d+(?:\.\d+)*)/g)].map(([, name = '', version = '']) => ({
    name,
    version: numbers(version),
  }));

/** Below, equal or above 0, by as many numbers as the rule states: 2.0.6362.111 is 2.0.6362. */
function compare(version: readonly number[], rule: readonly number[]): number {
  for (const [at, wanted] of rule.entries()) {
    const difference = (version[at] ?? 0) - wanted;
    if (difference !== 0) return difference;
  }
  return 0;
}

const holds: Readonly<Record<string, (difference: number) => boolean>> = {
  EQL: (difference) => difference === 0,
  NEQ: (difference) => difference !== 0,
  GTR: (difference) => difference > 0,
  GEQ: (difference) => difference >= 0,
  LSS: (difference) => difference < 0,
  LEQ: (difference) => difference <= 0,
};

const fits = (rule: ClientVersionRule, products: readonly Product[]): boolean =>
  products.some(
    ({ name, version }) =>
      name.toLowerCase() === rule.userAgent.toLowerCase() &&
      (rule.version === '' || (holds[rule.compareOp.toUpperCase()]?.(compare(version, numbers(rule.version))) ?? false)),
  );

/** What becomes of a client: the first rule in order of priority that fits, or nothing where none does. */
export const ruleFor = (userAgent: string, rules: readonly ClientVersionRule[]): ClientVersionRule | undefined => {
  const products = productsIn(userAgent);
  return rules
    .filter(({ enabled }) => enabled)
    .toSorted((one, other) => one.priority - other.priority)
    .find((rule) => fits(rule, products));
};

const letsIn = (action: string): boolean => /^allow/i.test(action);

export interface ClientVersionQuestion {
  readonly site: string;
  readonly pool: string;
  /** `User-Agent` headers that must be let in. */
  readonly clients: readonly string[];
  /** Whose policies are looked at. */
  readonly users: readonly PolicyHolder[];
  /** True in the phase in which old clients must be kept out. */
  readonly mustFilter: boolean;
}

const words = ({ userAgent, compareOp, version }: ClientVersionRule): string =>
  version === '' ? `every ${userAgent}` : `${userAgent} ${compareOp} ${version}`;

/** The client version filter lets in every client of the pilot that the users of the pool have. */
export function judgeClientVersions(question: ClientVersionQuestion, fact: ClientVersionFact): Finding {
  const { site, pool, clients, users, mustFilter } = question;
  const called = (name: string) => fact.configurations.find(({ identity }) => identity.toLowerCase() === name.toLowerCase());
  const configuration = called(`Site:${site}`) ?? called('Global');
  if (configuration === undefined)
    return undetermined('NOT_TOLD', `The estate has no client version configuration that applies to ${pool}.`);
  if (!configuration.enabled) {
    const reason = {
      text: `Client version configuration ${configuration.identity}.`,
      expected: 'Enabled True',
      observed: 'Enabled False',
    };
    return mustFilter
      ? fail('CLIENT_FILTER_OFF', `Nobody looks at the versions of the clients that sign in at ${pool}.`, [reason])
      : pass(`The client version filter is off: ${pool} lets in every client.`, [reason]);
  }
  const known = [...new Set(fact.rules.map(({ policy }) => policy))];
  const policies = new Map(
    users
      .map((user) => policyInForce('ClientVersionPolicy', user, { site, pool }, known))
      .map((policy) => [policy.toLowerCase(), policy]),
  );
  if (policies.size === 0)
    return undetermined('NOT_TOLD', `${pool} has no test user whose client version policy could be looked at.`);
  const unknown = fact.rules.find(({ version, compareOp }) => version !== '' && holds[compareOp.toUpperCase()] === undefined);
  if (unknown !== undefined)
    return undetermined('NOT_TOLD', `What the rule for ${words(unknown)} in ${unknown.policy} means is not known.`);
  const refused: Reason[] = [];
  for (const policy of policies.values()) {
    const rules = fact.rules.filter((rule) => samePolicy(rule.policy, policy));
    for (const client of clients) {
      const rule = ruleFor(client, rules);
      const action = rule?.action ?? configuration.defaultAction;
      if (letsIn(action)) continue;
      const by =
        rule === undefined ? `the default action of ${configuration.identity}` : `the rule for ${words(rule)} in ${rule.policy}`;
      refused.push({ text: `${client}: by ${by}.`, expected: 'Allow', observed: action });
    }
  }
  if (refused.length > 0)
    return fail(
      'CLIENT_REFUSED',
      `${pool} keeps out ${refused.length === 1 ? 'a client' : `${refused.length} clients`} of the pilot.`,
      refused,
    );
  return pass(`${pool} lets in ${clients.length === 1 ? 'the client' : `all ${clients.length} clients`} of the pilot.`);
}

const bare = (policy: string): string => policy.replace(/^tag:/i, '').toLowerCase();
const samePolicy = (one: string, other: string): boolean => bare(one) === bare(other);
