import { commonAdminRoles, topologyRolesOf } from './administration.ts';
import type { Generation } from './model.ts';
import { type RoleServices, service, servicesOf } from './services.ts';

const expected: RoleServices = {
  everywhere: [service.replica],
  byRole: {
    'front-end': [
      service.frontEnd,
      service.web,
      service.imConferencing,
      service.webConferencing,
      service.webConferencingCompatibility,
      service.audioVideoConferencing,
      service.applicationSharing,
      service.audioTest,
      service.conferencingAttendant,
      service.conferencingAnnouncement,
      service.callPark,
      service.responseGroup,
      service.bandwidthAuthentication,
      service.bandwidthCore,
    ],
    director: [service.frontEnd, service.web],
    edge: [service.accessEdge, service.webConferencingEdge, service.audioVideoAuthentication, service.audioVideoEdge],
    mediation: [service.mediation],
    cms: [service.master, service.fileTransfer],
    archiving: [],
    monitoring: [],
  },
};

// Servers of their own in 2010. Which service names they show is not documented, so none of them is demanded.
const optional: RoleServices = {
  everywhere: [],
  byRole: {
    'front-end': [],
    director: [],
    edge: [],
    mediation: [],
    cms: [],
    archiving: [service.archiving],
    monitoring: [service.qualityOfExperience, service.callDetailRecording],
  },
};

export const lync2010: Generation = {
  name: 'lync-2010',
  userKind: 'legacy',
  productName: 'Lync Server 2010',
  sipProduct: 'RTC/4.0',
  topologyVersion: 5,
  buildPrefix: '4.0.7577.',
  tlsProfile: 'lync-2010',
  quorum: () => undefined,
  adminRoles: commonAdminRoles,
  topologyRoles: topologyRolesOf,
  expectedServices: (roles) => servicesOf(expected, roles),
  optionalServices: (roles) => servicesOf(optional, roles),
};
