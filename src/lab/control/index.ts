export { type Control, sendJson, startControl } from './control.ts';
export { type EndpointDescription, faultsPart, type UserControl, usersPart } from './parts.ts';
