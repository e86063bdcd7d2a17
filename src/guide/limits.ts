import type { CheckId } from '../outcome/index.ts';
import { checkOf } from './checks.ts';
import type { Check } from './model.ts';
import { type PhaseName, phaseNames } from './phases/model.ts';

/** A documented limit of coexistence: what does not work, and is no defect. A check asserts it as such or leaves it alone. */
export interface Limit {
  readonly id: string;
  /** What does not work, in one sentence. */
  readonly limit: string;
  /** Whom it concerns. */
  readonly affects: string;
  /** The phase from which it holds; absent where it always does. */
  readonly since?: PhaseName;
  /** The phase in which it is over. */
  readonly until?: PhaseName;
  /** Title of the page that says so. */
  readonly page: string;
  /** Checks that expect it as such. */
  readonly checks?: readonly CheckId[];
}

const pathsPage = 'Supported server migration paths and coexistence scenarios in Lync Server 2013';
const clientsPage = 'Client interoperability in Lync 2013';
const toolsPage = 'Administering servers after migration';
const chatPage = 'Migrating Group Chat servers';

export const limits: readonly Limit[] = [
  {
    id: 'three-generations',
    limit: 'Office Communications Server 2007 R2, Lync Server 2010 and 2013 cannot live together.',
    affects: 'estates that still have a pool of 2007 R2',
    page: pathsPage,
  },
  {
    id: 'separate-sql-instances',
    limit:
      'Pools of the two generations cannot share an SQL Server instance or a pool name, and users cannot move across forests.',
    affects: 'administrators who define the 2013 pool',
    page: pathsPage,
  },
  {
    id: 'no-ipv6-on-2010',
    limit: 'Lync Server 2010 does not speak IPv6.',
    affects: 'hosts and clients that have no IPv4 address',
    page: 'Migration and coexistence considerations for IPv6 in Lync Server 2013',
  },
  {
    id: 'older-tools',
    limit: 'The 2010 tools cannot manage 2013 objects, and the 2010 Topology Builder crashes on the merged topology.',
    affects: 'administrators who still use the 2010 tools',
    since: 'pilot',
    page: toolsPage,
    checks: ['administration.older-tools'],
  },
  {
    id: 'mixed-routing',
    limit: 'Next hops between the generations are limited; in bounds are 2013 pool to 2010 Edge, and 2013 Edge to 2010 Director.',
    affects: 'routes through Directors and Edge Servers',
    since: 'pilot',
    until: 'post-migration',
    page: 'Coexistence considerations',
  },
  {
    id: 'separate-chat-rooms',
    limit: 'Rooms, categories and add-ins of Group Chat (2010) and Persistent Chat (2013) do not know each other.',
    affects: 'members of chat rooms; a Lync 2013 client reaches only 2013 rooms, and only for a user homed on 2013',
    page: chatPage,
    checks: ['synthetic.persistent-chat'],
  },
  {
    id: 'archiving-by-generation',
    limit: 'Archiving and monitoring collect from users of their own generation only, and old data is not carried over.',
    affects: 'conversations across the generations: no side has logged all of them',
    page: 'Migrating Archiving and Monitoring servers',
  },
  {
    id: 'xmpp-left-behind',
    limit: 'Users who are still on 2010 cannot reach XMPP partners.',
    affects: 'legacy users with XMPP contacts, once XMPP runs through the 2013 Edge',
    since: 'federation-moved',
    page: 'Migrating XMPP federation',
    checks: ['synthetic.xmpp'],
  },
  {
    id: 'branch-appliances',
    limit:
      'Users of a survivable branch appliance have no XMPP, and a 2013 appliance cannot have a 2010 pool as backup registrar.',
    affects: 'users in branches',
    page: 'Connect a Survivable Branch Appliance',
  },
  {
    id: 'rollback-meetings',
    limit:
      'Meetings scheduled with upgraded clients stop working when their organizer is moved back, and clients must be downgraded.',
    affects: 'users who are moved back to 2010',
    since: 'users-moved',
    page: 'Migration process',
  },
  {
    id: 'several-federated-edges',
    limit: 'Publishing warns about more than one federated Edge pool in the intermediate step of moving the federation route.',
    affects: 'administrators who move the route',
    since: 'edge-added',
    until: 'post-migration',
    page: 'Configure federation routes and media traffic',
  },
  {
    id: 'transactions-of-2013',
    limit:
      'Transactions for UCWA, the unified contact store, Persistent Chat, XMPP, and sharing or data conferences do not apply to a 2010 pool.',
    affects: 'synthetic transactions against 2010 pools',
    page: 'Running synthetic transactions',
    checks: ['synthetic.sharing', 'synthetic.data-conference', 'synthetic.mobile'],
  },
  {
    id: 'response-groups-by-generation',
    limit:
      'In a mixed deployment agents cannot call on behalf of a response group, and the 2010 console sees only groups of 2010.',
    affects: 'agents and managers of response groups',
    page: 'Migrate response groups',
  },
  {
    id: 'no-mixed-pairing',
    limit: 'A 2010 pool cannot be paired with a 2013 pool; disaster recovery of response groups works between 2013 pools only.',
    affects: 'users of the 2010 pool when it fails',
    page: pathsPage,
  },
  {
    id: 'web-app-by-generation',
    limit: 'Lync Web App 2013 works for users homed on 2013 only, Lync Web App 2010 for users homed on 2010 only.',
    affects: 'users in a browser',
    page: clientsPage,
  },
  {
    id: 'older-clients',
    limit:
      'Communicator 2007, Live Meeting 2007 and the 2010 Attendee do not work for users on 2013; Communicator 2007 R2 has IM and presence only.',
    affects: 'migrated users with older clients',
    since: 'users-moved',
    page: clientsPage,
    checks: ['users.client-versions'],
  },
  {
    id: 'mobile-by-generation',
    limit: 'Mobile clients of 2013 (UCWA) work for users homed on 2013 only; those of 2010 (Mcx) for both.',
    affects: 'legacy users with a 2013 mobile client',
    page: clientsPage,
    checks: ['synthetic.mobile'],
  },
  {
    id: 'meetings-hosted-on-2010',
    limit:
      'In a meeting hosted on 2010 a Lync 2013 client has no meeting IM, no gallery view, no video spotlight and no pinning.',
    affects: 'participants with a 2013 client in meetings of legacy users',
    page: clientsPage,
  },
  {
    id: 'slides-by-generation',
    limit:
      'Slides uploaded by 2013 clients are view-only for 2010 clients, and Lync Web App cannot upload to a meeting scheduled on 2010.',
    affects: 'presenters in meetings of both generations',
    page: clientsPage,
  },
];

/** The limits that hold in a phase; all of them where the phase is not known. */
export function limitsIn(phase: PhaseName | undefined): readonly Limit[] {
  if (phase === undefined) return limits;
  const at = (name: PhaseName): number => phaseNames.indexOf(name);
  return limits.filter(
    ({ since, until }) => (since === undefined || at(since) <= at(phase)) && (until === undefined || at(phase) < at(until)),
  );
}

/** The limit of an id, or `undefined` when there is none. */
export const limitOf = (id: string): Limit | undefined => limits.find((limit) => limit.id === id);

/** The checks that expect the limit as such. */
export const checksOfLimit = (limit: Limit): readonly Check[] =>
  (limit.checks ?? []).map(checkOf).filter((check) => check !== undefined);
