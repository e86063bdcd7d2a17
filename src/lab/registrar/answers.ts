import { quote } from '../../sip/wire/index.ts';
import type { Connection, HeaderPairs } from './connection.ts';

/** Ids of `ms-diagnostics` that the lab uses, with their texts (MS-OCER). */
const diagnostics = {
  1003: 'User does not exist',
  2165: "Contact subscription is not allowed as the user's contact list has migrated to Exchange.",
  4004: 'Credentials provided are not authorized to act as specified from URI',
  4005: 'Destination URI either not enabled for SIP or does not exist',
  4141: 'User disabled',
  13014: 'The routing rules did not result in a final response and callee is not enabled for Unified Messaging',
} as const;

/** `ms-diagnostics: 4005;reason="…";source="fe1.contoso.net"` */
export const diagnosed = (connection: Connection, id: keyof typeof diagnostics): HeaderPairs => [
  ['ms-diagnostics', `${id};reason=${quote(diagnostics[id])};source=${quote(connection.server.fqdn)}`],
];

/** The variant that clients show to people. */
export const publiclyDiagnosed = (id: keyof typeof diagnostics): HeaderPairs => [
  ['ms-diagnostics-public', `${id};reason=${quote(diagnostics[id])}`],
];
