import type { Clock } from '../../time/index.ts';
import type { LabEstate } from '../model.ts';
import { Refusal } from './refusal.ts';
import { type Place, placesOf, sameName } from './topology.ts';
import { servicesOf } from './truth.ts';

const statuses = ['Stopped', 'StartPending', 'StopPending', 'Running', 'ContinuePending', 'PausePending', 'Paused'];

/** A state of a service that a test asked for; after its time the service runs again. */
interface Override {
  readonly status: string;
  /** On the monotonic clock; absent: until told otherwise. */
  readonly until?: number;
}

export interface WindowsServices {
  /** Rows of `Get-CsWindowsService -ComputerName`. */
  rows(computer: string): readonly object[];
  /** Rows of the WMI class `Win32_Service`: names, and how they start. */
  startModes(computer: string): readonly object[];
  /** `{ server, service, status, forMs? }`: what a test does to a service. */
  set(order: unknown): void;
}

export function createWindowsServices(estate: LabEstate): WindowsServices {
  const overrides = new Map<string, Override>();
  const key = (server: string, service: string): string => `${server} ${service}`.toLowerCase();

  const statusOf = (place: Place, service: string): string => {
    if (isStoppedByFault(estate, place, service) || isFrontEndDown(estate, place, service)) return 'Stopped';
    const override = overrides.get(key(place.server.fqdn, service));
    return override !== undefined && !isOver(override, estate.clock) ? override.status : 'Running';
  };

  const reachable = (computer: string): Place => {
    const place = placesOf(estate.environment).find(({ server }) => sameName(server.fqdn, computer));
    if (place === undefined || isDown(estate, place)) throw new Refusal('server-unreachable', 'The RPC server is unavailable');
    return place;
  };

  return {
    startModes(computer) {
      const place = reachable(computer);
      return servicesOf(place.pool, place.server).map(({ name }) => ({
        Name: name,
        StartMode: isManual(estate, place, name) ? 'Manual' : 'Auto',
      }));
    },
    rows(computer) {
      const place = reachable(computer);
      return servicesOf(place.pool, place.server).map(({ name, displayName, roles }) => ({
        Status: statusOf(place, name),
        Name: name,
        DisplayName: displayName,
        RoleName: roles,
        ActivityLevel: null,
      }));
    },
    set(order) {
      const { server, service, status, forMs } = order as Record<string, unknown>;
      const place = placesOf(estate.environment).find((each) => sameName(each.server.fqdn, String(server)));
      const known = place && servicesOf(place.pool, place.server).some(({ name }) => sameName(name, String(service)));
      if (!known) throw new Refusal('not-found', `No service ${String(service)} on ${String(server)}.`);
      if (!statuses.includes(String(status))) {
        throw new Refusal('invalid', `Unknown status ${String(status)}; known are ${statuses.join(', ')}.`);
      }
      const until = typeof forMs === 'number' ? { until: estate.clock.monotonic() + forMs } : {};
      overrides.set(key(place.server.fqdn, String(service)), { status: String(status), ...until });
    },
  };
}

const isOver = (override: Override, clock: Clock): boolean => override.until !== undefined && clock.monotonic() >= override.until;

function isStoppedByFault(estate: LabEstate, place: Place, service: string): boolean {
  const fault = estate.faults.active('service-stopped');
  return fault !== undefined && sameName(fault.server ?? '', place.server.fqdn) && sameName(fault.service ?? '', service);
}

/** The fault `front-ends-stopped`: all front ends of the pool but the first. */
const isFrontEndDown = ({ faults }: LabEstate, { pool, server }: Place, service: string): boolean =>
  sameName(faults.active('front-ends-stopped')?.pool ?? '', pool.fqdn) &&
  service === 'RTCSRV' &&
  server.fqdn !== pool.servers[0]?.fqdn;

function isManual({ faults }: LabEstate, { server }: Place, service: string): boolean {
  const fault = faults.active('service-starts-by-hand');
  return fault !== undefined && sameName(fault.server ?? '', server.fqdn) && sameName(fault.service ?? '', service);
}

const isDown = (estate: LabEstate, place: Place): boolean =>
  sameName(estate.faults.active('pool-down')?.pool ?? '', place.pool.fqdn);
