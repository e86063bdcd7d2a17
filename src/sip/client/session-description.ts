import type { SessionDescriptionHandler } from 'sip.js';

/** The SDP of a Lync IM dialog: one `message` line whose port means nothing. */
export const imDescription = (uri: string, host: string): string =>
  [
    'v=0',
    `o=- 0 0 IN IP4 ${host}`,
    's=session',
    `c=IN IP4 ${host}`,
    't=0 0',
    `m=message 5060 sip ${uri}`,
    'a=accept-types:text/plain text/html multipart/alternative',
    '',
  ].join('\r\n');

/** Answers sip.js, which asks for media, with IM; keeps it from looking for WebRTC. */
export const sessionDescription = (uri: string, host: string): SessionDescriptionHandler => ({
  close: () => {},
  hasDescription: (contentType) => contentType === 'application/sdp',
  getDescription: async () => ({ body: imDescription(uri, host), contentType: 'application/sdp' }),
  setDescription: async () => {},
  rollbackDescription: async () => {},
  sendDtmf: () => false,
});
