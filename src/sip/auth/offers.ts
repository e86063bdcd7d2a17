import { formatChallenge } from '../wire/index.ts';
import type { AuthenticationVersion } from './signature-buffer.ts';

/** Schemes of Microsoft's SIP authentication (MS-SIPAE), as servers write them. */
export type OfferedScheme = 'NTLM' | 'Kerberos' | 'TLS-DSK';

export const sipRealm = 'SIP Communications Service';

/** Values of WWW-Authenticate by which a front end offers schemes, in this order. @param version absent on the wire means 2 */
export function offersOf(
  targetName: string,
  schemes: readonly OfferedScheme[],
  version: AuthenticationVersion = 4,
  realm = sipRealm,
): string[] {
  return schemes.map((scheme) =>
    formatChallenge(scheme, {
      realm,
      targetname: scheme === 'Kerberos' ? `sip/${targetName}` : targetName,
      version: version === 2 ? undefined : version,
      ...(scheme === 'TLS-DSK' && { 'sts-uri': `https://${targetName}:443/CertProv/CertProvisioningService.svc` }),
    }),
  );
}
