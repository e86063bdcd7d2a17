import { administrationFaults } from './catalogue/administration.ts';
import { certificatesFaults } from './catalogue/certificates.ts';
import { conferencesFaults } from './catalogue/conferences.ts';
import { conversationsFaults } from './catalogue/conversations.ts';
import { edgeFaults } from './catalogue/edge.ts';
import { entryPointsFaults } from './catalogue/entry-points.ts';
import { registrationsFaults } from './catalogue/registrations.ts';
import { serversFaults } from './catalogue/servers.ts';
import { signInFaults } from './catalogue/sign-in.ts';
import { topologyFaults } from './catalogue/topology.ts';
import { transactionsFaults } from './catalogue/transactions.ts';
import { usersFaults } from './catalogue/users.ts';
import type { FaultDescription } from './description.ts';

/** What can be broken in a lab. */
export const faultCatalogue: readonly FaultDescription[] = [
  ...serversFaults,
  ...topologyFaults,
  ...administrationFaults,
  ...conversationsFaults,
  ...transactionsFaults,
  ...conferencesFaults,
  ...usersFaults,
  ...signInFaults,
  ...certificatesFaults,
  ...entryPointsFaults,
  ...edgeFaults,
  ...registrationsFaults,
];
