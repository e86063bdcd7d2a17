import { fail, notCovered, pass, undetermined } from '../../src/outcome/index.ts';
import type { PlannedCase } from '../../src/plan/model.ts';
import {
  buildRun,
  type JournalEvent,
  judge,
  needsOfWave,
  parseJournal,
  type Run,
  type Verdict,
  type WaveNeeds,
} from '../../src/results/index.ts';

/** A small run, written by hand, with every outcome there is: what the golden files and the independent readers are shown. */

/** 2026-03-01, 01:30 UTC. */
export const sampleStart = Date.UTC(2026, 2, 1, 1, 30, 0);

type Given = Partial<PlannedCase> & Pick<PlannedCase, 'check' | 'title'>;

/** A planned case of which only check and title need saying; its target is the site unless told otherwise. */
export function planned(given: Given): PlannedCase {
  const suite = given.check.split('.')[0] as PlannedCase['suite'];
  const pillar = suite === 'services' || suite === 'administration' ? suite : 'communication';
  return {
    id: `${given.check}[${given.title}]`,
    suite,
    pillar,
    site: 'Redmond',
    tier: 'smoke',
    optional: false,
    pools: ['pool01.contoso.net'],
    target: { kind: 'site' },
    ...given,
  };
}

export const header: Extract<JournalEvent, { event: 'run' }> = {
  event: 'run',
  at: sampleStart,
  version: 1,
  run: '2026-03-01T01-30-00Z-contoso-pilot',
  environment: { name: 'Contoso pilot', path: '/estate/environment.yaml' },
  coex: '0.1.0',
  host: 'build-7',
  allowChanges: false,
  selection: {},
  phase: 'pilot',
  gaps: ['Dublin has no second legacy test user: legacy→legacy within Dublin is not covered.'],
};

const service = (site: string, server: string, pool: string, name: string, displayName: string): PlannedCase =>
  planned({
    check: 'services.running',
    title: `${displayName} runs on ${server}`,
    site,
    pools: [pool],
    target: { kind: 'service', server, pool, generation: 'lync-2013', service: name, displayName },
  });

const message = (from: string, to: string, fromSite: string, toSite: string): PlannedCase =>
  planned({
    check: 'messaging.delivered',
    title: `${from} writes to ${to}`,
    site: fromSite,
    pools: ['pool01.contoso.net', 'pool02.contoso.net'],
    target: {
      kind: 'pair',
      pair: {
        from,
        to,
        direction: `${from.split(' ')[0]}→${to.split(' ')[0]}` as 'legacy→migrated',
        fromSite,
        toSite,
        fromPool: 'pool01.contoso.net',
        toPool: 'pool02.contoso.net',
      },
    },
  });

export const sampleCases = {
  passed: service('Redmond', 'fe2013a.contoso.net', 'pool02.contoso.net', 'RTCSRV', 'Lync Server Front-End'),
  stopped: service('Redmond', 'fe2013a.contoso.net', 'pool02.contoso.net', 'RTCIMMCU', 'Lync Server IM Conferencing'),
  edge: planned({
    check: 'services.running',
    title: 'edge1.contoso.net',
    target: { kind: 'server', server: 'edge1.contoso.net', pool: 'edge.contoso.net', generation: 'lync-2010', roles: ['edge'] },
    pools: ['edge.contoso.net'],
    notCovered: { code: 'NOT_COVERED', why: 'Edge servers are not reachable by RPC.' },
  }),
  policy: planned({ check: 'administration.policy', title: 'site policy of Redmond', optional: true }),
  unreachable: planned({ check: 'administration.shell', title: 'management shell of Dublin', site: 'Dublin' }),
  delivered: message('legacy Lena', 'migrated Mika', 'Redmond', 'Redmond'),
  lost: message('legacy Lena', 'migrated Mona', 'Redmond', 'Dublin'),
  back: message('migrated Mona', 'legacy Lena', 'Dublin', 'Redmond'),
  inProgress: planned({ check: 'presence.away', title: 'migrated Mika is away for legacy Lena' }),
  notRun: planned({ check: 'presence.busy', title: 'migrated Mika is busy for legacy Lena' }),
} satisfies Record<string, PlannedCase>;

const after = (seconds: number): number => sampleStart + seconds * 1000;

/** The journal of the sample: the runner was killed at the end. */
export const sampleEvents: readonly JournalEvent[] = [
  header,
  ...Object.values(sampleCases).map((found): JournalEvent => ({ event: 'planned', at: sampleStart, case: found })),
  ...[sampleCases.passed, sampleCases.stopped, sampleCases.policy, sampleCases.unreachable].map(
    (found): JournalEvent => ({ event: 'start', at: after(1), id: found.id }),
  ),
  {
    event: 'end',
    at: after(1.25),
    id: sampleCases.passed.id,
    duration: 250,
    finding: pass('Lync Server Front-End runs on fe2013a.contoso.net.'),
  },
  {
    event: 'end',
    at: after(1.5),
    id: sampleCases.stopped.id,
    duration: 500.4,
    finding: fail(
      'SERVICE_NOT_RUNNING',
      'Lync Server IM Conferencing (RTCIMMCU) on fe2013a.contoso.net is Stopped.',
      [{ text: 'The role front-end of Lync Server 2013 needs it.', expected: 'Running', observed: 'Stopped' }],
      'Start it with Start-CsWindowsService and look into the event log of the server for why it stopped.',
    ),
    attachments: [{ title: 'services of fe2013a.contoso.net', path: 'facts/fe2013a.contoso.net.json' }],
  },
  {
    event: 'end',
    at: after(2),
    id: sampleCases.policy.id,
    duration: 0,
    finding: notCovered('CHANGES_NOT_ALLOWED', 'It would change the estate, and changes were not allowed.'),
  },
  {
    event: 'end',
    at: after(4),
    id: sampleCases.unreachable.id,
    duration: 3000,
    finding: undetermined('LANE_TIMEOUT', 'The shell of Dublin gave no answer within 3 s.', [], 'Try it by hand.'),
  },
  { event: 'start', at: after(5), id: sampleCases.delivered.id },
  { event: 'start', at: after(5), id: sampleCases.lost.id },
  {
    event: 'end',
    at: after(5.04),
    id: sampleCases.delivered.id,
    duration: 40,
    finding: pass('The message of legacy Lena reached migrated Mika after 31 ms.'),
    measures: { delivery: 31 },
    attachments: [{ title: 'wire log', path: 'wire/messaging-1.log' }],
  },
  {
    event: 'end',
    at: after(7.1),
    id: sampleCases.lost.id,
    duration: 2100,
    finding: fail(
      'IM_NOT_DELIVERED',
      'The message of legacy Lena did not reach migrated Mona within 2 s.',
      [{ text: 'The pool accepted it.', expected: 'hello <Mona> & co', observed: 'nothing' }],
      'Check the route between the two pools.',
    ),
    attachments: [{ title: 'wire log', path: 'wire/messaging-2.log' }],
  },
  { event: 'start', at: after(7.2), id: sampleCases.back.id },
  {
    event: 'end',
    at: after(7.3),
    id: sampleCases.back.id,
    duration: 100,
    finding: pass('The message of migrated Mona reached legacy Lena after 80 ms.'),
    measures: { delivery: 80 },
  },
  { event: 'unhandled', at: after(7.25), id: sampleCases.back.id, message: 'read ECONNRESET', stack: 'Error: read ECONNRESET' },
  { event: 'closed', at: after(7.4), what: 'agents', count: 3, problems: ['migrated Mona: no answer to REGISTER'] },
  { event: 'start', at: after(7.5), id: sampleCases.inProgress.id },
];

export const journalText = (events: readonly JournalEvent[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');

/** What the wave of the sample needs: all three pillars on its two pools. */
export const sampleNeeds: WaveNeeds = needsOfWave(
  'pilot-1',
  { pools: ['pool01.contoso.net', 'pool02.contoso.net'], requires: ['services', 'administration', 'communication'] },
  Object.values(sampleCases),
  (word, found) => word === found.pillar,
);

/** The sample as a run that was judged for its wave. */
export function sample(): { readonly run: Run; readonly verdict: Verdict } {
  const journal = parseJournal(
    journalText(sampleEvents.map((event) => (event === header ? { ...header, wave: 'pilot-1', needs: sampleNeeds } : event))),
  );
  const run = buildRun(journal, sampleStart + 60_000);
  return { run, verdict: judge(run) };
}
