import type { Pool } from '../environment/model.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';
import type { MeetingSight } from '../probes/model.ts';
import { namesOf } from './entry-points.ts';

const way = ({ hosts }: MeetingSight): string => hosts.join(', then ');

/** The join address of a meeting answers with a page that leads into a conference. */
export function judgeMeeting(home: Pool, seen: MeetingSight): Finding {
  const { status, shows } = seen;
  const what = `The join address of the meeting of ${home.fqdn} (${way(seen)})`;
  const reason: Reason = { text: 'Answer to the join address.', expected: '200', observed: String(status) };
  if (status !== 200) return fail('MEETING_NOT_SHOWN', `${what} is answered ${status}.`, [reason]);
  if (shows === 'refusal') {
    return fail('MEETING_NOT_SHOWN', `${what} is answered with a page that knows no such meeting.`, [reason]);
  }
  if (shows === 'nothing') {
    return undetermined('MEETING_NOT_READABLE', `${what} is answered 200, with a page that shows no conference.`, [reason]);
  }
  return pass(`${what} is answered with the page of a conference.`, [reason]);
}

/** Who showed the page of a meeting, where an answer says so, is a server of its home pool. */
export function judgeMeetingPool(home: Pool, pools: readonly Pool[], seen: MeetingSight): Finding {
  const { status, shows, server } = seen;
  if (status !== 200 || shows === 'refusal') {
    return undetermined('DEPENDS_ON_OTHER', `The meeting of ${home.fqdn} was not shown (${way(seen)}): nobody showed it.`);
  }
  if (server === undefined) {
    return undetermined(
      'ENTRY_POINT_UNKNOWN',
      `No answer names the server that showed the meeting of ${home.fqdn} (${way(seen)}).`,
    );
  }
  if (namesOf(home).includes(server)) return pass(`The meeting of ${home.fqdn} was shown by ${server}.`);
  const other = pools.find((pool) => namesOf(pool).includes(server));
  const reason: Reason = { text: 'Server that showed the page.', expected: home.fqdn, observed: server };
  if (other === undefined) {
    return undetermined(
      'ENTRY_POINT_UNKNOWN',
      `The meeting of ${home.fqdn} was shown by ${server}, whom the environment file does not name.`,
      [reason],
    );
  }
  return fail(
    'MEETING_ELSEWHERE',
    `The meeting of ${home.fqdn} was shown by ${server}, of ${other.fqdn} (${other.generation}).`,
    [reason],
  );
}
