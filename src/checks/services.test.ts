import { describe, expect, it } from 'vitest';
import type { WindowsService } from '../admin/model.ts';
import { generationOf } from '../generations/index.ts';
import type { Finding } from '../outcome/index.ts';
import { frontEndRuns, isStarting, judgeNoUnexpectedService, judgeServiceRunning, judgeStartMode } from './index.ts';

const server = 'fe1.contoso.net';
const frontEnd = { name: 'RTCSRV', displayName: 'Lync Server Front-End' };
/** A service whose short name nobody documents: see `src/generations/services.ts`. */
const undocumented = { name: 'RTCMEETINGMCU', displayName: 'Lync Server Web Conferencing Compatibility' };
const row = (
  name: string,
  displayName: string,
  status: WindowsService['status'] = 'Running',
  startMode?: string,
): WindowsService => ({
  name,
  displayName,
  status,
  roles: [],
  ...(startMode === undefined ? {} : { startMode }),
});
const observed = (...services: WindowsService[]) => ({ server, services, waited: 180_000 });
const codeOf = ({ code, outcome }: Finding): string => code ?? outcome;

describe('an expected service', () => {
  it.each([
    ['Running', 'pass'],
    ['Stopped', 'SERVICE_NOT_RUNNING'],
    ['StopPending', 'SERVICE_NOT_RUNNING'],
    ['Paused', 'SERVICE_NOT_RUNNING'],
    ['PausePending', 'SERVICE_NOT_RUNNING'],
    ['ContinuePending', 'SERVICE_NOT_RUNNING'],
    ['StartPending', 'SERVICE_STILL_STARTING'],
  ] as const)('that is %s: %s', (status, code) => {
    const finding = judgeServiceRunning(frontEnd, observed(row('RTCSRV', frontEnd.displayName, status)));
    expect(codeOf(finding)).toBe(code);
    if (code !== 'pass') expect(finding.reasons).toEqual([expect.objectContaining({ expected: 'Running', observed: status })]);
  });

  it('that is not there is missing, and says how many others are', () => {
    const finding = judgeServiceRunning(frontEnd, observed(row('REPLICA', 'Lync Server Replica Replicator Agent')));
    expect([codeOf(finding), finding.reasons[0]?.text]).toEqual(['SERVICE_MISSING', `${server} has 1 services, not this one.`]);
  });

  it.each([
    ['rtcsrv', 'Lync Server Front-End'],
    ['RTCSRV', ''],
    ['SOMETHINGELSE', 'lync server front-end'],
  ])('is known by either name, in any case: %s, %s', (name, displayName) => {
    expect(codeOf(judgeServiceRunning(frontEnd, observed(row(name, displayName))))).toBe('pass');
    expect(frontEndRuns(observed(row(name, displayName)))).toBe(true);
  });

  it('that runs under a short name that nobody documents is neither missing nor unexpected', () => {
    const seen = observed(row('RTCMMCU', undocumented.displayName));
    expect(codeOf(judgeServiceRunning(undocumented, seen))).toBe('pass');
    expect(codeOf(judgeNoUnexpectedService(seen, generationOf('lync-2010'), ['front-end']))).toBe('pass');
  });
});

describe('waiting for a start', () => {
  it('goes on only for services that must run', () => {
    const starting = row('RTCMMCU', undocumented.displayName, 'StartPending');
    expect(isStarting([starting], [undocumented])).toBe(true);
    expect(isStarting([starting], [frontEnd])).toBe(false);
    expect(isStarting([row('RTCSRV', '', 'Stopped')], [frontEnd])).toBe(false);
    expect(isStarting([], [frontEnd])).toBe(false);
  });

  it('a front end that only starts does not run', () => {
    expect(frontEndRuns(observed(row('RTCSRV', '', 'StartPending')))).toBe(false);
    expect(frontEndRuns(observed())).toBe(false);
  });
});

describe('unexpected services', () => {
  it.each([
    ['of the own role', 'lync-2013', 'front-end', 'RTCSRV', 'Lync Server Front-End', 'pass'],
    ['that a feature switches on', 'lync-2013', 'front-end', 'LYNCBACKUP', 'Lync Server Backup Service', 'pass'],
    ['of another role', 'lync-2013', 'front-end', 'RTCMEDSRV', 'Lync Server Mediation', 'SERVICE_UNEXPECTED'],
    ['of the other generation', 'lync-2013', 'front-end', undocumented.name, undocumented.displayName, 'SERVICE_UNEXPECTED'],
    [
      'of the other generation',
      'lync-2010',
      'front-end',
      'RTCXMPPTGW',
      'Lync Server XMPP Translating Gateway',
      'SERVICE_UNEXPECTED',
    ],
  ] as const)('%s (%s, %s): %s', (_, generation, role, name, displayName, code) => {
    expect(codeOf(judgeNoUnexpectedService(observed(row(name, displayName)), generationOf(generation), [role]))).toBe(code);
  });

  it('are all named', () => {
    const seen = observed(row('ONE', 'One', 'Stopped'), row('TWO', 'Two'));
    const finding = judgeNoUnexpectedService(seen, generationOf('lync-2010'), ['mediation']);
    expect(finding.reasons.map(({ observed: status }) => status)).toEqual(['Stopped', 'Running']);
    expect(finding.message).toContain('ONE, TWO');
  });
});

describe('start modes', () => {
  it.each([
    ['Auto', 'pass'],
    ['Automatic (Delayed Start)', 'pass'],
    ['Manual', 'SERVICE_START_MODE'],
    ['Disabled', 'SERVICE_START_MODE'],
    [undefined, 'START_MODE_NOT_VISIBLE'],
  ])('%s: %s', (mode, code) => {
    expect(codeOf(judgeStartMode(observed(row('RTCSRV', '', 'Running', mode)), [frontEnd]))).toBe(code);
  });

  it('a wrong one weighs more than one that nobody sees; nothing seen at all is no pass', () => {
    const both = observed(row('RTCSRV', '', 'Running', 'Manual'), row('REPLICA', ''));
    const replica = { name: 'REPLICA', displayName: 'Lync Server Replica Replicator Agent' };
    expect(codeOf(judgeStartMode(both, [frontEnd, replica]))).toBe('SERVICE_START_MODE');
    expect(codeOf(judgeStartMode(observed(), [frontEnd]))).toBe('START_MODE_NOT_VISIBLE');
  });
});
