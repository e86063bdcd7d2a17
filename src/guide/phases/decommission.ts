import type { PhaseEntry } from './model.ts';

const dnsPage = 'Update DNS SRV records';
const storePage = 'Move the Lync Server 2010 Central Management Server to Lync Server 2013';
const emptyPage = 'Remove the Enterprise Edition Front End Server or Standard Edition Front End Server';

export const decommissionPhase: PhaseEntry = {
  name: 'decommission',
  title: 'Decommission legacy pools',
  end: 'Clients find the 2013 pool, the central store is on 2013, and the 2010 pool is empty and removed.',
  steps: [
    {
      title: 'The record by which internal clients find a pool leads to the 2013 pool, in every SIP domain',
      page: dnsPage,
      checks: ['entry-points.internal-srv'],
      person: 'nslookup -type=srv _sipinternaltls._tcp.<SIP domain>',
    },
    {
      title: 'Automatic discovery leads legacy and migrated users to their pool',
      page: dnsPage,
      checks: ['entry-points.autodiscover'],
      person: 'Open https://lyncdiscoverinternal.<SIP domain>/ and follow it for a user of each pool.',
    },
    {
      title: 'The database for the central store on 2013 is prepared',
      page: storePage,
      person:
        'Start the Front-End service first; Install-CsDatabase and then Enable-CsTopology must succeed, or the move can leave no store at all.',
    },
    {
      title: 'The central store is moved, and its master is active',
      page: storePage,
      checks: ['topology.central-store'],
      person:
        'Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus must name the 2013 server as ActiveMasterFqdn.',
    },
    {
      title: 'Master Replicator and File Transfer run on the 2013 server',
      page: storePage,
      checks: ['services.running'],
      person: 'Give the 2013 server the role cms in the environment file, and look at its services MASTER and FTA.',
    },
    {
      title: 'Master Replicator and File Transfer are gone from the 2010 server',
      page: storePage,
      checks: ['services.unexpected'],
      person: 'Take the role cms from the 2010 server in the environment file, and look for its services MASTER and FTA.',
    },
    {
      title: 'All replicas have caught up before the old store is removed',
      page: storePage,
      checks: ['administration.replication'],
      person: 'Repeat Get-CsManagementStoreReplicationStatus until every row says UpToDate True.',
    },
    {
      title: 'Connection and location of the central store agree, and lead away from the SQL Server of the 2010 pools',
      page: storePage,
      checks: ['topology.central-store-location'],
      person: 'Read Get-CsManagementConnection and Get-CsConfigurationStoreLocation.',
    },
    {
      title: 'No conference directory is left on the 2010 pool',
      page: 'Move Conference Directories',
      checks: ['retirement.conference-directories'],
      person: 'Get-CsConferenceDirectory must name no service of the 2010 pool.',
    },
    {
      title: 'Archiving and monitoring associations of the 2010 pool are removed',
      page: 'Remove the Archiving server association',
      checks: ['topology.legacy-archiving'],
      person: 'Remove the associations in the Topology Builder, and publish.',
    },
    {
      title: 'The databases of archiving and monitoring of 2010 are removed',
      page: 'Remove the Archiving server association',
      person: 'Remove the databases on their SQL Server, once the associations are gone and what must be kept is exported.',
    },
    {
      title: 'No user is left on the 2010 pool',
      page: emptyPage,
      checks: ['retirement.users'],
      person: 'Get-CsUser -Filter {RegistrarPool -eq "<2010 pool>"} must be empty.',
    },
    {
      title: 'No contact object of unified messaging is left on the 2010 pool',
      page: emptyPage,
      checks: ['retirement.um-contacts'],
      person: 'Get-CsExUmContact must name no 2010 pool.',
    },
    {
      title: 'No phone or analog device is left on the 2010 pool',
      page: emptyPage,
      checks: ['retirement.common-area-phones', 'retirement.analog-devices'],
      person: 'Get-CsCommonAreaPhone and Get-CsAnalogDevice must name no 2010 pool.',
    },
    {
      title: 'No dial-in access number and no call park orbit is left on the 2010 pool',
      page: emptyPage,
      checks: ['retirement.dial-in-numbers', 'retirement.call-park'],
      person: 'Get-CsDialInConferencingAccessNumber and Get-CsCallParkOrbit must name no 2010 pool.',
    },
    {
      title: 'No trusted application endpoint is left on the 2010 pool',
      page: emptyPage,
      checks: ['retirement.trusted-applications'],
      person: 'Get-CsTrustedApplicationEndpoint must name no 2010 pool.',
    },
    {
      title: 'No meeting room is left on the 2010 pool',
      page: emptyPage,
      checks: ['retirement.meeting-rooms'],
      person: 'Get-CsMeetingRoom in the 2013 shell must name no 2010 pool.',
    },
    {
      title: 'New traffic is kept off the 2010 pool, and its services are stopped',
      page: emptyPage,
      person: 'Reset call admission control, prevent new connections, then run Stop-CsWindowsService -Graceful on every server.',
    },
    {
      title: 'The 2010 pool is gone from the published topology',
      page: emptyPage,
      checks: ['topology.undeclared-pools'],
      person: 'Get-CsPool must not list it.',
    },
    {
      title: 'All replicas have caught up with the topology without the 2010 pool',
      page: emptyPage,
      checks: ['administration.replication'],
      person: 'Get-CsManagementStoreReplicationStatus must say UpToDate True in every row.',
    },
  ],
};
