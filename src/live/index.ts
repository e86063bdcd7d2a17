export {
  judgeDelivered,
  judgeHomeSignIn,
  judgeNoUnexpectedService,
  judgePresence,
  judgeRedirect,
  judgeReplica,
  judgeReply,
  judgeServiceRunning,
  judgeShell,
  judgeTextUnchanged,
  judgeTopology,
  judgeUsers,
  troubleFinding,
} from '../checks/index.ts';
export { generationOf } from '../generations/index.ts';
export { pass, undetermined } from '../outcome/index.ts';
export { poolNamed, usersOf } from './estate.ts';
export { type Body, type Checks, type Look, type Seen, suite, type Target } from './suite.ts';
