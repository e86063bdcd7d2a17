import type { LabEstate } from '../model.ts';
import { type Person, peopleOf } from './people.ts';

const policies = [
  'VoicePolicy',
  'ConferencingPolicy',
  'PresencePolicy',
  'DialPlan',
  'LocationPolicy',
  'ClientPolicy',
  'ClientVersionPolicy',
  'ArchivingPolicy',
  'PinPolicy',
  'ExternalAccessPolicy',
  'MobilityPolicy',
  'HostedVoicemailPolicy',
];
const policiesOf2013 = ['VoiceRoutingPolicy', 'PersistentChatPolicy', 'UserServicesPolicy'];

/** Rows of `Get-CsUser` in the shape of the 2013 tools; the home pool is that of this moment. */
export const userRows = (estate: LabEstate): readonly object[] => peopleOf(estate).map(userRow);

function userRow({ user, lineUri, policies: given }: Person): object {
  const [domain, account] = user.login.includes('\\') ? user.login.split('\\') : ['', user.login];
  const components = user.uri.replace(/^[^@]*@/, '').split('.');
  return {
    Identity: `CN=${user.name},CN=Users,${components.map((part) => `DC=${part}`).join(',')}`,
    // An empty policy is no loss: the one of the site or the global one applies.
    ...Object.fromEntries([...policies, ...policiesOf2013].map((name) => [name, given[name] ?? null])),
    ExchangeArchivingPolicy: 'Uninitialized',
    HostedVoiceMail: null,
    HostingProvider: 'SRV:',
    RegistrarPool: user.pool,
    Enabled: user.enabled,
    SipAddress: user.uri,
    LineURI: lineUri,
    EnterpriseVoiceEnabled: false,
    ExUmEnabled: false,
    HomeServer: 'CN=Lc Services,CN=Microsoft,CN=1:1,CN=Pools,CN=RTC Service,CN=Services,CN=Configuration',
    DisplayName: user.name,
    SamAccountName: account,
    DomainName: domain,
  };
}

/** Row of `Get-CsEffectivePolicy`: what applies to a user, the global policies where none is given. The dial plan goes by its old name there. */
export function effectivePolicyRows(estate: LabEstate, uri: string): readonly object[] {
  const person = peopleOf(estate).find(({ user }) => user.uri.toLowerCase() === uri.toLowerCase());
  if (person === undefined) return [];
  const names = [...policies, ...policiesOf2013].map((name) => [
    name === 'DialPlan' ? 'LocationProfile' : name,
    person.policies[name] ?? 'Global',
  ]);
  return [{ Identity: person.user.name, ...Object.fromEntries(names) }];
}
