export { type Control, sendJson, startControl } from './control.ts';
export { type EndpointDescription, faultsPart, type UserControl, userOf, usersPart } from './parts.ts';
