import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'nodes',
  pillar: 'services',
  generations: generationNames,
  needs: ['connections'],
  optional: false,
  touches: 'reads',
} as const;

const handshake =
  'One TLS handshake is made with each port of each server, accepting whatever it offers, and the certificate that it shows is read.';

/** Every node, not only the name of its pool: behind that name one good server hides the others. */
export const nodeChecks: readonly Check[] = [
  {
    ...base,
    id: 'nodes.ports',
    tier: 'smoke',
    requirement: 'nodes-answer',
    title: 'a port of a server answers',
    method:
      'A TCP connection and a TLS handshake are made with every port that the roles of the server bring: SIP over TLS (5061) and the internal ' +
      'and external web site (443, 4443); of an Edge Server its inner side: SIP (5061) and replication (4443). Outside, where the environment ' +
      'file has its names, the same with the Access Edge, web conferencing and, of the Edge pool that has it in this phase, federation (5061), ' +
      'where a server that shows its certificate and then asks for one of a partner is good. The media relay is asked over TCP by the ' +
      'handshake of MS-TURN and over UDP (3478), three times, by STUN and TURN, without credentials: a refusal is an answer. With XMPP ' +
      '(5269) a stream is opened and closed (RFC 6120) to one SIP domain after the other, until one is served.',
    budget: 'connect',
    codes: [
      'CONNECTION_REFUSED',
      'HANDSHAKE_FAILED',
      'CONNECTION_SILENT',
      'CONNECTION_LOST',
      'PROTOCOL_NOT_SPOKEN',
      'RELAY_UNANSWERED',
      'XMPP_DOMAIN_REFUSED',
    ],
    causes: [
      'The service behind the port does not run, or IIS has lost the binding of the certificate.',
      'A firewall between this host and the server lets only the name of the pool through.',
      'The server is up and not yet in the pool, or already out of it.',
      'Of media over UDP: no datagrams leave the network of this host, or the answers do not come back; only a look from outside tells.',
    ],
    remedy:
      'Look on {server} with netstat -ano whether something listens on the port of {at}; if so, look for a firewall in between.',
  },
  {
    ...base,
    id: 'nodes.sign-in',
    tier: 'full',
    requirement: 'nodes-answer',
    title: 'every front end signs a user of its pool in',
    method:
      'A test user of the pool connects to the server itself, with good credentials, and signs out again. The server, or another of its pool to ' +
      'which it sends the user on, must sign the user in as the product of its generation.',
    needs: ['test-user'],
    budget: 'signIn',
    codes: ['NODE_SENDS_AWAY', 'WRONG_HOME_POOL', 'WRONG_GENERATION', 'PRODUCT_NOT_SHOWN'],
    causes: [
      'The Front-End service of this server does not run or is still starting, and the other servers of the pool hide it.',
      'The server has an old copy of the topology: a replica that is not up to date.',
      'The certificate of the server does not carry its own name.',
    ],
    remedy:
      'Look at the Front-End service on {via}, at Get-CsManagementStoreReplicationStatus for {via}, and sign {user} in there by hand.',
    touches: 'test-user-traffic',
  },
  {
    ...base,
    id: 'nodes.legacy-edge-closed',
    tier: 'smoke',
    requirement: 'nodes-answer',
    title: 'the Access Edge of 2010 is closed once federation has moved',
    generations: ['lync-2010'],
    method:
      'From the phase federation-moved on a TCP connection is tried with port 5061 of every Edge Server of 2010 and of its access name. It must ' +
      'be refused; silence counts only where the host is seen to be alive at another port.',
    budget: 'connect',
    codes: ['LEGACY_EDGE_OPEN'],
    causes: [
      'The service Lync Server Access Edge was stopped and not disabled, and came back when the server was started again.',
      'The route was moved in the topology alone.',
    ],
    remedy: 'Stop the service Lync Server Access Edge on the server behind {at} and disable it.',
  },
  {
    ...base,
    id: 'nodes.certificate-chain',
    tier: 'full',
    requirement: 'nodes-trusted',
    title: 'a certificate leads to a trusted authority',
    method: `${handshake} Its chain must lead to trust.ca of the environment file, or without that to an authority that this host trusts; of the outside of an Edge pool also to one that the public trusts.`,
    codes: ['CERTIFICATE_UNTRUSTED'],
    causes: [
      'The certificate was issued by another authority than those of the other servers, or is signed by itself.',
      'The server does not send the intermediate certificate, or one that has expired.',
      'The authority in trust.ca of the environment file is not the authority of the estate.',
    ],
    remedy:
      'Compare Get-CsCertificate on {server} with the other servers of {pool}, and assign a certificate of the right authority.',
  },
  {
    ...base,
    id: 'nodes.certificate-expiry',
    tier: 'smoke',
    requirement: 'nodes-trusted',
    title: 'a certificate is valid, and for long enough',
    method: `${handshake} It must be valid now and for as long as budgets.certificateWarning says.`,
    budget: 'certificateWarning',
    codes: ['CERTIFICATE_EXPIRED', 'CERTIFICATE_EXPIRES_SOON'],
    causes: ['The certificate was not renewed.', 'It was renewed, and not assigned to the service behind this port.'],
    remedy: 'Renew the certificate of {server}, assign it with Set-CsCertificate, and look at {at} again.',
  },
  {
    ...base,
    id: 'nodes.certificate-names',
    tier: 'full',
    requirement: 'nodes-trusted',
    title: 'a certificate has the names under which clients come',
    method:
      `${handshake} For SIP, and on the inner side of an Edge Server, it must have the names of pool and server; for the web sites that of the server and the simple URLs and ` +
      'lyncdiscoverinternal of every SIP domain, where they lead to this generation in this phase. Outside, an Edge pool must show the name ' +
      'under which it is known there, and where it has XMPP in this phase the SIP domains as well.',
    codes: ['CERTIFICATE_WRONG_NAME'],
    causes: [
      'The simple URLs were led to this pool, and its certificates were not requested again.',
      'A SIP domain was added after the certificate was issued.',
      'The certificate was made for one server and is used on another.',
    ],
    remedy: 'Request a certificate for {server} with the names that the message lists (Request-CsCertificate), and assign it.',
  },
  {
    ...base,
    id: 'nodes.certificate-strength',
    tier: 'full',
    requirement: 'nodes-trusted',
    title: 'the key of a certificate is long enough',
    method: `${handshake} An RSA key must have 2048 bits, for the TLS profile lync-2010 1024.`,
    codes: ['CERTIFICATE_KEY_WEAK'],
    causes: ['The certificate comes from an old template of the authority.'],
    remedy: 'Renew the certificate of {server} with -KeySize 2048.',
  },
  {
    ...base,
    id: 'nodes.tls-version',
    tier: 'full',
    requirement: 'nodes-trusted',
    title: 'a port offers a TLS version that its pool may speak',
    method: `${handshake} The newest version that both sides know must not be older than the TLS profile of the pool.`,
    codes: ['TLS_VERSION_OLD'],
    causes: [
      'TLS 1.2 is not switched on in SCHANNEL of the server, as it is not by default before Windows Server 2012.',
      'The pool of the server has another tlsProfile in the environment file than it can speak.',
    ],
    remedy: 'Switch TLS 1.2 on at {server}, or give {pool} the tlsProfile that it really speaks.',
  },
];
