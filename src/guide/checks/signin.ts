import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'signin',
  pillar: 'communication',
  requirement: 'users-sign-in-at-home',
  generations: generationNames,
} as const;

export const signinChecks: readonly Check[] = [
  {
    ...base,
    id: 'signin.home',
    tier: 'smoke',
    title: 'a test user signs in at the home pool',
    method:
      'The user registers over TLS with a server of the home pool. It must be that pool that accepts, as the product of its generation, with ' +
      'every message signed.',
    needs: ['test-user'],
    optional: false,
    budget: 'signIn',
    codes: ['WRONG_HOME_POOL', 'WRONG_GENERATION', 'PRODUCT_NOT_SHOWN'],
    causes: [
      'The Front-End service does not run, or the pool has lost its quorum.',
      'A certificate of the server has expired or does not carry the name of the pool.',
      'The user was enabled or moved just now and has not been replicated (ms-diagnostics 4005), or is disabled (4141).',
      'The password of the test user has changed, or the account is locked.',
    ],
    remedy:
      'Sign {user} in by hand with a Lync client. If that fails too, look at Get-CsUserPoolInfo for {user}, and at the Front-End services and ' +
      'certificates of {pool}.',
    touches: 'test-user-traffic',
  },
  {
    ...base,
    id: 'signin.redirect',
    tier: 'smoke',
    title: 'a pool of the other generation sends a test user home',
    method:
      'The user connects first to a pool of the other generation, in the own site where it has one. That pool must answer with a signed ' +
      'redirect, and the home pool must then accept the user.',
    needs: ['test-user', 'both-generations'],
    optional: false,
    budget: 'signIn',
    codes: ['REDIRECT_MISSING', 'WRONG_HOME_POOL', 'WRONG_GENERATION', 'PRODUCT_NOT_SHOWN'],
    causes: [
      'The two pools do not agree on the home pool of the user: a move was not replicated.',
      'The redirect names an address that clients cannot resolve or reach.',
      'The Front-End service of one of the two pools does not run.',
    ],
    remedy:
      'Compare what {via} and {pool} know of {user} with Get-CsUserPoolInfo on either side, and see that clients resolve the name to which ' +
      '{via} sends {user}.',
    touches: 'test-user-traffic',
  },
  {
    ...base,
    id: 'signin.remote',
    requirement: 'users-sign-in-remotely',
    tier: 'full',
    title: 'a user of each generation signs in from outside',
    method:
      'Where the environment file names the outside of Edge pools, a test user of each pool registers over TLS with the Access Edge through ' +
      'which remote users come in this phase. The estate behind it must accept the user without sending the client to a pool inside.',
    needs: ['test-user'],
    optional: false,
    budget: 'signIn',
    codes: ['REMOTE_SENT_INSIDE'],
    causes: [
      'The next hop of the Edge pool is not the pool or Director that the topology names, or does not let the Edge Server in.',
      'The Access Edge cannot reach the pool: port 5061 from the Edge Server to the pool is closed, or a certificate is not trusted.',
      'Remote access is switched off: in the Access Edge configuration, or in the external access policy of the user.',
    ],
    remedy:
      'Sign {user} in from outside with a Lync client; look at Get-CsAccessEdgeConfiguration and Get-CsExternalAccessPolicy, and connect from ' +
      'the Edge Server behind {via} to {pool} on 5061.',
    touches: 'test-user-traffic',
  },
  {
    ...base,
    id: 'signin.wrong-password',
    tier: 'full',
    title: 'a wrong password is refused',
    method:
      'A user kept for this purpose signs in with a password that is certainly wrong, once in 24 hours at most; the pool must refuse it.',
    needs: ['refusal-probe-user'],
    optional: true,
    budget: 'signIn',
    codes: ['WRONG_PASSWORD_ACCEPTED'],
    causes: [
      'Something between this host and the pool answers in its place.',
      'Authentication is switched off for the pool, or for the address of this host.',
    ],
    remedy:
      'Find out who answers for {pool}: compare its certificate and Server header, and look at Get-CsProxyConfiguration. {user} must never get in so.',
    touches: 'one-failed-logon',
  },
];
