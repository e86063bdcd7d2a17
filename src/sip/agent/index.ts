export { availabilityOf, availabilityValues } from './availability.ts';
export { focusUri } from './conference.ts';
export {
  type Agent,
  type Availability,
  availabilities,
  type Conference,
  type ContactEntry,
  type Contacts,
  type Conversation,
  type Heard,
  type Hop,
  type LifeEvent,
  type OwnPresence,
  type Registration,
  type Sight,
  type SignedOutKind,
  type SignIn,
  type SignInOptions,
  type Watch,
  type WatchOptions,
} from './model.ts';
export { lyncClient, signIn } from './sign-in.ts';
