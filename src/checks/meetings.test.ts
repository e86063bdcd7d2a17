import { describe, expect, it } from 'vitest';
import type { Pool } from '../environment/model.ts';
import type { MeetingSight } from '../probes/model.ts';
import { judgeMeeting, judgeMeetingPool } from './meetings.ts';

const pool = (fqdn: string, generation: Pool['generation'], server: string): Pool => ({
  fqdn,
  generation,
  tlsProfile: 'lync-2013',
  servers: [{ fqdn: server, roles: ['front-end'] }],
});
const home = pool('pool01.contoso.net', 'lync-2010', 'fe1.contoso.net');
const pools = [home, pool('pool02.contoso.net', 'lync-2013', 'fe2013a.contoso.net')];
const seen = (more: Partial<MeetingSight> = {}): MeetingSight => ({
  hosts: ['meet.contoso.net'],
  status: 200,
  shows: 'conference',
  ...more,
});
const said = ({ outcome, code }: { outcome: string; code?: string }): string => `${outcome} ${code ?? ''}`.trim();

describe('the join address of a meeting', () => {
  it.each([
    [{}, 'pass'],
    [{ shows: 'nothing' as const }, 'undetermined MEETING_NOT_READABLE'],
    [{ shows: 'refusal' as const }, 'fail MEETING_NOT_SHOWN'],
    [{ status: 404, shows: 'nothing' as const }, 'fail MEETING_NOT_SHOWN'],
    [{ status: 500 }, 'fail MEETING_NOT_SHOWN'],
    [{ status: 302 }, 'fail MEETING_NOT_SHOWN'],
  ])('%j is %s', (more, expected) => {
    expect(said(judgeMeeting(home, seen(more)))).toBe(expected);
  });

  it('is told with the way that was gone', () => {
    const { message } = judgeMeeting(home, seen({ hosts: ['meet.contoso.net', 'pool01.contoso.net'], status: 404 }));
    expect(message).toBe(
      'The join address of the meeting of pool01.contoso.net (meet.contoso.net, then pool01.contoso.net) is answered 404.',
    );
  });

  it.each([
    [{ server: 'fe1.contoso.net' }, 'pass'],
    [{ server: 'pool01.contoso.net' }, 'pass'],
    [{ server: 'fe2013a.contoso.net' }, 'fail MEETING_ELSEWHERE'],
    [{ server: 'web.contoso.net' }, 'undetermined ENTRY_POINT_UNKNOWN'],
    [{}, 'undetermined ENTRY_POINT_UNKNOWN'],
    [{ server: 'fe2013a.contoso.net', shows: 'refusal' as const }, 'undetermined DEPENDS_ON_OTHER'],
    [{ server: 'fe2013a.contoso.net', status: 500 }, 'undetermined DEPENDS_ON_OTHER'],
  ])('shown by %j is %s', (more, expected) => {
    expect(said(judgeMeetingPool(home, pools, seen(more)))).toBe(expected);
  });
});
