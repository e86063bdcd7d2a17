import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

export const serviceChecks: readonly Check[] = [
  {
    id: 'services.running',
    suite: 'services',
    pillar: 'services',
    tier: 'smoke',
    requirement: 'services-started',
    title: 'an expected service is running',
    method:
      'Get-CsWindowsService is asked once per server. The service must be Running; StartPending is looked at again until its time is up, ' +
      'Stopped, StopPending and missing are wrong at once.',
    generations: generationNames,
    needs: ['management-shell'],
    optional: false,
    budget: 'serviceStart',
    codes: ['SERVICE_NOT_RUNNING', 'SERVICE_MISSING', 'SERVICE_STILL_STARTING'],
    causes: [
      'The service was stopped by hand, or did not come back after an update.',
      'A front end of a 2013 pool below its quorum stays in starting (event 32174): with three servers, three must run for the first start.',
      'A certificate has expired, or a certificate that is not self-signed lies in the trusted root store.',
      'The roles in the environment file are not those of the topology.',
    ],
    remedy:
      'Run Start-CsWindowsService -Name {service} -ComputerName {server}. If {service} stops again or hangs in starting, read the Lync Server ' +
      'event log of {server} and count the running servers of {pool}.',
    touches: 'reads',
  },
  {
    id: 'services.unexpected',
    suite: 'services',
    pillar: 'services',
    tier: 'full',
    requirement: 'services-as-declared',
    title: 'a server runs no service that its roles do not have',
    method:
      'What Get-CsWindowsService shows is compared with what the roles and the generation of the server bring. Services that a feature ' +
      'switches on may be there or not.',
    generations: generationNames,
    needs: ['management-shell'],
    optional: false,
    codes: ['SERVICE_UNEXPECTED'],
    causes: [
      'The environment file gives the server other roles, or the pool another generation, than the topology.',
      'A role was removed from the topology, and Enable-CsComputer was not run on the server afterwards.',
    ],
    remedy:
      'Compare the roles of {server} in the environment file with Get-CsPool {pool}; if the topology is right and {server} is not, run ' +
      'Enable-CsComputer on {server}.',
    touches: 'reads',
  },
  {
    id: 'services.edge',
    suite: 'services',
    pillar: 'services',
    tier: 'smoke',
    requirement: 'services-started',
    title: 'an Edge server reports',
    method:
      'An Edge server in the perimeter is not asked over RPC. Its row of Get-CsManagementStoreReplicationStatus must be up to date or young: ' +
      'then its Replica Replicator Agent runs. Its other services show at their ports.',
    generations: generationNames,
    needs: ['management-shell'],
    optional: false,
    budget: 'replicaAge',
    codes: ['REPLICA_STALE'],
    causes: [
      'TCP 4443 from the holder of the central store to the Edge server is blocked (event 1017).',
      'The Replica Replicator Agent of the Edge server is stopped, or its certificate has expired.',
    ],
    remedy:
      'Look on {server} itself at Get-CsWindowsService, then at TCP 4443 from the holder of the central store to {server}; run ' +
      'Invoke-CsManagementStoreReplication -ReplicaFqdn {server}.',
    touches: 'reads',
  },
  {
    id: 'services.start-mode',
    suite: 'services',
    pillar: 'services',
    tier: 'full',
    requirement: 'services-started',
    title: 'the services of a server start with it',
    method:
      'Every service that must run must have the startup type Automatic, as WMI shows it. Where WMI does not answer this host, the case is ' +
      'undetermined; it counts for a wave only where the wave names it.',
    generations: generationNames,
    needs: ['management-shell'],
    optional: true,
    codes: ['SERVICE_START_MODE', 'START_MODE_NOT_VISIBLE'],
    causes: ['The startup type was changed for maintenance and not changed back.', 'An update left a service disabled.'],
    remedy: 'Set the startup type of the services named to Automatic on {server}: Set-Service -StartupType Automatic.',
    touches: 'reads',
  },
  {
    id: 'services.declared',
    suite: 'services',
    pillar: 'services',
    tier: 'full',
    requirement: 'services-as-declared',
    title: 'the topology gives the pool the roles that are declared',
    method:
      'The services of Get-CsPool (Registrar, UserServer, WebServer, MediationServer, EdgeServer, CentralManagement) must be those that the ' +
      'roles of its servers in the environment file bring.',
    generations: generationNames,
    needs: ['management-shell'],
    optional: false,
    budget: 'administrationCall',
    codes: ['ROLES_DIFFER', 'DEPENDS_ON_OTHER'],
    causes: [
      'A Mediation Server or the central store was moved in the topology, and the environment file was not changed.',
      'The environment file leaves out a role that is collocated on the front ends.',
    ],
    remedy:
      'Compare the roles of the servers of {pool} in the environment file with (Get-CsPool {pool}).Services, and correct the file.',
    touches: 'reads',
  },
  {
    id: 'services.quorum',
    suite: 'services',
    pillar: 'services',
    tier: 'smoke',
    requirement: 'services-started',
    title: 'the pool has its quorum',
    method:
      'Front ends of a 2013 pool whose service RTCSRV runs are counted against the table of the product: so many of the oldest must run, else ' +
      'the others stop their services. Says how many more may stop. Pools of one server and pools of 2010 have no quorum.',
    generations: ['lync-2013'],
    needs: ['management-shell'],
    optional: false,
    budget: 'serviceStart',
    codes: ['QUORUM_LOST'],
    causes: [
      'Front ends are stopped for maintenance, one too many.',
      'Front ends hang in starting after a restart of the whole pool.',
    ],
    remedy:
      'Start the front ends of {pool} that are stopped. If they hang in starting, start as many as a first start needs (three of three); ' +
      'Reset-CsPoolRegistrarState is the last resort and loses what was not written.',
    touches: 'reads',
  },
  {
    id: 'services.first-users',
    suite: 'services',
    pillar: 'services',
    tier: 'full',
    requirement: 'services-started',
    title: 'the pool has front ends enough for its first users',
    method:
      'Up to the pilot, at least three front ends of a 2013 pool of several servers should run before its first users come. Advice of the ' +
      'documentation, no condition of the product: it counts for a wave only where the wave names it.',
    generations: ['lync-2013'],
    needs: ['management-shell'],
    optional: true,
    budget: 'serviceStart',
    codes: ['FRONT_ENDS_FEW'],
    causes: ['The pool is not complete yet, or is a pool of two servers, which the product advises against.'],
    remedy: 'Have three front ends of {pool} running before the first users are moved to {pool}.',
    touches: 'reads',
  },
];
