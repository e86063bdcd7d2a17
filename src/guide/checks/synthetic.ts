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

const ofLimits = [...codes, 'CMDLET_NOT_OFFERED', 'DEPENDS_ON_OTHER'] as const;
const notOn2010 =
  'It does not apply to a pool of 2010 (limit transactions-of-2013): where it fails there, the limit holds, and that is a pass.';

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
    id: 'synthetic.audio-video',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'a call of the product’s own transaction is set up',
    method:
      'Test-CsP2PAV lets the one call the other with audio and video. It is the signalling that is looked at: no media is judged.',
    needs: ['management-shell', 'two-test-users'],
    codes,
    causes: ['The pools do not reach each other.', 'A policy forbids one of the users audio or video.', sameAsUs],
    remedy: 'Run Test-CsP2PAV from {from} to {to} at {fromPool} by hand, and look at its log.',
  },
  {
    ...base,
    id: 'synthetic.audio-video-conference',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'a conference with audio and video of the product’s own transaction takes both users in',
    method: 'Test-CsAVConference lets the one open a conference with audio and video and the other join it; no media is judged.',
    needs: ['management-shell', 'two-test-users'],
    codes,
    causes: ['The audio and video conferencing service of the pool of the organizer is stopped.', sameAsUs],
    remedy: 'Run Test-CsAVConference from {from} to {to} at {fromPool} by hand, and look at the conferencing services there.',
  },
  {
    ...base,
    id: 'synthetic.data-conference',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'a conference with shared data works on pools of 2013, and on none of 2010',
    method: `Test-CsDataConference lets two users collaborate. ${notOn2010}`,
    needs: ['management-shell', 'two-test-users'],
    codes: ofLimits,
    causes: ['The Office Web Apps server is not reached.', sameAsUs],
    remedy: 'Run Test-CsDataConference from {from} to {to} at {fromPool} by hand, and look at its log.',
  },
  {
    ...base,
    id: 'synthetic.sharing',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'a conference with application sharing works on pools of 2013, and on none of 2010',
    method: `Test-CsASConference lets one user share an application in a conference with the other. ${notOn2010}`,
    needs: ['management-shell', 'two-test-users'],
    codes: ofLimits,
    causes: ['The application sharing service of the pool of the organizer is stopped.', sameAsUs],
    remedy: 'Run Test-CsASConference from {from} to {to} at {fromPool} by hand, and look at its log.',
  },
  {
    ...base,
    id: 'synthetic.mobile',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'mobile clients of 2013 meet on pools of 2013, and on none of 2010',
    method:
      'With pilot.mobile: Test-CsUcwaConference lets two users meet as mobile clients of 2013 do (UCWA). Those who are homed on 2010 have ' +
      'no UCWA (limits transactions-of-2013 and mobile-by-generation): where that is so, the limit holds, and that is a pass.',
    needs: ['management-shell', 'two-test-users'],
    codes: ofLimits,
    causes: [
      'The update of February 2013, with which UCWA came, is not on the pool.',
      'The UCWA application pool was recycled and not initialised again (event 1309 on the Front End Server).',
      sameAsUs,
    ],
    remedy: 'Run Test-CsUcwaConference from {from} to {to} at {fromPool} by hand with -Verbose, and look at its log.',
  },
  {
    ...base,
    id: 'synthetic.mobile-of-2010',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'mobile clients of 2010 exchange messages on pools of both generations',
    method:
      'With pilot.mobile: Test-CsMcxP2PIM lets two users write to each other as mobile clients of 2010 do (Mcx), which work for users ' +
      'homed on either generation.',
    needs: ['management-shell', 'two-test-users'],
    codes,
    causes: ['The Mobility Service (Mcx) is not on both pools, or does not answer.', sameAsUs],
    remedy: 'Run Test-CsMcxP2PIM from {from} to {to} at {fromPool} by hand with -Authentication Negotiate, and look at its log.',
  },
  {
    ...base,
    id: 'synthetic.persistent-chat',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'users of 2013 write to each other in a room, and users of 2010 do not reach it',
    method:
      'With --allow-changes: Test-CsPersistentChatMessage writes into the room pilot.chatRoom and waits for the message there, which stays in ' +
      'the room and cannot be taken back: name one that is for tests. None is ever created. A user of 2010 does not reach it (limit separate-chat-rooms): where that is so, that is a pass.',
    needs: ['management-shell', 'two-test-users', 'permission-to-change'],
    touches: 'messages-that-stay',
    optional: true,
    codes: ofLimits,
    causes: [
      'The users are no members of the room, or a policy does not allow them Persistent Chat.',
      'The Persistent Chat service is stopped.',
      sameAsUs,
    ],
    remedy:
      'Let {from} and {to} be members of the room pilot.chatRoom, and run Test-CsPersistentChatMessage at {fromPool} by hand.',
  },
  {
    ...base,
    id: 'synthetic.xmpp',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'users of 2013 reach the XMPP partner, and users of 2010 do not any more',
    method:
      'From the phase federation-moved on: Test-CsXmppIM sends a message of one user of every pool to pilot.xmppPartner. Users who are still ' +
      'on 2010 do not reach it (limit xmpp-left-behind): where that is so, that is a pass. That the transaction as such does not apply to a ' +
      'pool of 2010 would look the same.',
    needs: ['management-shell', 'test-user'],
    codes: ofLimits,
    causes: [
      'The partner is not configured (Get-CsXmppAllowedPartner), or does not answer.',
      'The external access policy of the user does not allow XMPP.',
      sameAsUs,
    ],
    remedy: 'Run Test-CsXmppIM as {user} at {pool} by hand, and look whether XMPP leaves through the 2013 Edge pool (port 5269).',
  },
  {
    ...base,
    id: 'synthetic.federated-partner',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'the federated partner is reached through the Edge pool of the phase',
    method:
      'Test-CsFederatedPartner asks the Edge pool that has federation in this phase for the domain pilot.federatedPartner, never with ' +
      '-ProxyFqdn. Nobody signs in: the host proves itself by its certificate, so run it where there is one that the Edge pool trusts.',
    needs: ['management-shell'],
    codes,
    causes: [
      'The federation route was changed, and the new Edge pool is not reached from outside or does not reach the partner.',
      'The partner still knows the old Edge pool, or does not allow the new one.',
      sameAsUs,
    ],
    remedy:
      'Run Test-CsFederatedPartner at {pool} by hand from a Front End Server, and look for _sipfederationtls._tcp of both sides.',
  },
  {
    ...base,
    id: 'synthetic.address-book',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'the address book can be downloaded',
    method: 'Test-CsAddressBookService downloads the address book file as one user of every pool.',
    needs: ['management-shell', 'test-user'],
    codes,
    causes: [
      'The web services of the pool do not answer.',
      'The computer that runs it may not read the configuration: it is not in RTCUniversalReadOnlyAdmins.',
      sameAsUs,
    ],
    remedy: 'Run Test-CsAddressBookService as {user} at {pool} by hand, and look at the web services there.',
  },
  {
    ...base,
    id: 'synthetic.address-book-search',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'the address book can be searched',
    method: 'Test-CsAddressBookWebQuery searches the address book through the web services as one user of every pool.',
    needs: ['management-shell', 'test-user'],
    codes,
    causes: ['UseNormalizationRules is False.', 'The web services of the pool do not answer.', sameAsUs],
    remedy: 'Run Test-CsAddressBookWebQuery as {user} at {pool} by hand, and look at the web services there.',
  },
  {
    ...base,
    id: 'synthetic.dial-in',
    requirement: 'users-exchange-messages',
    tier: 'full',
    title: 'every dial-in access number answers from inside',
    method:
      'With pilot.dialIn: Test-CsDialInConferencing calls each access number as one user of every pool. The calls stay inside: whether a ' +
      'number can be dialled from a telephone it does not show.',
    needs: ['management-shell', 'test-user'],
    codes,
    causes: ['The conferencing attendant of the pool that has the number is stopped.', 'There is no access number.', sameAsUs],
    remedy: 'Run Test-CsDialInConferencing as {user} at {pool} by hand: it names the number that does not answer.',
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
