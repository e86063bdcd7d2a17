import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'entry-points',
  pillar: 'communication',
  requirement: 'entry-points-lead',
  generations: generationNames,
  optional: false,
  touches: 'reads',
} as const;

const join = 'GET of the join address of the meeting that pilot.meetings names';
const opens =
  'Redirects are followed. The page must answer 200 and carry the address of the conference; nobody joins, nothing is sent.';
const meetingCodes = ['MEETING_NOT_SHOWN', 'MEETING_NOT_READABLE', 'CONNECTION_LOST', 'UNEXPECTED_ANSWER'] as const;
const outside = 'The name server of network.externalResolver, else that of network.resolver, is asked for';
const edgeCodes = ['RECORD_MISSING', 'RECORD_UNSEEN', 'ENTRY_POINT_WRONG', 'ENTRY_POINT_UNKNOWN'] as const;

/** How clients find the estate. The migration guide leaves the web side out, and users meet it first. */
export const entryPointChecks: readonly Check[] = [
  {
    ...base,
    id: 'entry-points.internal-srv',
    tier: 'smoke',
    title: 'the SRV record for internal clients leads to the generation of the phase',
    method:
      'The name server is asked for _sipinternaltls._tcp of each SIP domain. Its targets must have the addresses of 2010 pools until the phase ' +
      'decommission, and from then on those of 2013 pools, with port 5061.',
    needs: ['name-server'],
    codes: ['RECORD_MISSING', 'ENTRY_POINT_WRONG', 'ENTRY_POINT_UNKNOWN'],
    causes: [
      'The record was changed too early or forgotten: it changes in the phase decommission, once per SIP domain.',
      'The name server that was asked is not the one of the clients (split DNS).',
      'The phase in the environment file is not that of the migration.',
    ],
    remedy: 'Run nslookup -type=srv {name} on a client, and correct the record.',
  },
  {
    ...base,
    id: 'entry-points.external-srv',
    tier: 'smoke',
    title: 'the SRV record for remote clients leads to the Access Edge of the phase',
    method:
      `${outside} _sip._tls of each SIP domain. Its targets must be Access Edges of 2010 until federation moves, and from the phase ` +
      'federation-moved on those of 2013, with the port that the environment file gives them.',
    needs: ['name-server'],
    codes: edgeCodes,
    causes: [
      'The record was changed too early or forgotten when federation moved.',
      'It leads to a load balancer or an alias that the environment file does not name.',
      'The phase in the environment file is not that of the migration.',
    ],
    remedy: 'Run nslookup -type=srv {name} from outside, and correct the record or the edge section of the environment file.',
  },
  {
    ...base,
    id: 'entry-points.federation-srv',
    tier: 'smoke',
    title: 'the SRV record for partners leads to the Edge pool that has federation',
    method:
      `${outside} _sipfederationtls._tcp of each SIP domain. Its target must be the Access Edge of the one Edge pool that has federation: ` +
      'of 2010 until federation moves, of 2013 from the phase federation-moved on; with port 5061.',
    needs: ['name-server'],
    codes: edgeCodes,
    causes: [
      'The federation route was moved and the record was not, or the other way round.',
      'The record names another port than 5061.',
      'The phase in the environment file is not that of the migration.',
    ],
    remedy: 'Run nslookup -type=srv {name} from outside, and compare it with the federation route of the site in the topology.',
  },
  {
    ...base,
    id: 'entry-points.xmpp-srv',
    tier: 'smoke',
    title: 'the SRV record for XMPP partners leads to the 2013 Access Edge, once XMPP is there',
    method:
      `${outside} _xmpp-server._tcp of each SIP domain. From the phase federation-moved on it must lead to the Access Edge of the 2013 Edge ` +
      'pool that has XMPP, port 5269; before it may be missing or lead elsewhere, but not there.',
    needs: ['name-server'],
    codes: edgeCodes,
    causes: [
      'The record was not created when XMPP was enabled, or still leads to the old gateway.',
      'It was changed before federation moved: users who are still on 2010 lose their XMPP partners.',
    ],
    remedy: 'Run nslookup -type=srv {name} from outside, and lead it to the Access Edge of the 2013 Edge pool, port 5269.',
  },
  {
    ...base,
    id: 'entry-points.host-records',
    tier: 'smoke',
    title: 'a host name leads to the generation of the phase',
    method:
      'The name server is asked for sip, lyncdiscoverinternal, lyncdiscover, meet, dialin and admin of each SIP domain. Their addresses must be ' +
      'those of pools of the generation that the phase asks for: simple URLs and lyncdiscover move with the federation route, sip with decommission.',
    needs: ['name-server'],
    codes: ['RECORD_MISSING', 'ENTRY_POINT_WRONG', 'ENTRY_POINT_UNKNOWN'],
    causes: [
      'The record was changed too early or forgotten.',
      'It leads to a load balancer or reverse proxy, of which nobody can tell from here where it leads.',
      'The phase in the environment file is not that of the migration.',
    ],
    remedy: 'Run nslookup {name} on a client and compare it with the addresses of the pools; correct the record.',
  },
  {
    ...base,
    id: 'entry-points.autodiscover',
    tier: 'smoke',
    title: 'autodiscover sends a user of each generation home',
    method:
      'GET https://lyncdiscoverinternal.<domain>/?sipuri= for one user of each generation and site, redirects followed. The server that the document ' +
      'names for users must be one of the home pool. No credentials are sent.',
    needs: ['connections'],
    codes: ['AUTODISCOVER_WRONG', 'AUTODISCOVER_NOT_READABLE', 'ENTRY_POINT_UNKNOWN', 'CONNECTION_LOST'],
    causes: [
      'The name lyncdiscoverinternal leads to a pool that does not know where the user is at home: a move was not replicated.',
      'The certificate of the pool lacks the name lyncdiscoverinternal of the SIP domain.',
      'The web services of the pool do not run.',
    ],
    remedy: 'Compare Get-CsUserPoolInfo for {user} with {pool}, and read the document of lyncdiscoverinternal in a browser.',
  },
  {
    ...base,
    id: 'entry-points.autodiscover-outside',
    tier: 'smoke',
    title: 'autodiscover sends a user of each generation home from outside, too',
    method:
      'GET https://lyncdiscover.<domain>/?sipuri= as the outside finds that name (network.externalResolver), for one user of each pool of which the ' +
      'environment file says what its web services are called outside (webExternal). The server that the document names for users must be one of ' +
      'the home pool, or that name of it. No credentials are sent.',
    needs: ['connections'],
    codes: ['AUTODISCOVER_WRONG', 'AUTODISCOVER_NOT_READABLE', 'ENTRY_POINT_UNKNOWN', 'CONNECTION_LOST'],
    causes: [
      'The reverse proxy leads lyncdiscover to a pool that does not know where the user is at home.',
      'The external name of the web services of a pool was changed, and the topology was not published.',
      'This host may not reach the outer side of the reverse proxy.',
    ],
    remedy:
      'Compare Get-CsUserPoolInfo for {user} with {pool}, and ExternalFqdn of Get-CsService -WebServer with the rules of the reverse proxy.',
  },
  {
    ...base,
    id: 'entry-points.simple-urls',
    tier: 'smoke',
    title: 'a simple URL answers',
    method: 'GET of meet, dialin and admin of each SIP domain over TLS. A page, a redirect or the wish for a logon is good.',
    needs: ['connections'],
    codes: ['WEB_ANSWER_WRONG', 'CONNECTION_LOST'],
    causes: [
      'A simple URL was changed, and Enable-CsComputer was not run on every front end and Director.',
      'The certificate of the web site lacks the name.',
      'The name leads to a server that is no longer there.',
    ],
    remedy: 'Compare {name} with Get-CsSimpleUrlConfiguration, and run Enable-CsComputer on the servers to which it leads.',
  },
  {
    ...base,
    id: 'entry-points.control-panel',
    tier: 'smoke',
    title: 'the Control Panel of a pool answers',
    method: 'GET https://<pool>/Cscp/ over TLS. A page, a redirect or the wish for a logon is good.',
    needs: ['connections'],
    codes: ['WEB_ANSWER_WRONG', 'CONNECTION_LOST'],
    causes: ['The web site of the pool does not run.', 'The application pool of the Control Panel in IIS is stopped.'],
    remedy: 'Open https://{pool}/Cscp in a browser; look at the application pools in IIS on the servers of {pool}.',
  },
  {
    ...base,
    id: 'entry-points.meeting',
    tier: 'smoke',
    title: 'the join address of a meeting opens its page',
    method: `${join} of each pool, as this host finds it. ${opens}`,
    needs: ['connections'],
    codes: meetingCodes,
    causes: [
      'The host of the address leads to servers of one generation, which do not know meetings of the other.',
      'The simple URL was changed, and Enable-CsComputer was not run on every front end and Director.',
      'The meeting that the environment file names has ended or was deleted.',
    ],
    remedy: 'Open the meeting of {pool} in a browser; compare where its host leads with Get-CsSimpleUrlConfiguration.',
  },
  {
    ...base,
    id: 'entry-points.meeting-outside',
    tier: 'smoke',
    title: 'the join address of a meeting opens its page from outside',
    method: `${join} of each pool, where network.externalResolver is given: its hosts are found as the outside finds them. ${opens}`,
    needs: ['connections'],
    codes: meetingCodes,
    causes: [
      'One rule of the reverse proxy for the simple URLs leads to one generation only: the other answers that organizer or conference are invalid.',
      'The reverse proxy does not pass the host name on that was asked for.',
      'This host may not reach the outer side of the reverse proxy.',
    ],
    remedy:
      'Open the meeting of {pool} from outside; look at the rules of the reverse proxy for the host of its address, and at the servers they lead to.',
  },
  {
    ...base,
    id: 'entry-points.meeting-pool',
    tier: 'full',
    title: 'the page of a meeting is shown by the home pool of its organizer',
    method:
      'The answers to the join address are read for the server that gave them: the header X-MS-Server-Fqdn, or the host that they redirect to. ' +
      'That must be one of the home pool. That the page of a meeting has the header, and that no other pool shows it, no document says: it ' +
      'counts only for waves that name it.',
    needs: ['connections'],
    codes: ['MEETING_ELSEWHERE', 'ENTRY_POINT_UNKNOWN', 'DEPENDS_ON_OTHER', 'CONNECTION_LOST', 'UNEXPECTED_ANSWER'],
    causes: [
      'The organizer was moved, and the pool in the environment file is the one before.',
      'The host of the address leads to another generation, which does not send on to the home pool.',
    ],
    remedy: 'Compare {pool} with Get-CsUser of the organizer, and join the meeting as a guest.',
    optional: true,
  },
];
