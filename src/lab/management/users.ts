import type { LabEstate, LabUser } from '../model.ts';
import { forgottenUser } from './left-overs.ts';

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
export function userRows(estate: LabEstate): readonly object[] {
  const forgotten = forgottenUser(estate);
  const others = forgotten === undefined ? [] : [{ ...forgotten, enabled: true }];
  return [...estate.users.values(), ...others].map(userRow);
}

function userRow(user: Omit<LabUser, 'password'>): object {
  const [domain, account] = user.login.includes('\\') ? user.login.split('\\') : ['', user.login];
  const components = user.uri.replace(/^[^@]*@/, '').split('.');
  return {
    Identity: `CN=${user.name},CN=Users,${components.map((part) => `DC=${part}`).join(',')}`,
    // An empty policy is no loss: the one of the site or the global one applies.
    ...Object.fromEntries([...policies, ...policiesOf2013].map((name) => [name, null])),
    ExchangeArchivingPolicy: 'Uninitialized',
    HostedVoiceMail: null,
    HostingProvider: 'SRV:',
    RegistrarPool: user.pool,
    Enabled: user.enabled,
    SipAddress: user.uri,
    LineURI: '',
    EnterpriseVoiceEnabled: false,
    ExUmEnabled: false,
    HomeServer: 'CN=Lc Services,CN=Microsoft,CN=1:1,CN=Pools,CN=RTC Service,CN=Services,CN=Configuration',
    DisplayName: user.name,
    SamAccountName: account,
    DomainName: domain,
  };
}
