import { z } from 'zod';
import { clientPolicy } from './answers/client-policy.ts';
import { deploymentPart, directoryPart } from './answers/deployment.ts';
import { clientVersions, meetingPolicies, voiceUser } from './answers/policies.ts';
import { fabricPart, readinessPart } from './answers/pool-state.ts';
import { remainderPart } from './answers/remainder.ts';
import { adminRole, assignment } from './answers/roles.ts';
import { certificate, host, replica, service, userReplicationPart } from './answers/servers.ts';
import { pool, poolSight, sipDomain, site, topologyService } from './answers/topology.ts';
import { transaction } from './answers/transactions.ts';
import { clientPin, poolUsers, user } from './answers/users.ts';

// The shapes are those of the functions in powershell/coexistence, subject by subject; they make the generations alike. Unknown properties are
// ignored; a missing or odd one makes the answer unreadable, because a guess could turn into a false green.

/** What each function of the module Coexistence answers, as facts. */
export const answers = {
  'Get-CoexServerService': z.array(service),
  'Get-CoexSite': z.array(site),
  'Get-CoexPool': z.array(pool),
  'Test-CoexPool': z.array(poolSight).length(1),
  'Get-CoexTopologyService': z.array(topologyService),
  'Get-CoexSipDomain': z.array(sipDomain),
  'Get-CoexDeployment': z.array(deploymentPart),
  'Get-CoexDirectory': z.array(directoryPart),
  'Get-CoexPoolFabric': z.array(fabricPart).length(1),
  'Get-CoexPoolReadiness': z.array(readinessPart).length(1),
  'Get-CoexUserReplication': z.array(userReplicationPart).length(1),
  'Get-CoexRemainder': z.array(remainderPart),
  'Test-CoexTransaction': z.array(transaction).length(1),
  'Get-CoexHost': z.array(host).length(1),
  'Get-CoexReplication': z.array(replica),
  'Get-CoexUser': z.array(user),
  'Get-CoexPoolUser': z.array(poolUsers).length(1),
  'Get-CoexClientVersion': z.array(clientVersions).length(1),
  'Test-CoexVoiceUser': z.array(voiceUser),
  'Get-CoexMeetingPolicy': z.array(meetingPolicies).length(1),
  'Get-CoexClientPin': z.array(clientPin),
  'Get-CoexAdminRole': z.array(adminRole),
  'Get-CoexAdminRoleAssignment': z.array(assignment),
  'Get-CoexCertificate': z.array(certificate),
  'Get-CoexClientPolicy': z.array(clientPolicy).max(1),
  'New-CoexClientPolicy': z.array(clientPolicy).length(1),
  'Remove-CoexClientPolicy': z.array(z.never()),
} as const;

export type FunctionName = keyof typeof answers;
export type Answer<Name extends FunctionName> = z.infer<(typeof answers)[Name]>;

/** The facts in what a function answered, or what is odd about it: one line a problem. */
export function decode<Name extends FunctionName>(
  name: Name,
  data: readonly unknown[],
): { facts: Answer<Name> } | { problem: string } {
  const read = answers[name].safeParse(data);
  return read.success ? { facts: read.data as Answer<Name> } : { problem: z.prettifyError(read.error) };
}
