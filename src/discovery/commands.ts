/** A test user that does not exist yet: its account, and what an environment file would say of it. */
export interface ProposedUser {
  readonly name: string;
  readonly account: string;
  readonly uri: string;
  readonly pool: string;
  /** Variable that is to hold the password. */
  readonly variable: string;
  readonly purpose: 'traffic' | 'refusal-probe';
}

/** Two users for traffic on every home pool, and one whose password is tried wrongly on purpose. Names are unique in the estate. */
export function proposeUsers(
  pools: readonly { readonly fqdn: string; readonly userKind: 'legacy' | 'migrated' }[],
  domain: string,
): ProposedUser[] {
  return pools.flatMap(({ fqdn, userKind }) => {
    const pool = (fqdn.split('.')[0] ?? fqdn).toLowerCase();
    const user = (number: number, purpose: ProposedUser['purpose']): ProposedUser => {
      const account = `coex-${pool}-${purpose === 'traffic' ? number : 'no'}`;
      return {
        name: `${purpose === 'traffic' ? userKind : 'refused'} ${pool}-${number}`,
        account,
        uri: `sip:${account}@${domain}`,
        pool: fqdn,
        variable: account.toUpperCase().replace(/[^A-Z0-9]+/g, '_'),
        purpose,
      };
    };
    return [user(1, 'traffic'), user(2, 'traffic'), user(3, 'refusal-probe')];
  });
}

/** The PowerShell commands that create a user and enable it for its pool. No password stands in them: they ask for it. */
export function commandsFor({ account, uri, pool }: ProposedUser): string[] {
  const domain = uri.slice(uri.indexOf('@') + 1);
  return [
    `New-ADUser -Name '${account}' -SamAccountName '${account}' -UserPrincipalName '${account}@${domain}' -Enabled $true -AccountPassword (Read-Host -AsSecureString 'Password of ${account}')`,
    `Enable-CsUser -Identity '${account}@${domain}' -RegistrarPool '${pool}' -SipAddress '${uri}'`,
  ];
}
