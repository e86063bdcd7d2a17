export {
  differences,
  judgePolicyProbe,
  judgeReplica,
  judgeShell,
  judgeTopology,
  judgeUsers,
  type PolicyProbe,
} from './administration.ts';
export {
  type ExchangeObservation,
  judgeDelivered,
  judgeReply,
  judgeTextUnchanged,
  type MessageObservation,
} from './messaging.ts';
export { judgePresence, type PresenceObservation } from './presence.ts';
export { isStarting, judgeNoUnexpectedService, judgeServiceRunning, type ServicesObservation } from './services.ts';
export { judgeHomeSignIn, judgeRedirect, type SignInObservation } from './signin.ts';
export { type Trouble, troubleFinding, troubleOf } from './trouble.ts';
