import { commonAdminRoles, topologyRolesOf } from './administration.ts';
import type { Generation } from './model.ts';
import { quorumOf } from './quorum.ts';
import { type RoleServices, service, servicesOf } from './services.ts';

const expected: RoleServices = {
  everywhere: [service.replica, service.centralizedLogging],
  byRole: {
    'front-end': [
      service.frontEnd,
      service.web,
      service.imConferencing,
      service.webConferencing,
      service.audioVideoConferencing,
      service.applicationSharing,
      service.audioTest,
      service.conferencingAttendant,
      service.conferencingAnnouncement,
      service.callPark,
      service.responseGroup,
      service.xmppGateway,
    ],
    director: [service.frontEnd, service.web],
    edge: [service.accessEdge, service.webConferencingEdge, service.audioVideoAuthentication, service.audioVideoEdge],
    mediation: [service.mediation],
    cms: [service.master, service.fileTransfer],
    // Since 2013 both are databases of the front end, without a service of their own.
    archiving: [],
    monitoring: [],
  },
};

// Call admission control and pool pairing are features of a pool that is otherwise the same. The fabric host runs on every front end, but it
// is no service of Lync: not every tool lists it.
const withFabric = [service.fabricHost];
const optional: RoleServices = {
  everywhere: [],
  byRole: {
    'front-end': [...withFabric, service.bandwidthAuthentication, service.bandwidthCore, service.backup],
    director: withFabric,
    edge: [],
    mediation: [],
    cms: [],
    archiving: [],
    monitoring: [],
  },
};

export const lync2013: Generation = {
  name: 'lync-2013',
  userKind: 'migrated',
  productName: 'Lync Server 2013',
  sipProduct: 'RTC/5.0',
  topologyVersion: 6,
  buildPrefix: '5.0.8308.',
  tlsProfile: 'lync-2013',
  quorum: quorumOf,
  adminRoles: [...commonAdminRoles, 'CsResponseGroupManager', 'CsPersistentChatAdministrator'],
  topologyRoles: topologyRolesOf,
  expectedServices: (roles) => servicesOf(expected, roles),
  optionalServices: (roles) => servicesOf(optional, roles),
};
