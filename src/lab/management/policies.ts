import type { LabEstate } from '../model.ts';

/** Rows of `Get-CsClientVersionConfiguration`: as installed, the filter looks at versions and lets in what no rule names. */
export const clientVersionConfigurations = (): readonly object[] => [
  { Identity: 'Global', Enabled: true, DefaultAction: 'Allow', DefaultURL: null },
];

const rule = (
  priority: number,
  userAgent: string,
  version: readonly (number | null)[],
  compareOp: string,
  action: string,
): object => ({
  Identity: `Global/00000000-0000-0000-0000-00000000000${priority}`,
  RuleId: `00000000-0000-0000-0000-00000000000${priority}`,
  Description: null,
  Action: action,
  ActionUrl: null,
  MajorVersion: version[0] ?? null,
  MinorVersion: version[1] ?? null,
  BuildNumber: version[2] ?? null,
  QfeNumber: version[3] ?? null,
  UserAgent: userAgent,
  UserAgentFullName: null,
  Enabled: true,
  CompareOp: compareOp,
  Priority: priority,
});

/** Rows of `Get-CsClientVersionPolicyRule`: old clients stay out. The fault `clients-blocked` keeps out those of Lync 2013 as well. */
export const clientVersionRules = ({ faults }: LabEstate): readonly object[] => [
  rule(0, 'OC', [2, 0, 6362, null], 'LEQ', 'Block'),
  rule(1, 'UCCP', [2, 0, 6362, null], 'LEQ', 'Block'),
  ...(faults.active('clients-blocked') === undefined ? [] : [rule(2, 'OC', [15, null, null, null], 'GEQ', 'Block')]),
];

/**
 * Rows of `Test-CsVoiceUser`: four digits are an extension, what has its country code stays. The fault `dial-plan-differs` gives the users of
 * a pool a dial plan without extensions.
 */
export function voiceUserRows({ users, faults }: LabEstate, uri: string, number: string): readonly object[] {
  const user = users.get(uri.toLowerCase());
  if (user === undefined) return [];
  const plain = number.replace(/[^+\d]/g, '');
  const extensions = faults.active('dial-plan-differs')?.pool !== user.pool;
  const translated = extensions && /^\d{4}$/.test(plain) ? `+1425555${plain}` : /^\+\d+$/.test(plain) ? plain : undefined;
  if (translated === undefined) return [];
  return [{ TranslatedNumber: translated, MatchingRule: null, FirstMatchingRoute: 'LocalRoute', MatchingUsage: 'Local' }];
}

/** Rows of `Get-CsConferencingPolicy`. */
export const conferencingPolicies = ({ faults }: LabEstate): readonly object[] => [
  { Identity: 'Global', AllowAnonymousParticipantsInMeetings: faults.active('anonymous-refused') === undefined },
  { Identity: 'Tag:PilotConferencing', AllowAnonymousParticipantsInMeetings: true },
];

/** Rows of `Get-CsExternalAccessPolicy`. */
export const externalAccessPolicies = ({ faults }: LabEstate): readonly object[] => [
  {
    Identity: 'Global',
    EnableFederationAccess: faults.active('external-access-off') === undefined,
    EnableXmppAccess: true,
    EnablePublicCloudAccess: false,
    EnableOutsideAccess: true,
  },
];

/** Row of `Get-CsAccessEdgeConfiguration`. */
export const accessEdgeConfiguration = (): readonly object[] => [
  {
    Identity: 'Global',
    AllowAnonymousUsers: true,
    AllowFederatedUsers: true,
    AllowOutsideUsers: true,
    RoutingMethod: 'UseDnsSrvRouting',
  },
];

/** Row of `Get-CsClientPinInfo`. The fault `pins-lost` takes their PIN from the users of a pool. */
export function clientPinRows({ users, faults }: LabEstate, uri: string): readonly object[] {
  const user = users.get(uri.toLowerCase());
  if (user === undefined) return [];
  const lost = faults.active('pins-lost')?.pool === user.pool;
  return [{ Identity: user.uri, IsPinSet: !lost, IsLockedOut: false, LastPinChange: null, PinExpirationTime: null }];
}
