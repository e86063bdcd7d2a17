import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Budgets } from '../environment/model.ts';
import { pillars, suiteNames } from '../outcome/index.ts';
import {
  availabilityOf,
  type BudgetKey,
  checkOf,
  checks,
  remedyFor,
  requirementIds,
  requirementOf,
  requirements,
  requirementWords,
  suiteOf,
  suites,
} from './index.ts';

/** Who stands in the cases of a suite or check: what its remedy can name. */
const subjects: Record<string, string[]> = {
  'services.running': ['service', 'server', 'pool', 'site'],
  'services.unexpected': ['server', 'pool', 'site'],
  'services.edge': ['server', 'pool', 'site'],
  'services.start-mode': ['server', 'pool', 'site'],
  'services.declared': ['pool', 'site'],
  'services.quorum': ['pool', 'site'],
  'services.first-users': ['pool', 'site'],
  'administration.shell': ['site'],
  'administration.topology': ['pool', 'site'],
  'administration.users': ['pool', 'site'],
  'administration.replication': ['server', 'pool', 'site'],
  'administration.control-panel': ['pool', 'site'],
  'administration.policy': ['site'],
  'administration.certificates': ['site'],
  'administration.roles': ['site'],
  'administration.older-tools': ['site', 'other'],
  'administration.scope': ['site'],
  'administration.read-only': ['site'],
  topology: ['pool', 'site'],
  'topology.undeclared-pools': ['site'],
  'topology.central-store': ['site'],
  'topology.central-store-location': ['site'],
  'topology.directory': ['site', 'part'],
  'topology.upgrade-readiness': ['site'],
  'topology.web-apps-server': ['site'],
  'topology.federated-edge': ['site'],
  'topology.federation-route': ['site'],
  retirement: ['pool', 'site'],
  'administration.scope-probe': ['site', 'other'],
  'administration.read-only-probe': ['site'],
  users: ['pool', 'site'],
  'users.policies': ['user', 'pool', 'site'],
  'users.pin': ['user', 'pool', 'site'],
  'users.inventory': ['site'],
  'users.voice-normalization': ['site'],
  'signin.home': ['user', 'pool', 'site'],
  'signin.redirect': ['user', 'pool', 'via', 'site'],
  'signin.wrong-password': ['user', 'pool', 'site'],
  'nodes.sign-in': ['user', 'via', 'pool', 'site'],
  'signin.remote': ['user', 'via', 'pool', 'site'],
  nodes: ['server', 'pool', 'at', 'port', 'site'],
  'entry-points': ['name', 'site'],
  'entry-points.autodiscover': ['user', 'pool', 'site'],
  'entry-points.autodiscover-outside': ['user', 'pool', 'site'],
  'entry-points.control-panel': ['pool', 'site'],
  'entry-points.meeting': ['pool', 'site'],
  'entry-points.meeting-outside': ['pool', 'site'],
  'entry-points.meeting-pool': ['pool', 'site'],
  messaging: ['from', 'to', 'fromPool', 'toPool', 'site'],
  presence: ['from', 'to', 'fromPool', 'toPool', 'site'],
  conference: ['organizer', 'pool', 'site'],
  contacts: ['user', 'pool', 'site'],
  registration: ['user', 'pool', 'site'],
  'synthetic.registration': ['user', 'pool', 'site'],
  'synthetic.xmpp': ['user', 'pool', 'site'],
  'synthetic.address-book': ['user', 'pool', 'site'],
  'synthetic.address-book-search': ['user', 'pool', 'site'],
  'synthetic.dial-in': ['user', 'pool', 'site'],
  'synthetic.federated-partner': ['pool', 'site'],
  synthetic: ['from', 'to', 'fromPool', 'toPool', 'site'],
};

const mentioned = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);

describe.each(checks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  it('belongs to its suite, pillar and requirement', () => {
    expect(id.startsWith(`${check.suite}.`)).toBe(true);
    expect(check.pillar).toBe(suiteOf(check.suite).pillar);
    expect(requirementOf(check.requirement).pillar).toBe(check.pillar);
    expect(checkOf(id)).toBe(check);
  });

  it('has a remedy that mentions its subject and nothing that no case has', () => {
    const names = mentioned(check.remedy);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(subjects[id] ?? subjects[check.suite]).toContain(name);
  });

  it('says how, and why it may fail, in sentences', () => {
    for (const sentence of [check.method, check.remedy, ...check.causes]) expect(sentence).toMatch(/^[A-Z4].*\.$/s);
    expect(check.title).toMatch(/^[a-z].*[^.]$/);
    expect(check.causes.length).toBeGreaterThan(0);
    expect(check.needs.length).toBeGreaterThan(0);
  });

  it('is optional if it leaves more behind than traffic of test users', () => {
    // What only reads may be advice, too.
    if (['changes-and-undoes', 'messages-that-stay', 'one-failed-logon'].includes(check.touches))
      expect(check.optional).toBe(true);
    // So may what compares with an earlier run: there is none at first.
    if (check.touches === 'test-user-traffic') expect(check.optional).toBe(check.codes.includes('BASELINE_NONE'));
  });
});

it('ids are unique, and every suite and requirement has a check', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  expect(suites.map(({ name }) => name)).toEqual([...suiteNames]);
  expect(new Set(checks.map(({ suite }) => suite))).toEqual(new Set(suiteNames));
  expect(requirements.map(({ id }) => id)).toEqual([...requirementIds]);
  expect(new Set(checks.map(({ requirement }) => requirement))).toEqual(new Set(requirementIds));
  expect(new Set(requirements.map(({ pillar }) => pillar))).toEqual(new Set(pillars));
  // Every suite has something to look at with the smallest coverage.
  expect(new Set(checks.filter(({ tier }) => tier === 'smoke').map(({ suite }) => suite))).toEqual(new Set(suiteNames));
});

it('the words a wave may require are pillars, suites of communication and check ids, each once', () => {
  expect(requirementWords).toEqual([
    ...pillars,
    'topology',
    'retirement',
    'users',
    'communication.signin',
    'communication.messaging',
    'communication.presence',
    'communication.conference',
    'communication.contacts',
    'communication.registration',
    'services.nodes',
    'communication.entry-points',
    'communication.synthetic',
    ...checks.map(({ id }) => id),
  ]);
});

it('budgets are those of the environment file', () => {
  expectTypeOf<BudgetKey>().toEqualTypeOf<keyof Budgets>();
});

it('knows which availability a presence check is about', () => {
  expect(availabilityOf('presence.do-not-disturb')).toBe('do-not-disturb');
  expect(availabilityOf('messaging.reply')).toBeUndefined();
});

it('fills a remedy with the names of a case and leaves other braces', () => {
  const target = { kind: 'pair', pair: { from: 'legacy Lena', to: 'migrated Mika' }, servers: ['ignored'] };
  expect(remedyFor({ remedy: '{from} → {to} in {site}; {pool}; {$_ -eq 1}' }, { site: 'Redmond', target })).toBe(
    'legacy Lena → migrated Mika in Redmond; {pool}; {$_ -eq 1}',
  );
});
