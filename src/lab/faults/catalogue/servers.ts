import type { FaultDescription } from '../description.ts';

/** Services of a server. */
export const serversFaults: readonly FaultDescription[] = [
  {
    name: 'service-stopped',
    summary: 'A Windows service of a server is stopped.',
    parameters: { server: 'first server of the 2013 pool of the first site', service: 'RTCIMMCU' },
  },
  {
    name: 'service-starts-by-hand',
    summary: 'A Windows service of a server runs, and would not start again with the server.',
    parameters: { server: 'first server of the 2013 pool of the first site', service: 'RTCIMMCU' },
  },
  {
    name: 'front-ends-stopped',
    summary: 'The front-end service is stopped on all servers of a pool but the first.',
    parameters: { pool: '2013 pool of the first site' },
  },
];
