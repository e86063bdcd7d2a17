import { describe, expect, it } from 'vitest';
import type { CaseResult } from '../../src/results/index.ts';
import { coex, folder, lastLine } from '../support/coex.ts';
import { entryPointRows, type Row } from '../support/fault-rows.ts';
import { needShell } from '../support/need-shell.ts';
import { onlyRun, readRun } from '../support/run-folder.ts';

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
  'local-certificate-ending': {
    exitCode: 0,
    word: 'GO',
    expected: only(`administration.certificates[${refusedSite}]`, 'CERTIFICATE_ENDING'),
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
      if (!['services', 'administration'].includes(suite) || site !== refusedSite) return undefined;
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
  'pool-down': {
    exitCode: 1,
    word: 'NO-GO',
    expected(result) {
      const { suite, check, target } = result.case;
      const pair = pairOf(result);
      if (target.kind === 'port' && target.pool === brokenPool)
        return check === 'nodes.ports' ? 'CONNECTION_REFUSED' : 'DEPENDS_ON_OTHER';
      if (check === 'entry-points.control-panel')
        return result.case.pools.includes(brokenPool) ? 'CONNECTION_REFUSED' : undefined;
      if (pair !== undefined) return [pair.fromPool, pair.toPool].includes(brokenPool) ? 'NOT_SIGNED_IN' : undefined;
      if (suite === 'services' && check !== 'services.declared') {
        return 'pool' in target && target.pool === brokenPool ? 'SERVER_UNREACHABLE' : undefined;
      }
      if (suite === 'conference') return result.case.pools.includes(brokenPool) ? 'NOT_SIGNED_IN' : undefined;
      if (suite === 'contacts') return 'pool' in target && target.pool === brokenPool ? 'NOT_SIGNED_IN' : undefined;
      if (suite === 'signin' && target.kind === 'user') {
        return target.pool === brokenPool || (check === 'signin.redirect' && target.via === brokenPool)
          ? 'CONNECTION_REFUSED'
          : undefined;
      }
      return undefined;
    },
  },
};

describe('each fault of the lab turns exactly the cases that it should', () => {
  for (const [fault, row] of Object.entries(rows)) {
    it(fault, async (context) => {
      await needShell(context);
      const out = folder();
      const { code, stdout, stderr } = await coex(['demo', '--fault', fault, '--out', out, '--quiet']).ended;
      const { run } = readRun(onlyRun(out));
      const told = Object.fromEntries(run.cases.map((result) => [result.case.id, result.finding.code]));
      const expected = Object.fromEntries(run.cases.map((result) => [result.case.id, row.expected(result)]));
      expect(told).toEqual(expected);
      expect(Object.values(expected).filter(Boolean).length).toBeGreaterThan(0);
      expect({ code, last: lastLine(stdout), stderr }).toEqual({ code: row.exitCode, last: row.word, stderr: '' });
    });
  }

  it('estate-unreachable: nothing is red, nothing is green, and nobody can decide', async (context) => {
    await needShell(context);
    const out = folder();
    const { code, stdout } = await coex(['demo', '--fault', 'estate-unreachable', '--out', out, '--quiet']).ended;
    const { run } = readRun(onlyRun(out));
    expect(run.cases.filter(({ outcome }) => outcome !== 'undetermined').map((result) => result.case.id)).toEqual([]);
    expect({ code, last: lastLine(stdout) }).toEqual({ code: 2, last: 'UNDECIDED' });
  });
});
