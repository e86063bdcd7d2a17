import type { CatalogueEntry } from '../entry.ts';

/** What names, ports, certificates and web pages of the estate show. */
export const entryPointErrors = {
  NAME_SERVER_UNREACHABLE: {
    outcome: 'undetermined',
    meaning: 'The name server that was asked gave no answer of use.',
    hint: 'Check network.resolver in the environment file, and that this host may ask that server on port 53, UDP and TCP.',
  },
  RECORD_MISSING: {
    outcome: 'fail',
    meaning: 'A DNS record that clients look for is not there.',
    hint: 'Create the record, or find out why the name server that was asked does not have it.',
  },
  RECORD_UNSEEN: {
    outcome: 'undetermined',
    meaning: 'A DNS record for the outside was not found, and nobody asked a name server that answers as the outside hears it.',
    hint: 'Name one as network.externalResolver in the environment file.',
  },
  ENTRY_POINT_WRONG: {
    outcome: 'fail',
    meaning: 'A DNS record leads clients to another generation, or another port, than this phase of the migration asks for.',
    hint: 'Correct the record, or `phase:` in the environment file if the migration has gone on.',
  },
  ENTRY_POINT_UNKNOWN: {
    outcome: 'undetermined',
    meaning:
      'An entry point leads to somebody whom the environment file does not name, such as a load balancer, or should lead to a generation of which the file names no pool.',
    hint: 'Find out who that is, and name the pools of both generations in the environment file: nobody can tell from here to which generation it leads.',
  },
  AUTODISCOVER_WRONG: {
    outcome: 'fail',
    meaning: 'Autodiscover leads a user to another pool than the home pool.',
    hint: 'Compare with Get-CsUserPoolInfo, and see to which pool lyncdiscoverinternal leads.',
  },
  AUTODISCOVER_NOT_READABLE: {
    outcome: 'undetermined',
    meaning: 'Autodiscover answered, and did not say where the user is at home.',
    hint: 'The server may want a web ticket first: read the document with a client of that user.',
  },
  WEB_ANSWER_WRONG: {
    outcome: 'fail',
    meaning: 'A web service of a pool answered with an error, or with something else than it should.',
    hint: 'Look at the web site of the pool in IIS, and run Enable-CsComputer on its servers if an address was changed.',
  },
  MEETING_NOT_SHOWN: {
    outcome: 'fail',
    meaning: 'The join address of a meeting was answered with an error, or with a page that knows no such meeting.',
    hint: 'See to which servers the host of the address leads, from inside and through the reverse proxy, and whether they know pools of both generations.',
  },
  MEETING_NOT_READABLE: {
    outcome: 'undetermined',
    meaning: 'The join address of a meeting was answered with a page in which no conference could be found.',
    hint: 'Open the address in a browser: if the meeting opens there, the page is written in another way than the documents have it.',
  },
  MEETING_ELSEWHERE: {
    outcome: 'fail',
    meaning: 'The page of a meeting was shown by a server of another pool than the home pool of its organizer.',
    hint: 'Compare with Get-CsUser of the organizer; join the meeting as a guest to see whether it matters to users.',
  },
  LEGACY_EDGE_OPEN: {
    outcome: 'fail',
    meaning: 'The Access Edge of 2010 still takes connections although federation has moved to the 2013 Edge pool.',
    hint: 'Stop the service Lync Server Access Edge on the legacy Edge Server and disable it.',
  },
  CONNECTION_SILENT: {
    outcome: 'undetermined',
    meaning: 'A server took the connection, and said nothing to what it was asked there.',
    hint: 'A service that hangs, or a box in between that takes connections for it: look at the service behind the port.',
  },
  PROTOCOL_NOT_SPOKEN: {
    outcome: 'fail',
    meaning: 'Something answers at a port, and does not speak what belongs there.',
    hint: 'Find out what listens there: another service has the port, or the address leads to another host.',
  },
  RELAY_UNANSWERED: {
    outcome: 'undetermined',
    meaning:
      'A media relay was asked, and no answer came back: nobody can tell from here whether the question or the answer was lost.',
    hint: 'Ask from a host that is really outside; look at the firewall for UDP 3478 both ways, and at the A/V Edge service.',
  },
  XMPP_DOMAIN_REFUSED: {
    outcome: 'fail',
    meaning: 'A server speaks XMPP, and says that it serves none of the SIP domains.',
    hint: 'Compare the SIP domains with those for which XMPP is enabled in the topology, and publish it again.',
  },
  CERTIFICATE_UNTRUSTED: {
    outcome: 'fail',
    meaning: 'The certificate of a server does not lead to an authority that is trusted here.',
    hint: 'Renew the certificate from the authority that clients trust, or correct trust.ca in the environment file.',
  },
  CERTIFICATE_EXPIRED: {
    outcome: 'fail',
    meaning: 'The certificate of a server has expired, or is not valid yet.',
    hint: 'Renew the certificate and assign it with Set-CsCertificate.',
  },
  CERTIFICATE_EXPIRES_SOON: {
    outcome: 'fail',
    meaning: 'The certificate of a server ends sooner than budgets.certificateWarning allows.',
    hint: 'Renew it before the wave, or waive it until then.',
  },
  CERTIFICATE_WRONG_NAME: {
    outcome: 'fail',
    meaning: 'The certificate of a server lacks a name under which clients come to it.',
    hint: 'Request a certificate with all names that the message lists, and assign it with Set-CsCertificate.',
  },
  CERTIFICATE_KEY_WEAK: {
    outcome: 'fail',
    meaning: 'The key of a certificate is shorter than the TLS profile of its pool allows.',
    hint: 'Renew the certificate with an RSA key of 2048 bits or more.',
  },
  TLS_VERSION_OLD: {
    outcome: 'fail',
    meaning: 'The newest TLS version that a server offers is older than the TLS profile of its pool allows.',
    hint: 'Compare tlsProfile of the pool with the SCHANNEL settings of the server.',
  },
} as const satisfies Record<string, CatalogueEntry>;
