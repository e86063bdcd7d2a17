import type { FaultDescription } from '../description.ts';

/** What stands outside. */
export const edgeFaults: readonly FaultDescription[] = [
  {
    name: 'edge-records-astray',
    summary: 'The records for remote users and partners lead to the Edge pool to which they do not lead in this phase.',
    parameters: {},
  },
  {
    name: 'edge-port-closed',
    summary: 'The Access Edge of a pool refuses the connections of remote users.',
    parameters: { pool: 'Edge pool of 2010' },
  },
  {
    name: 'edge-cut-off',
    summary: 'The Access Edge of a pool cannot reach the front ends behind it.',
    parameters: { pool: 'Edge pool of 2010' },
  },
  {
    name: 'legacy-edge-open',
    summary: 'The Access Edge service of 2010 still runs although federation has moved.',
    parameters: {},
  },
  {
    name: 'edge-offer-closed',
    summary: 'An Edge pool refuses what it offers outside: sip, federation, xmpp, web, media or media-udp.',
    parameters: { pool: 'Edge pool of 2010', name: 'federation' },
  },
  {
    name: 'edge-offer-silent',
    summary: 'An Edge pool takes what comes to one of its offers outside, and says nothing.',
    parameters: { pool: 'Edge pool of 2010', name: 'media-udp' },
  },
  {
    name: 'edge-offer-garbled',
    summary: 'Something else answers at one of the offers of an Edge pool outside: it speaks HTTP, without TLS.',
    parameters: { pool: 'Edge pool of 2010', name: 'media' },
  },
  {
    name: 'xmpp-domain-missing',
    summary: 'XMPP is on at the Edge pool, and no domain is served.',
    parameters: {},
  },
];
