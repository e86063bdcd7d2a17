import type { FaultDescription } from '../description.ts';

/** How users are proven. */
export const signInFaults: readonly FaultDescription[] = [
  {
    name: 'only-tls-dsk',
    summary: 'The servers of a pool offer TLS-DSK alone to sign in with.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'sip-ciphers-outdated',
    summary: 'A server takes TLS suites with RC4 alone for SIP.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'trusted-server-unlisted',
    summary: 'The topology does not list the trusted server of the estate any more.',
    parameters: {},
  },
  {
    name: 'redirects-unsigned',
    summary: 'A box in front of a pool takes the signature off the redirects to other pools.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'answers-changed',
    summary: 'A box in front of a pool changes its answers to sign-ins after they were signed.',
    parameters: { pool: '2013 pool of the first site' },
  },
];
