import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'synthetic',
  pillar: 'communication',
  generations: generationNames,
  optional: false,
  touches: 'test-user-traffic',
} as const;
const codes = ['TRANSACTION_FAILED', 'TRANSACTION_NOT_COMPLETED', 'TRANSACTION_SILENT'] as const;
const sameAsUs =
  'The transaction runs where PowerShell runs: a firewall on that host may stop PowerShell and nobody else (504, ErrorCode=2).';

/** The product's own transactions: a second witness, on demand because each is another sign-in of the test users and takes seconds. */
export const syntheticChecks: readonly Check[] = [
  {
    ...base,
    id: 'synthetic.registration',
    requirement: 'users-sign-in-at-home',
    tier: 'smoke',
    title: 'a test user signs in by the product’s own transaction',
    method: 'Test-CsRegistration signs the test user in at the home pool and out again; its answer decides.',
    needs: ['management-shell', 'test-user'],
    codes,
    causes: ['The user is not enabled, or not yet replicated to the pool (404, ErrorCode 1003 or 4005).', sameAsUs],
    remedy:
      'Run Test-CsRegistration for {user} at {pool} by hand with -Verbose, and look at the line "Registration hit against".',
  },
  {
    ...base,
    id: 'synthetic.im',
    requirement: 'users-exchange-messages',
    tier: 'smoke',
    title: 'a message of the product’s own transaction arrives',
    method:
      'Test-CsIM signs both test users in at the pool of the sender, with their own passwords, and sends a message; a user who is homed ' +
      'elsewhere is redirected or relayed. Whether that works across generations the documentation does not say: so this shows it.',
    needs: ['management-shell', 'two-test-users'],
    codes,
    causes: ['The two pools do not reach each other.', sameAsUs],
    remedy:
      'Run Test-CsIM from {from} to {to} at {fromPool} and at {toPool} by hand, and compare its log with messaging.delivered.',
  },
  {
    ...base,
    id: 'synthetic.presence',
    requirement: 'users-see-presence',
    tier: 'full',
    title: 'a changed presence reaches the product’s own transaction',
    method: 'Test-CsPresence lets the one publish and the other subscribe, and waits for the changed value, up to 25 seconds.',
    needs: ['management-shell', 'two-test-users'],
    codes,
    causes: ['The pools do not reach each other.', sameAsUs],
    remedy: 'Run Test-CsPresence with {to} as publisher and {from} as subscriber at {fromPool} by hand, and look at its log.',
  },
  {
    ...base,
    id: 'synthetic.group-im',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'a conference of the product’s own transaction takes both users in',
    method: 'Test-CsGroupIM lets the one open a conference for messages and the other join it.',
    needs: ['management-shell', 'two-test-users'],
    codes,
    causes: ['The conferencing service of the pool of the organizer is stopped.', sameAsUs],
    remedy: 'Run Test-CsGroupIM from {from} to {to} at {fromPool} by hand, and look at the conferencing services there.',
  },
  {
    ...base,
    id: 'synthetic.data-conference',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'a conference with shared data works on pools of 2013',
    method: 'Test-CsDataConference lets two users collaborate. It does not apply where one of them is homed on a pool of 2010.',
    generations: ['lync-2013'],
    needs: ['management-shell', 'two-test-users'],
    codes,
    causes: ['The Office Web Apps server is not reached.', sameAsUs],
    remedy: 'Run Test-CsDataConference from {from} to {to} at {fromPool} by hand, and look at its log.',
  },
  {
    ...base,
    id: 'synthetic.agrees',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'the product’s transaction and our own clients see the same',
    method: 'What Test-CsIM says of a pair is compared with what our own clients see of the same pair and direction.',
    needs: ['management-shell', 'two-test-users'],
    codes: ['WITNESSES_DISAGREE', 'DEPENDS_ON_OTHER'],
    causes: [
      sameAsUs,
      'Another client of one of the users took the message of one of the witnesses.',
      'The two witnesses were sent to different front ends, of which one is ill.',
    ],
    remedy:
      'Compare the log of Test-CsIM from {from} to {to} with the wire log of messaging.delivered, and find where they part.',
  },
];
