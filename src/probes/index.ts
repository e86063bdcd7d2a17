export { autodiscover } from './autodiscover.ts';
export { discoverServer } from './discover-server.ts';
export { openMeeting } from './meetings.ts';
export type {
  AutodiscoverSight,
  EdgeAddresses,
  MeetingSight,
  NameSight,
  PageSight,
  PoolAddresses,
  PortSight,
  Speech,
  SpokenSight,
  TlsPort,
} from './model.ts';
export { lookUpEdges, lookUpHost, lookUpPools, lookUpService } from './names.ts';
export { listenAtPort, lookAtPort, touchPort } from './ports.ts';
export { get, type WebSeat } from './web.ts';
