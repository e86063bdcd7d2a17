import type { Environment } from '../../environment/index.ts';
import { type EdgeService, edgeGenerationIn, edgeServices, entryPoints } from '../../guide/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import { caseOf, ofPool } from '../case.ts';
import { isHome, type PlacedPool, poolsOf, trafficUsers } from '../estate.ts';
import type { PlannedCase } from '../model.ts';

const simpleUrls = ['meet', 'dialin', 'admin'];

/** What is true of a SIP domain is true of the whole estate: its cases stand with the first site and speak for every pool. */
function casesOfDomain(environment: Environment, domain: string): PlannedCase[] {
  const homes = poolsOf(environment).filter(isHome);
  const first = homes[0];
  if (first === undefined) return [];
  const at = { site: first.site.name, pools: homes.map(({ pool }) => pool.fqdn) };
  const targetOf = (label: string) => ({ kind: 'name', name: `${label}.${domain}`, label, domain }) as const;
  const records = entryPoints.map(({ label, record }) =>
    caseOf({
      ...at,
      check: record === 'SRV' ? 'entry-points.internal-srv' : 'entry-points.host-records',
      subject: `${label}.${domain}`,
      title: `${label}.${domain} leads to a pool of the right generation`,
      target: targetOf(label),
    }),
  );
  const pages = simpleUrls.map((label) =>
    caseOf({
      ...at,
      check: 'entry-points.simple-urls',
      subject: `${label}.${domain}`,
      title: `https://${label}.${domain}/ answers`,
      target: targetOf(label),
    }),
  );
  return [...records, ...pages];
}

/** Records for the outside, where the file says what the outside of an Edge pool is; nothing of a service that no Edge pool has. */
function edgeCasesOfDomain(environment: Environment, domain: string): PlannedCase[] {
  const { phase } = environment;
  const edges = poolsOf(environment).filter(({ pool }) => pool.edge !== undefined);
  const has = ({ pool: { edge } }: PlacedPool, through: EdgeService['through']): boolean =>
    through === 'access' || edge?.[through] === true;
  return edgeServices.flatMap(({ check, label, through, since2013 }) => {
    const able = edges.filter((placed) => has(placed, through));
    const wanted = able.filter(({ pool }) => pool.generation === edgeGenerationIn(phase));
    // Before federation moves only what came with 2013 can be there too early.
    const [first] = wanted.length > 0 || since2013 ? able : [];
    if (first === undefined) return [];
    const name = `${label}.${domain}`;
    return [
      caseOf({
        check,
        site: first.site.name,
        subject: name,
        title: `${name} leads to the right Edge pool`,
        pools: able.map(({ pool }) => pool.fqdn),
        target: { kind: 'name', name, label, domain },
      }),
    ];
  });
}

function casesOfPool(environment: Environment, { site, pool }: PlacedPool): PlannedCase[] {
  const of = { site: site.name, pools: [pool.fqdn] };
  const panel = caseOf({
    ...of,
    check: 'entry-points.control-panel',
    subject: pool.fqdn,
    title: `the Control Panel of ${pool.fqdn} answers`,
    target: { kind: 'pool', pool: pool.fqdn, generation: pool.generation },
  });
  const [user] = trafficUsers(environment, { site, pool });
  if (user === undefined) return [panel];
  const ofUser = {
    ...of,
    subject: user.name,
    target: { kind: 'user', user: user.name, pool: pool.fqdn, generation: pool.generation },
  } as const;
  const title = `autodiscover sends ${user.name} to ${pool.fqdn}`;
  // Without that name nobody could tell whom a document of the outside means.
  const isOutside = environment.network.externalResolver !== undefined && pool.webExternal !== undefined;
  return [
    panel,
    caseOf({ ...ofUser, check: 'entry-points.autodiscover', title }),
    ...(isOutside ? [caseOf({ ...ofUser, check: 'entry-points.autodiscover-outside', title: `${title} from outside` })] : []),
  ];
}

/** The meeting of a pool, where the file names one; from outside where it says whom to ask for the way. */
function casesOfMeeting({ pilot, network }: Environment, placed: PlacedPool): PlannedCase[] {
  const { fqdn } = placed.pool;
  if (pilot.meetings?.some((meeting) => meeting.pool === fqdn) !== true) return [];
  const of = (check: CheckId, title: string): PlannedCase => caseOf({ ...ofPool(placed), check, title });
  return [
    of('entry-points.meeting', `the meeting of ${fqdn} opens`),
    ...(network.externalResolver === undefined
      ? []
      : [of('entry-points.meeting-outside', `the meeting of ${fqdn} opens from outside`)]),
    of('entry-points.meeting-pool', `the meeting of ${fqdn} is shown by its home pool`),
  ];
}

/**
 * The names of every SIP domain and what stands behind them, and per pool the Control Panel, autodiscover for one of its users, and its
 * meeting.
 */
export const entryPointCases = (environment: Environment): PlannedCase[] => [
  ...environment.sipDomains.flatMap((domain) => [
    ...casesOfDomain(environment, domain),
    ...edgeCasesOfDomain(environment, domain),
  ]),
  ...poolsOf(environment)
    .filter(isHome)
    .flatMap((placed) => [...casesOfPool(environment, placed), ...casesOfMeeting(environment, placed)]),
];
