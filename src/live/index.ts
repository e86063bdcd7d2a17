export {
  judgeAgreement,
  judgeAutodiscover,
  judgeCertificates,
  judgeChain,
  judgeClosed,
  judgeConferenceCreated,
  judgeConferenceHeard,
  judgeConferenceJoined,
  judgeContactsChanged,
  judgeContactsRead,
  judgeDeclaredRoles,
  judgeDelivered,
  judgeEdgeReplica,
  judgeEdgeService,
  judgeEntryPoint,
  judgeExpiry,
  judgeFirstUsers,
  judgeFormatted,
  judgeHomeSignIn,
  judgeKept,
  judgeLongText,
  judgeNames,
  judgeNoUnexpectedService,
  judgePage,
  judgePort,
  judgePresence,
  judgeProvenAnew,
  judgeQuorum,
  judgeReadOnly,
  judgeRedirect,
  judgeRenewed,
  judgeReplica,
  judgeReply,
  judgeRoles,
  judgeScope,
  judgeServiceRunning,
  judgeShell,
  judgeStartMode,
  judgeStrength,
  judgeTextUnchanged,
  judgeTlsVersion,
  judgeTopology,
  judgeUsers,
  namesOfPort,
  troubleFinding,
} from '../checks/index.ts';
export { generationOf } from '../generations/index.ts';
export { edgeGenerationIn, edgeServiceOf, entryPointOf, leadsTo } from '../guide/index.ts';
export { pass, undetermined } from '../outcome/index.ts';
export { accountOf, adminRolesExpected, poolNamed, serversOf, usersOf } from './estate.ts';
export { afterFirstRung, firstRung } from './ladder.ts';
export { wireSubject as presenceWire } from './presence-rounds.ts';
export { seatOf } from './seats.ts';
export { type Body, type Checks, type Look, type Seen, suite, type Target } from './suite.ts';
export type { SeenTransaction } from './transactions.ts';
