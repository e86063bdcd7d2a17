export {
  judgeCertificates,
  judgeConferenceCreated,
  judgeConferenceHeard,
  judgeConferenceJoined,
  judgeContactsChanged,
  judgeContactsRead,
  judgeDeclaredRoles,
  judgeDelivered,
  judgeEdgeReplica,
  judgeFirstUsers,
  judgeHomeSignIn,
  judgeNoUnexpectedService,
  judgePresence,
  judgeQuorum,
  judgeRedirect,
  judgeReplica,
  judgeReply,
  judgeRoles,
  judgeServiceRunning,
  judgeShell,
  judgeStartMode,
  judgeTextUnchanged,
  judgeTopology,
  judgeUsers,
  troubleFinding,
} from '../checks/index.ts';
export { generationOf } from '../generations/index.ts';
export { pass, undetermined } from '../outcome/index.ts';
export { adminRolesExpected, poolNamed, serversOf, usersOf } from './estate.ts';
export { afterFirstRung, firstRung } from './ladder.ts';
export { type Body, type Checks, type Look, type Seen, suite, type Target } from './suite.ts';
