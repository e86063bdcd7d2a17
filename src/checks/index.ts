export {
  differences,
  judgeCertificates,
  judgeDeclaredRoles,
  judgeEdgeReplica,
  judgeOlderTools,
  judgePolicyProbe,
  judgeReadOnly,
  judgeRefusal,
  judgeReplica,
  judgeRoles,
  judgeScope,
  judgeShell,
  judgeTools,
  judgeTopology,
  judgeUsers,
  type PolicyProbe,
  type RefusedWrite,
  type RoleQuestion,
} from './administration.ts';
export { judgeCentralStore, judgeStoreLocation, type StoreQuestion, type StoreStatus } from './central-store.ts';
export { type ClientVersionQuestion, judgeClientVersions, productsIn, ruleFor } from './client-versions.ts';
export {
  type ConferenceObservation,
  type JoinObservation,
  judgeConferenceCreated,
  judgeConferenceHeard,
  judgeConferenceJoined,
  type RoomMessageObservation,
} from './conference.ts';
export {
  type ContactChangeObservation,
  type ContactsObservation,
  isKeptContacts,
  judgeContactsChanged,
  judgeContactsKept,
  judgeContactsRead,
  type KeptContacts,
} from './contacts.ts';
export { type Comparison, type Earlier, judgeCompared } from './earlier.ts';
export {
  judgeEdgeNames,
  judgeFederatedEdge,
  judgeFederationRoute,
  judgeMediaEdge,
  judgeNextHop,
  judgeXmppOff,
} from './edge-topology.ts';
export { judgeAutodiscover, judgeEdgeService, judgeEntryPoint, judgePage } from './entry-points.ts';
export { type Control, judgeLimit, type LimitObservation } from './limits.ts';
export { judgeMeeting, judgeMeetingPool } from './meetings.ts';
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
export { judgeAnonymousMeetings, judgeExternalAccess, type OutsiderQuestion } from './outsiders.ts';
export { type PolicyHolder, policyInForce } from './policy-scope.ts';
export {
  type DirectoryPart,
  directoryStates,
  isDirectoryPart,
  judgeDirectory,
  judgeFabric,
  judgeReadiness,
  judgeUserReplication,
} from './preparation.ts';
export { judgePresence, type PresenceObservation } from './presence.ts';
export {
  judgeKept,
  judgeProvenAnew,
  judgeRenewed,
  type LifeObservation,
  type RegistrationObservation,
  type RenewalObservation,
} from './registration.ts';
export { judgeEmptied, judgeGroupsMoved } from './retirement.ts';
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
export { judgeHomeSignIn, judgeNodeSignIn, judgeRedirect, judgeRemote, type SignInObservation } from './signin.ts';
export { judgeAgreement, judgeTransaction, type TransactionObservation } from './synthetic.ts';
export {
  judgeArchiving,
  judgeBuilds,
  judgeLegacyArchiving,
  judgeNamesUnique,
  judgeUndeclared,
  judgeVersions,
  judgeWebAppsServer,
  judgeWorkloads,
} from './topology.ts';
export { isSilence, type Trouble, troubleFinding, troubleOf } from './trouble.ts';
export {
  type Counts,
  isCounts,
  isKeptPin,
  isKeptPolicies,
  judgeAddresses,
  judgeInventory,
  judgePin,
  judgePolicies,
  type KeptPin,
  type KeptPolicies,
} from './users.ts';
export { judgeNormalization, type VoiceUser } from './voice.ts';
