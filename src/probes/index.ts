export { autodiscover } from './autodiscover.ts';
export type { AutodiscoverSight, NameSight, PageSight, PoolAddresses, PortSight, TlsPort } from './model.ts';
export { lookUpHost, lookUpPools, lookUpService } from './names.ts';
export { lookAtPort } from './ports.ts';
export { get, type WebSeat } from './web.ts';
