import { readFileSync } from 'node:fs';
import pLimit from 'p-limit';
import { describe, it, type TestContext } from 'vitest';
import { faultNames } from '../../src/lab/index.ts';
import { planCases } from '../../src/plan/index.ts';
import type { CaseResult } from '../../src/results/index.ts';
import { systemClock, within } from '../../src/time/index.ts';
import { coex, folder, lastLine } from '../support/coex.ts';
import { batchesOf } from '../support/fault-batches.ts';
import { entryPointRows, type Row, signInRows, userRows } from '../support/fault-rows.ts';
import { builtInEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { registrationRows } from '../support/registration-rows.ts';
import { onlyRun, readJournal, readRun, runsIn } from '../support/run-folder.ts';
import { topologyRows } from '../support/topology-rows.ts';

const pairOf = (result: CaseResult) => (result.case.target.kind === 'pair' ? result.case.target.pair : undefined);
const legacyPool = (fqdn: string): boolean => /^pool\d?1\./.test(fqdn);
const brokenPool = 'pool02.contoso.net';
const refusedSite = 'Dublin';

const only = (id: string, code: string) => (result: CaseResult) => (result.case.id === id ? code : undefined);

/** True for a case about a conference that lives on the broken pool. */
const meetsThere = ({ case: { target } }: CaseResult): boolean => target.kind === 'conference' && target.pool === brokenPool;

const rows: Record<string, Row> = {
  'service-starts-by-hand': {
    exitCode: 0,
    word: 'GO',
    expected: only('services.start-mode[fe2013a.contoso.net]', 'SERVICE_START_MODE'),
  },
  'front-ends-stopped': {
    exitCode: 1,
    word: 'NO-GO',
    expected: ({ case: { check, target } }) => {
      if ('pool' in target && target.pool !== brokenPool) return undefined;
      if (check === 'services.quorum') return 'QUORUM_LOST';
      if (check === 'services.first-users') return 'FRONT_ENDS_FEW';
      const stopped = target.kind === 'service' && target.service === 'RTCSRV' && target.server !== 'fe2013a.contoso.net';
      return check === 'services.running' && stopped ? 'SERVICE_NOT_RUNNING' : undefined;
    },
  },
  'topology-role-missing': { exitCode: 1, word: 'NO-GO', expected: only(`services.declared[${brokenPool}]`, 'ROLES_DIFFER') },
  'admin-role-missing': {
    exitCode: 1,
    word: 'NO-GO',
    expected: ({ case: { check } }) => (check === 'administration.roles' ? 'ROLE_MISSING' : undefined),
  },
  'older-tools-see-all': {
    exitCode: 0,
    word: 'GO',
    expected: ({ case: { check } }) => (check === 'administration.older-tools' ? 'OLDER_TOOLS_ANSWER' : undefined),
  },
  'local-certificate-ending': {
    exitCode: 0,
    word: 'GO',
    expected: ({ case: { check, site } }) =>
      check === 'administration.certificates' && site === refusedSite ? 'CERTIFICATE_ENDING' : undefined,
  },
  'service-stopped': {
    exitCode: 1,
    word: 'NO-GO',
    expected: ({ case: { check, target } }) =>
      check === 'services.running' &&
      target.kind === 'service' &&
      target.service === 'RTCIMMCU' &&
      target.server === 'fe2013a.contoso.net'
        ? 'SERVICE_NOT_RUNNING'
        : undefined,
  },
  'site-administration-refused': {
    exitCode: 1,
    word: 'NO-GO',
    expected: ({ case: { suite, check, site } }) => {
      // Asked in the site itself; what is true of the whole estate is asked in the other one.
      const asked = ['topology.user-replicator', 'topology.pool-fabric', 'topology.upgrade-readiness'].includes(check);
      // Users are counted in all sites: the sum is not known without one.
      if (check === 'users.inventory') return 'ADMINISTRATION_REFUSED';
      if (!(['services', 'administration', 'users'].includes(suite) || asked) || site !== refusedSite) return undefined;
      // The one rung that asks no shell.
      if (check === 'administration.control-panel') return undefined;
      return check === 'administration.shell' ? 'ADMINISTRATION_REFUSED' : 'DEPENDS_ON_OTHER';
    },
  },
  'im-legacy-to-migrated-lost': {
    exitCode: 1,
    word: 'NO-GO',
    expected(result) {
      const pair = pairOf(result);
      if (result.case.suite !== 'messaging' || pair === undefined) return undefined;
      if (pair.direction === 'legacy→migrated')
        return result.case.check === 'messaging.delivered' ? 'IM_NOT_DELIVERED' : 'DEPENDS_ON_OTHER';
      return pair.direction === 'migrated→legacy' && result.case.check === 'messaging.reply' ? 'IM_NOT_DELIVERED' : undefined;
    },
  },
  'conversations-forgotten': {
    exitCode: 1,
    word: 'NO-GO',
    expected({ case: { suite, check, target } }) {
      if (suite !== 'messaging' || target.kind !== 'pair' || ['messaging.delivered', 'messaging.text-unchanged'].includes(check))
        return undefined;
      return [target.pair.fromPool, target.pair.toPool].includes(brokenPool) ? 'IM_REFUSED' : undefined;
    },
  },
  'long-messages-refused': {
    exitCode: 1,
    word: 'NO-GO',
    expected: (result) =>
      result.case.check === 'messaging.long-text' && pairOf(result)?.fromPool === brokenPool ? 'IM_TOO_LONG' : undefined,
  },
  'formatted-messages-refused': {
    exitCode: 1,
    word: 'NO-GO',
    expected: (result) =>
      result.case.check === 'messaging.formatted' && pairOf(result)?.toPool === brokenPool ? 'IM_REFUSED' : undefined,
  },
  'presence-to-legacy-frozen': {
    exitCode: 1,
    word: 'NO-GO',
    expected: (result) => {
      const pair = pairOf(result);
      return result.case.suite === 'presence' && pair !== undefined && legacyPool(pair.fromPool)
        ? 'PRESENCE_NOT_SEEN'
        : undefined;
    },
  },
  'presence-not-shared': {
    exitCode: 2,
    word: 'UNDECIDED',
    expected: (result) =>
      result.case.suite === 'presence' && pairOf(result)?.toPool === brokenPool ? 'PRESENCE_NOT_SHARED' : undefined,
  },
  'conference-not-created': {
    exitCode: 1,
    word: 'NO-GO',
    expected(result) {
      if (!meetsThere(result)) return undefined;
      return result.case.check === 'conference.created' ? 'CONFERENCE_REFUSED' : 'DEPENDS_ON_OTHER';
    },
  },
  'conference-join-refused': {
    exitCode: 1,
    word: 'NO-GO',
    expected(result) {
      if (!meetsThere(result) || result.case.check === 'conference.created') return undefined;
      return result.case.check === 'conference.joined' ? 'CONFERENCE_REFUSED' : 'DEPENDS_ON_OTHER';
    },
  },
  'conference-messages-lost': {
    exitCode: 1,
    word: 'NO-GO',
    expected: (result) => (meetsThere(result) && result.case.check === 'conference.heard' ? 'CONFERENCE_NOT_HEARD' : undefined),
  },
  'contacts-unreadable': {
    exitCode: 1,
    word: 'NO-GO',
    expected({ case: { suite, check, target } }) {
      if (suite !== 'contacts' || !('pool' in target) || target.pool !== brokenPool) return undefined;
      return check === 'contacts.read' ? 'CONTACTS_REFUSED' : 'DEPENDS_ON_OTHER';
    },
  },
  // Where a list is kept is a fact: it can be read, elsewhere. What was required to be changed here cannot be.
  'contacts-in-exchange': {
    exitCode: 2,
    word: 'UNDECIDED',
    expected: ({ case: { id } }) =>
      ['contacts.changed[migrated Mika]', 'contacts.kept[migrated Mika]'].includes(id) ? 'NOT_COVERED' : undefined,
  },
  'limited-functionality': {
    exitCode: 1,
    word: 'NO-GO',
    expected(result) {
      const { suite, check, target } = result.case;
      if (meetsThere(result)) return check === 'conference.created' ? 'CONFERENCE_REFUSED' : 'DEPENDS_ON_OTHER';
      if (check === 'contacts.changed' && 'pool' in target && target.pool === brokenPool) return 'CONTACTS_REFUSED';
      if (suite !== 'presence' || pairOf(result)?.toPool !== brokenPool) return undefined;
      // Nothing was ever published, so signing out changes nothing that could be seen.
      return check === 'presence.offline' ? 'PRESENCE_NOT_SEEN' : 'PRESENCE_REFUSED';
    },
  },
  ...entryPointRows,
  ...userRows,
  ...registrationRows,
  ...signInRows,
  ...topologyRows,
  'pool-down': {
    exitCode: 1,
    word: 'NO-GO',
    expected(result) {
      const { suite, check, target } = result.case;
      const pair = pairOf(result);
      if (target.kind === 'port' && target.pool === brokenPool)
        return check === 'nodes.ports' ? 'CONNECTION_REFUSED' : 'DEPENDS_ON_OTHER';
      if (check.endsWith('.control-panel') || check.startsWith('entry-points.meeting'))
        return result.case.pools.includes(brokenPool) ? 'CONNECTION_REFUSED' : undefined;
      if (pair !== undefined) return [pair.fromPool, pair.toPool].includes(brokenPool) ? 'NOT_SIGNED_IN' : undefined;
      if (['topology.user-replicator', 'topology.pool-fabric'].includes(check))
        return result.case.pools.includes(brokenPool) ? 'SERVER_UNREACHABLE' : undefined;
      if (suite === 'services' && check !== 'services.declared') {
        return 'pool' in target && target.pool === brokenPool ? 'SERVER_UNREACHABLE' : undefined;
      }
      // The Edge pool answers, and reaches nobody at home there.
      if (check === 'signin.remote') return 'pool' in target && target.pool === brokenPool ? 'SIGN_IN_REFUSED' : undefined;
      if (check === 'nodes.sign-in') return 'pool' in target && target.pool === brokenPool ? 'CONNECTION_REFUSED' : undefined;
      if (suite === 'conference') return result.case.pools.includes(brokenPool) ? 'NOT_SIGNED_IN' : undefined;
      if (suite === 'contacts' || suite === 'registration')
        return 'pool' in target && target.pool === brokenPool ? 'NOT_SIGNED_IN' : undefined;
      if (suite === 'signin' && target.kind === 'user') {
        return target.pool === brokenPool || (check === 'signin.redirect' && target.via === brokenPool)
          ? 'CONNECTION_REFUSED'
          : undefined;
      }
      return undefined;
    },
  },
};

/** Faults of what the built-in estate does not have, or that no run meets in the same way twice. */
const elsewhere: Readonly<Record<string, string>> = {
  'synthetic-blocked': './synthetic.test.ts',
  'calls-not-set-up': './synthetic.test.ts',
  'sharing-fails': './synthetic.test.ts',
  'mobility-fails': './synthetic.test.ts',
  'chat-room-closed': './synthetic.test.ts',
  'xmpp-partner-lost': './synthetic.test.ts',
  'federated-partner-lost': './synthetic.test.ts',
  'address-book-lost': './synthetic.test.ts',
  'dial-in-dead': './synthetic.test.ts',
  'limits-not-as-documented': './synthetic.test.ts',
  'accounts-too-strong': './remote.test.ts',
  'trusted-server-unlisted': './authentication.test.ts',
  // What is compared with an earlier run, and what is asked in later phases.
  'user-policy-lost': './users.test.ts',
  'users-gone': './users.test.ts',
  'pins-lost': './users.test.ts',
  'contacts-lost': './users.test.ts',
  'anonymous-refused': './users.test.ts',
  'external-access-off': './users.test.ts',
  // When it strikes depends on who is idle when.
  'idle-connections-closed': '../../src/sip/agent/registration-life.test.ts',
  // In its phase there is nothing to close yet.
  'legacy-edge-open': './phases.test.ts',
  'xmpp-domain-missing': './phases.test.ts',
  'archiving-missing': './retirement.test.ts',
  'archiving-left': './retirement.test.ts',
  'pool-not-empty': './retirement.test.ts',
  'writes-not-refused': './refusal.test.ts',
};

/** What a run that hangs was about, for whoever mends it. */
function lastWordsOf(out: string): string {
  const journal = runsIn(out).flatMap((run) => readJournal(run));
  const over = new Set(journal.flatMap((event) => (event.event === 'end' ? [event.id] : [])));
  const open = journal.flatMap((event) => (event.event === 'start' && !over.has(event.id) ? [event.id] : []));
  const last = journal.filter(({ event }) => event !== 'planned').at(-1);
  return `In progress: ${open.join(', ') || 'nothing'}. Last event: ${JSON.stringify(last)}`;
}

// Two runs at a time: most of them need a core, those of lost messages and silent hosts mostly wait.
const slot = pLimit(2);
const environment = await builtInEstate();
const cases = planCases(environment, {}).cases.map((planned) => ({ case: planned }));

describe.concurrent('each fault of the lab turns exactly the cases that it should', { timeout: 300_000 }, () => {
  const demoWith = (faults: readonly string[], { onTestFinished }: TestContext) =>
    slot(async () => {
      const out = folder(onTestFinished);
      const args = ['demo', '--fault', ...faults, '--out', out, '--quiet'];
      const ended = await within(coex(args, { atEnd: onTestFinished }).ended, 120_000, systemClock);
      if (ended === undefined) throw new Error(`The run does not end. ${lastWordsOf(out)}`);
      const { code, stdout, stderr } = ended.value;
      if (runsIn(out).length === 0) throw new Error(`There is no run; it ended with ${code}:\n${stdout}\n${stderr}`);
      return { ...readRun(onlyRun(out)), said: { code, last: lastLine(stdout), stderr } };
    });

  it('estate-unreachable: nothing is red, nothing is green, and nobody can decide', async (context) => {
    await needShell(context);
    const { run, said } = await demoWith(['estate-unreachable'], context);
    context.expect(run.cases.filter(({ outcome }) => outcome !== 'undetermined').map(({ case: { id } }) => id)).toEqual([]);
    context.expect(said).toMatchObject({ code: 2, last: 'UNDECIDED' });
  });

  for (const batch of batchesOf(rows, cases)) {
    it(batch.faults.join(', '), async (context) => {
      await needShell(context);
      const { run, said } = await demoWith(batch.faults, context);
      // A first run has nothing to compare with.
      const codeOf = ({ finding: { code } }: CaseResult) => (code === 'BASELINE_NONE' ? undefined : code);
      const told = Object.fromEntries(run.cases.map((result) => [result.case.id, codeOf(result)]));
      const expected = Object.fromEntries(run.cases.map((result) => [result.case.id, batch.expected(result)]));
      context.expect(told).toEqual(expected);
      context.expect(said).toEqual({ code: batch.exitCode, last: batch.word, stderr: '' });
    });
  }

  it('and every fault there is has its row, or a test of its own', ({ expect }) => {
    const tried = [...Object.keys(rows), 'estate-unreachable', ...Object.keys(elsewhere)];
    expect(tried.toSorted()).toEqual([...faultNames].toSorted());
    for (const [fault, file] of Object.entries(elsewhere)) {
      expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toContain(fault);
    }
  });

  it('and every suite can go red', ({ expect }) => {
    const red = cases.filter((planned) => Object.values(rows).some((row) => row.expected(planned as CaseResult) !== undefined));
    expect(new Set(red.map((planned) => planned.case.suite))).toEqual(new Set(cases.map((planned) => planned.case.suite)));
  });
});
