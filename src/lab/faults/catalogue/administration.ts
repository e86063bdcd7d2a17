import type { FaultDescription } from '../description.ts';

/** Who may administer what. */
export const administrationFaults: readonly FaultDescription[] = [
  {
    name: 'admin-role-missing',
    summary: 'The role CsServerAdministrator was removed from the estate.',
    parameters: {},
  },
  {
    name: 'accounts-too-strong',
    summary: 'Every account that administers has the role CsUserAdministrator as well, whose scope is everything.',
    parameters: {},
  },
  {
    name: 'writes-not-refused',
    summary: 'Role-based access is not enforced: through a remote endpoint every account may write everywhere.',
    parameters: {},
  },
  {
    name: 'older-tools-see-all',
    summary: 'The management tools of 2010 show pools of 2013, which they cannot administer.',
    parameters: {},
  },
  {
    name: 'local-certificate-ending',
    summary: 'The certificates of the server on which a site is administered end in three days.',
    parameters: { site: 'second site' },
  },
  {
    name: 'site-administration-refused',
    summary: 'Whoever administers a site is refused every request.',
    parameters: { site: 'second site' },
  },
];
