import type { FaultDescription } from '../description.ts';

/** Ports, names and pages by which clients come. */
export const entryPointsFaults: readonly FaultDescription[] = [
  {
    name: 'web-port-closed',
    summary: 'The web site of a server refuses connections.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'front-end-refuses',
    summary: 'One front end of a pool takes connections and refuses every sign-in.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'front-end-sends-away',
    summary: 'One front end of a pool sends the users of its own pool to another one.',
    parameters: { server: 'second server of the 2013 pool of the first site' },
  },
  {
    name: 'name-server-silent',
    summary: 'The name server takes questions and answers none.',
    parameters: {},
  },
  {
    name: 'name-leads-astray',
    summary: 'A name leads to the generation to which it does not lead in this phase.',
    parameters: { name: '_sipinternaltls._tcp' },
  },
  {
    name: 'name-missing',
    summary: 'The name server does not know a name.',
    parameters: { name: 'dialin' },
  },
  {
    name: 'autodiscover-astray',
    summary: 'Autodiscover tells every user of a pool that the home pool is another one.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'simple-url-broken',
    summary: 'A simple URL is answered with an error of the server.',
    parameters: { name: 'meet' },
  },
  {
    name: 'meetings-one-sided',
    summary: 'Outside, the servers to which meet leads know meetings of their own generation alone.',
    parameters: {},
  },
  {
    name: 'meeting-astray',
    summary: 'The meeting of a pool is shown by a server of another one.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'control-panel-broken',
    summary: 'The Control Panel of a pool is answered with an error of the server.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'redirect-loop',
    summary: 'A pool sends its own users to another pool, which sends them back.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'idle-connections-closed',
    summary: 'Servers of a pool close connections on which nothing has come for 300 ms.',
    parameters: { pool: '2013 pool of the first site' },
  },
];
