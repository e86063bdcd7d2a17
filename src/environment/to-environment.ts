import { dirname, resolve } from 'node:path';
import { generationOf } from '../generations/index.ts';
import type { Account, AddressMap, EdgeNames, Environment, Pilot, Pool, SecretReference, Site, TestUser } from './model.ts';
import type { EnvironmentFile } from './schema.ts';

type FileSite = EnvironmentFile['sites'][number];
type FileLogin = { readonly password?: { readonly env?: string; readonly file?: string } };

/** Who names a partner wants users to reach XMPP partners. */
const pilotOf = ({ xmppPartner, federatedPartner, chatRoom, meetings, ...pilot }: EnvironmentFile['pilot']): Pilot => ({
  ...pilot,
  xmpp: pilot.xmpp || xmppPartner !== undefined,
  ...(xmppPartner === undefined ? {} : { xmppPartner }),
  ...(federatedPartner === undefined ? {} : { federatedPartner }),
  ...(chatRoom === undefined ? {} : { chatRoom }),
  ...(meetings.length === 0 ? {} : { meetings }),
});

/** What a checked file means: paths absolute, beginning at the folder of the file; what depends on the generation filled in. */
export function toEnvironment(file: EnvironmentFile, path: string): Environment {
  const absolute = resolve(path);
  const below = (relative: string): string => resolve(dirname(absolute), relative);

  const passwordOf = ({ password }: FileLogin): { password?: SecretReference } => {
    if (password?.env !== undefined) return { password: { env: password.env } };
    return password?.file === undefined ? {} : { password: { file: below(password.file) } };
  };
  const accountOf = (account: NonNullable<FileSite['administration']['accounts']['siteAdmin']>): Account => ({
    login: account.login,
    ...passwordOf(account),
  });
  const siteOf = ({ name, administration: { via, accounts }, pools }: FileSite): Site => ({
    name,
    administration: {
      via,
      accounts: {
        ...(accounts.siteAdmin === undefined ? {} : { siteAdmin: accountOf(accounts.siteAdmin) }),
        ...(accounts.readOnly === undefined ? {} : { readOnly: accountOf(accounts.readOnly) }),
      },
    },
    pools: pools.map(
      ({ authentication, edge, webExternal, ...pool }): Pool => ({
        ...pool,
        tlsProfile: pool.tlsProfile ?? generationOf(pool.generation).tlsProfile,
        ...(authentication === undefined ? {} : { authentication }),
        ...(edge === undefined ? {} : { edge: edge as EdgeNames }),
        ...(webExternal === undefined ? {} : { webExternal }),
      }),
    ),
  });
  const userOf = ({
    name,
    uri,
    pool,
    login,
    purpose,
    authentication,
    signIn,
    ...rest
  }: EnvironmentFile['users'][number]): TestUser => ({
    name,
    uri,
    pool,
    ...(login === undefined ? {} : { login }),
    ...passwordOf(rest),
    purpose,
    ...(authentication === undefined ? {} : { authentication }),
    ...(signIn === 'discover' ? { signIn } : {}),
  });

  return {
    name: file.name,
    path: absolute,
    sipDomains: file.sipDomains,
    sites: file.sites.map(siteOf),
    users: file.users.map(userOf),
    phase: file.phase,
    pilot: pilotOf(file.pilot),
    network: {
      ...(file.network.resolver === undefined ? {} : { resolver: file.network.resolver }),
      ...(file.network.externalResolver === undefined ? {} : { externalResolver: file.network.externalResolver }),
      addresses: file.network.addresses as AddressMap,
      ...(file.network.externalAddresses === undefined
        ? {}
        : { externalAddresses: file.network.externalAddresses as AddressMap }),
    },
    trust: file.trust.ca === undefined ? {} : { ca: below(file.trust.ca) },
    ...(file.kerberos === undefined ? {} : { kerberos: file.kerberos }),
    ...(file.trustedServer === undefined
      ? {}
      : {
          trustedServer: {
            fqdn: file.trustedServer.fqdn,
            certificate: below(file.trustedServer.certificate),
            key: below(file.trustedServer.key),
          },
        }),
    limits: file.limits,
    budgets: file.budgets,
    waves: file.waves,
    ...(file.lab === undefined ? {} : { lab: file.lab }),
  };
}
