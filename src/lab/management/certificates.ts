import type { Environment } from '../../environment/model.ts';
import { isoTime } from '../../time/index.ts';
import type { LabEstate } from '../model.ts';
import { type Place, placesOf, sameName } from './topology.ts';

const day = 86_400_000;
const uses = ['Default', 'WebServicesInternal', 'WebServicesExternal'];

/** Where the shell of a site runs: on the first server of its tools there, which has them from its installation; without tools those of 2013. */
export function localPlace(environment: Environment, site: string | undefined, tools = 'lync-2013'): Place | undefined {
  const places = placesOf(environment).filter((place) => site === undefined || sameName(place.site.name, site));
  return places.find(({ pool }) => pool.generation === tools) ?? places[0];
}

/** Rows of `Get-CsCertificate`: one certificate with several uses, issued a year ago for two years. */
export function certificateRows(estate: LabEstate, site: string | undefined, tools: string | undefined): readonly object[] {
  const place = localPlace(estate.environment, site, tools);
  if (place === undefined) return [];
  const now = estate.clock.now();
  const fault = estate.faults.active('local-certificate-ending');
  const ending = fault !== undefined && sameName(fault.site ?? '', place.site.name);
  return uses.map((use) => ({
    Use: use,
    Subject: `CN=${place.pool.fqdn}`,
    AlternativeNames: [place.pool.fqdn, place.server.fqdn],
    Issuer: 'CN=Contoso CA',
    SerialNumber: '01',
    Thumbprint: '0000000000000000000000000000000000000001',
    NotBefore: isoTime(now - 365 * day),
    NotAfter: isoTime(now + (ending ? 3 : 365) * day),
  }));
}
