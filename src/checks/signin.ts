import type { Pool } from '../environment/model.ts';
import type { Generation } from '../generations/index.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';
import type { Hop, Registration } from '../sip/agent/model.ts';
import { humanDuration } from '../time/index.ts';

export interface SignInObservation {
  readonly user: string;
  readonly registration: Registration;
  /** Milliseconds over all hops. */
  readonly took: number;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** True if the server that answered is one of the pool, or the pool itself. */
const belongs = (hop: Hop, pool: Pool): boolean =>
  [hop.targetName, hop.server].some(
    (name) => name !== undefined && [pool.fqdn, ...pool.servers.map(({ fqdn }) => fqdn)].some((known) => same(known, name)),
  );

/** How the first server was found, step by step, where nobody named it. */
const describeDiscovery = ({ discovered }: Registration): Reason[] =>
  (discovered?.steps ?? []).map(({ asked, answer }) => ({ text: `Looking for a server: ${asked} → ${answer}` }));

const describeWay = (registration: Registration): Reason[] => [
  ...describeDiscovery(registration),
  ...registration.hops.map(describeHop),
];

const describeHop = (hop: Hop): Reason => ({
  text:
    `${hop.server} answered ${hop.status} after ${humanDuration(hop.took)}` +
    `${hop.product === undefined ? '' : ` as ${hop.product}`}${hop.tls === undefined ? '' : ` over ${hop.tls.version}`}.`,
});

function judgeEnd(observed: SignInObservation, home: Pool, generation: Generation): Finding | undefined {
  const last = observed.registration.hops.at(-1);
  const reasons = describeWay(observed.registration);
  if (last === undefined || !belongs(last, home)) {
    return fail(
      'WRONG_HOME_POOL',
      `${observed.user} was signed in by ${last?.targetName ?? last?.server ?? 'nobody'}, not by ${home.fqdn}.`,
      reasons,
    );
  }
  if (last.product === undefined) {
    // A server of either generation names itself in every answer: without that nobody knows what has signed the user in.
    return undetermined(
      'PRODUCT_NOT_SHOWN',
      `${last.server} signed ${observed.user} in and does not say as which product: it need not be ${generation.productName}.`,
      [
        { text: 'Product token of the Server header.', expected: generation.sipProduct, observed: 'no Server header' },
        ...reasons,
      ],
    );
  }
  if (!last.product.startsWith(generation.sipProduct)) {
    return fail(
      'WRONG_GENERATION',
      `${last.server} signs ${observed.user} in as ${last.product}, which is not ${generation.productName}.`,
      [{ text: 'Product token of the Server header.', expected: generation.sipProduct, observed: last.product }, ...reasons],
    );
  }
  return undefined;
}

/** The user was signed in by the home pool, which is of the declared generation. */
export function judgeHomeSignIn(observed: SignInObservation, home: Pool, generation: Generation): Finding {
  const wrong = judgeEnd(observed, home, generation);
  if (wrong !== undefined) return wrong;
  return pass(
    `${observed.user} signed in at ${home.fqdn} within ${humanDuration(observed.took)}.`,
    describeWay(observed.registration),
  );
}

/** A pool of the other generation sent the user home: a signed 301 first, then the home pool. */
export function judgeRedirect(observed: SignInObservation, via: Pool, home: Pool, generation: Generation): Finding {
  const [first] = observed.registration.hops;
  const reasons = observed.registration.hops.map(describeHop);
  if (first !== undefined && first.status !== 301) {
    return fail(
      'REDIRECT_MISSING',
      `${via.fqdn} signed ${observed.user} in itself instead of sending the user to ${home.fqdn}.`,
      reasons,
    );
  }
  const wrong = judgeEnd(observed, home, generation);
  if (wrong !== undefined) return wrong;
  return pass(`${via.fqdn} sent ${observed.user} home to ${home.fqdn} within ${humanDuration(observed.took)}.`, reasons);
}

/** A single server of the home pool signed the user in, or sent the user on within the pool. */
export function judgeNodeSignIn(observed: SignInObservation, server: string, home: Pool, generation: Generation): Finding {
  const { hops } = observed.registration;
  const reasons = hops.map(describeHop);
  const away = hops.find((hop) => !belongs(hop, home));
  if (hops.length > 1 && away !== undefined) {
    return fail(
      'NODE_SENDS_AWAY',
      `${server} sent ${observed.user} to ${away.server}, which is no server of ${home.fqdn}.`,
      reasons,
    );
  }
  const wrong = judgeEnd(observed, home, generation);
  if (wrong !== undefined) return wrong;
  const last = hops.at(-1);
  const where = hops.length > 1 ? `sent ${observed.user} on to ${last?.server} of its pool` : `signed ${observed.user} in`;
  return pass(`${server} ${where} within ${humanDuration(observed.took)}.`, reasons);
}

/** The estate behind an Access Edge signed the user in. Who proves remote users there, the home pool or a Director, is its own affair. */
export function judgeRemote(observed: SignInObservation, access: string): Finding {
  const { hops } = observed.registration;
  const reasons = hops.map(describeHop);
  const last = hops.at(-1);
  if (last === undefined || hops.length > 1) {
    return undetermined(
      'REMOTE_SENT_INSIDE',
      `${access} sent ${observed.user} on to ${last?.server ?? 'nobody'}, which clients outside may not reach.`,
      reasons,
    );
  }
  const by = last.targetName === undefined ? '' : `, proven by ${last.targetName},`;
  return pass(`${observed.user} signed in over ${access}${by} within ${humanDuration(observed.took)}.`, reasons);
}
