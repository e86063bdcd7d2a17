export {
  certificateDays,
  differences,
  judgeCertificates,
  judgeDeclaredRoles,
  judgeEdgeReplica,
  judgePolicyProbe,
  judgeReadOnly,
  judgeReplica,
  judgeRoles,
  judgeScope,
  judgeShell,
  judgeTopology,
  judgeUsers,
  type PolicyProbe,
  type RoleQuestion,
} from './administration.ts';
export {
  type ConferenceObservation,
  type JoinObservation,
  judgeConferenceCreated,
  judgeConferenceHeard,
  judgeConferenceJoined,
  type RoomMessageObservation,
} from './conference.ts';
export { type ContactChangeObservation, type ContactsObservation, judgeContactsChanged, judgeContactsRead } from './contacts.ts';
export { judgeAutodiscover, judgeEdgeService, judgeEntryPoint, judgePage } from './entry-points.ts';
export {
  type ExchangeObservation,
  judgeDelivered,
  judgeFormatted,
  judgeLongText,
  judgeReply,
  judgeTextUnchanged,
  type MessageObservation,
} from './messaging.ts';
export {
  judgeChain,
  judgeClosed,
  judgeExpiry,
  judgeNames,
  judgePort,
  judgeStrength,
  judgeTlsVersion,
  namesOfPort,
  type PortObservation,
} from './nodes.ts';
export { judgePresence, type PresenceObservation } from './presence.ts';
export {
  judgeKept,
  judgeProvenAnew,
  judgeRenewed,
  type LifeObservation,
  type RegistrationObservation,
  type RenewalObservation,
} from './registration.ts';
export {
  type FrontEndState,
  frontEndRuns,
  frontEndsForFirstUsers,
  isStarting,
  judgeFirstUsers,
  judgeNoUnexpectedService,
  judgeQuorum,
  judgeServiceRunning,
  judgeStartMode,
  type ServicesObservation,
} from './services.ts';
export { judgeHomeSignIn, judgeRedirect, type SignInObservation } from './signin.ts';
export { judgeAgreement, judgeTransaction, type TransactionObservation } from './synthetic.ts';
export { type Trouble, troubleFinding, troubleOf } from './trouble.ts';
