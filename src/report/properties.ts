import type { CaseResult } from '../results/index.ts';

/** What a case is about, as name and value, for reports that keep such things beside a case. Stable names: dashboards filter by them. */
export function caseProperties(result: CaseResult): [string, string][] {
  const { check, pillar, tier, optional, limit, target } = result.case;
  const properties: [string, string][] = [
    ['check', check],
    ['pillar', pillar],
    ['tier', tier],
  ];
  if (optional) properties.push(['optional', 'true']);
  if (limit !== undefined) properties.push(['limit', limit]);
  properties.push(['outcome', result.outcome]);
  if (result.finding.code !== undefined) properties.push(['code', result.finding.code]);
  if (target.kind === 'pair') {
    const { direction, from, to, fromSite, toSite, fromPool, toPool } = target.pair;
    properties.push(['direction', direction], ['from', from], ['to', to], ['sites', `${fromSite} → ${toSite}`]);
    properties.push(['fromPool', fromPool], ['toPool', toPool]);
    if (target.availability !== undefined) properties.push(['availability', target.availability]);
  } else if (target.kind === 'name') {
    properties.push(['name', target.name]);
  } else if (target.kind !== 'site') {
    properties.push(['pool', target.pool], ['generation', target.generation]);
  }
  if (target.kind === 'service' || target.kind === 'server' || target.kind === 'port') properties.push(['server', target.server]);
  if (target.kind === 'service') properties.push(['service', target.service]);
  if (target.kind === 'conference')
    properties.push(['organizer', target.organizer], ['participants', target.participants.join(', ')]);
  if (target.kind === 'port') properties.push(['port', String(target.number)]);
  if (target.kind === 'user') properties.push(['user', target.user]);
  for (const [name, value] of Object.entries(result.measures)) properties.push([`measure.${name}`, `${Math.round(value)} ms`]);
  return properties;
}
