export { type Challenge, formatChallenge, parseChallenge } from './challenge.ts';
export { WireError } from './error.ts';
export { messageInFrame } from './frame.ts';
export { Framer, type FramerEvent } from './framer.ts';
export { type HeaderLine, Headers } from './headers.ts';
export { newBranch, newCallId, newTag, pooledRandom, type Random } from './identifiers.ts';
export { limits } from './limits.ts';
export {
  cloneMessage,
  parseMessage,
  request,
  response,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  serialise,
} from './message.ts';
export { formatMultipart, type Part, parseContentType, parseMultipart } from './multipart.ts';
export { formatNameAddr, type NameAddr, parseNameAddr } from './name-addr.ts';
export { parseUri, type SipUri } from './uri.ts';
export { formatParameters, type Parameters, parseParameters, quote, splitList, unquote } from './values.ts';
export { type CSeq, parseCSeq, parseVia, type Via } from './via.ts';
