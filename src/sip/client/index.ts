export { type Answer, describeAnswer, diagnosesIn, diagnosticsOf, factsOf, meaningsOf } from './answer.ts';
export { Endpoint } from './endpoint.ts';
export type { EndpointOptions } from './endpoint-options.ts';
export { EventDialog, type EventDialogOptions, type Notification } from './event-dialog.ts';
export { type FocusDialog, type FocusInvitation, inviteFocus } from './focus.ts';
export { bodyOf, type FirstText, type ImBody } from './instant-message-bodies.ts';
export {
  accept,
  type DialogTakers,
  type ImDialog,
  type IncomingText,
  invite,
  refusal,
  type TextTaker,
} from './instant-messages.ts';
export type { OutgoingRequest } from './own-requests.ts';
export { type Bindings, bindingsOf, createRegistration, type RegistrationDialog, useGruu } from './registration.ts';
