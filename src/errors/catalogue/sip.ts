import type { CatalogueEntry } from '../entry.ts';

export const sipErrors = {
  NAME_NOT_RESOLVED: {
    outcome: 'undetermined',
    meaning: 'A name of the estate could not be turned into an address.',
    hint: 'Check DNS from this host, or give the address under network.addresses.',
  },
  SERVER_NOT_DISCOVERED: {
    outcome: 'fail',
    meaning: 'A client that was told no server finds none: neither autodiscover nor DNS leads anywhere.',
    hint: 'Create the SRV record _sipinternaltls._tcp of the SIP domain, or the host lyncdiscoverinternal; the message says what each step came to.',
  },
  DISCOVERY_SILENT: {
    outcome: 'undetermined',
    meaning: 'No server was found for a user, and some of those who were asked did not answer.',
    hint: 'Check network.resolver in the environment file; the message says who was silent.',
  },
  SRV_TARGET_ELSEWHERE: {
    outcome: 'fail',
    meaning: 'An SRV record leads to a host outside of the SIP domain, where clients do not go without asking the user.',
    hint: 'Let the record lead to a name in the SIP domain, such as sip.contoso.net, that the certificates of the pool carry.',
  },
  CONNECTION_REFUSED: {
    outcome: 'fail',
    meaning: 'The server refused the connection.',
    hint: 'Check that the service behind the port runs (of SIP the Front-End or Access Edge service), and that the port is right.',
  },
  HANDSHAKE_FAILED: {
    outcome: 'fail',
    meaning: 'The TLS handshake failed.',
    hint: 'The message carries the reason; check the certificate, trust.ca and the tlsProfile of the pool.',
  },
  CIPHERS_NOT_SPOKEN: {
    outcome: 'undetermined',
    meaning: 'The server takes TLS suites with RC4 or 3DES alone, which Lync clients speak and the harness cannot.',
    hint: 'Let the server offer suites with AES beside them (on Windows Server 2008 R2 they are there by default), or look from elsewhere.',
  },
  NO_ANSWER: {
    outcome: 'undetermined',
    meaning: 'Nothing answered: neither yes nor no.',
    hint: 'A firewall that drops, a dead host, or a wrong address; see whether another port or node of the pool answers.',
  },
  CONNECTION_LOST: {
    outcome: 'fail',
    meaning: 'The server closed the connection.',
    hint: 'Look into the event log of the front end.',
  },
  CREDENTIALS_REFUSED: {
    outcome: 'undetermined',
    meaning: 'The password of an account was refused; nobody in this run tries the account again.',
    hint: 'Check the login and password of the test user; unlock the account if it is locked.',
  },
  WRONG_PASSWORD_ACCEPTED: {
    outcome: 'fail',
    meaning: 'The registrar let a user in with a wrong password.',
    hint: 'Something between this host and the registrar answers in its place, or authentication is switched off.',
  },
  SCHEME_NOT_OFFERED: {
    outcome: 'undetermined',
    meaning: 'The registrar offers no authentication that the harness speaks.',
    hint: 'Enable NTLM on the registrar (Set-CsProxyConfiguration), at least for the test users.',
  },
  ONLY_TLS_DSK: {
    outcome: 'undetermined',
    meaning: 'The registrar offers TLS-DSK alone, which the harness does not speak: it needs a certificate of the user.',
    hint: 'Enable NTLM or Kerberos on the registrar (Set-CsProxyConfiguration -UseWindowsAuthentication), at least for the test users.',
  },
  KERBEROS_UNAVAILABLE: {
    outcome: 'undetermined',
    meaning: 'No Kerberos ticket for the registrar could be had, and the password was not refused.',
    hint: 'The message carries what the KDC said; check `kerberos:` in the environment file, the service principal name sip/<front end> and the clocks.',
  },
  TICKET_REFUSED: {
    outcome: 'fail',
    meaning: 'The registrar did not accept a Kerberos ticket that the KDC gave for it.',
    hint: 'Compare the service principal name and its account (setspn -L) and the clocks of KDC, front end and this host.',
  },
  NOT_TRUSTED: {
    outcome: 'undetermined',
    meaning: 'The server asks this host for credentials although it shows the certificate of a trusted server.',
    hint: 'List this host in the topology (New-CsTrustedApplicationPool) with the name that its certificate carries.',
  },
  SIGN_IN_REFUSED: {
    outcome: 'fail',
    meaning: 'The registrar refused to sign the user in.',
    hint: 'The message carries status and ms-diagnostics of the answer.',
  },
  REDIRECT_LOOP: {
    outcome: 'fail',
    meaning: 'The redirects to the home pool lead back to where they came from, or there are too many.',
    hint: 'Compare the home pool of the user on both pools (Get-CsUserPoolInfo).',
  },
  WRONG_HOME_POOL: {
    outcome: 'fail',
    meaning: 'The user was signed in by another pool than its home pool.',
    hint: 'Compare with Get-CsUser; a move that was not replicated looks like this.',
  },
  NODE_SENDS_AWAY: {
    outcome: 'fail',
    meaning: 'A server sends a user of its own pool to another pool.',
    hint: 'Compare Get-CsUserPoolInfo with what the replica of this server knows (Get-CsManagementStoreReplicationStatus).',
  },
  REMOTE_SENT_INSIDE: {
    outcome: 'undetermined',
    meaning: 'A user who came in over an Access Edge was sent on to a server inside, which clients outside may not reach.',
    hint: 'Sign the user in with a client that is really outside; look at the next hop of the Edge pool.',
  },
  REDIRECT_MISSING: {
    outcome: 'fail',
    meaning: 'A pool that is not the home pool of the user did not redirect the user there.',
    hint: 'Compare the home pool of the user on both pools (Get-CsUserPoolInfo).',
  },
  WRONG_GENERATION: {
    outcome: 'fail',
    meaning: 'The server names another product generation than the environment file.',
    hint: 'Correct the generation of the pool in the environment file, or find out what answers there.',
  },
  PRODUCT_NOT_SHOWN: {
    outcome: 'undetermined',
    meaning: 'The server that signed a user in does not say which product it is.',
    hint: 'Look for the Server header in the wire log of the case; what stands between here and the server may take it out.',
  },
  SIGNATURE_MISSING: {
    outcome: 'fail',
    meaning: 'A message of the server came without the signature it must have.',
    hint: 'A box between this host and the registrar writes messages of its own.',
  },
  SIGNATURE_WRONG: {
    outcome: 'fail',
    meaning: 'A message of the server was changed on its way: its signature is wrong.',
    hint: 'A box between this host and the registrar changes messages.',
  },
  USER_IN_USE: {
    outcome: 'undetermined',
    meaning: 'Somebody else is signed in as the test user, so the harness steps back.',
    hint: 'Sign the other client out, or run with --take-over.',
  },
  SIGNED_OUT_BY_SERVER: {
    outcome: 'fail',
    meaning: 'The server signed a user out who had not asked for it, for a reason that is not known.',
    hint: 'The message carries what the server said, verbatim.',
  },
  USER_MOVED: {
    outcome: 'undetermined',
    meaning: 'A test user was moved to another pool while the run went on.',
    hint: 'Correct the home pool of the user in the environment file, and run again when nobody moves test users.',
  },
  USER_DISABLED: {
    outcome: 'fail',
    meaning: 'A test user was disabled while signed in: the pool ended the registration.',
    hint: 'Look at Get-CsUser and at the Active Directory account of the test user.',
  },
  SIGN_IN_NOT_KEPT: {
    outcome: 'undetermined',
    meaning: 'A user was signed in and is not any more, so nothing could be tried with the user.',
    hint: 'The message says what ended it; the registration cases of the user carry the failure.',
  },
  NOT_SIGNED_IN: {
    outcome: 'undetermined',
    meaning: 'A user of the pair is not signed in, so nothing was sent.',
    hint: 'Look at the sign-in case of that user first.',
  },
  IM_NOT_DELIVERED: {
    outcome: 'fail',
    meaning: 'A message was accepted and did not reach its recipient in time.',
    hint: 'Check the route between the two pools (port 5061 both ways, certificates, replication of the recipient).',
  },
  OWN_HOST_LATE: {
    outcome: 'undetermined',
    meaning: 'Something came too late only if the host that the harness runs on was not late itself, and it was.',
    hint: 'Give that host processor time while coex runs, or lower limits.signInsPerSecond, limits.messagesPerSecond and limits.lanesPerSite, then run it again.',
  },
  IM_REFUSED: {
    outcome: 'fail',
    meaning: 'A message or conversation was refused.',
    hint: 'The message carries status and ms-diagnostics of the answer.',
  },
  IM_TOO_LONG: {
    outcome: 'fail',
    meaning: 'A message was refused as too long.',
    hint: 'Servers take bodies of 128 KB from clients unless told otherwise: look at MaxClientMessageBodySizeKb (Get-CsProxyConfiguration), and at what stands between the client and the pool.',
  },
  IM_CHANGED: {
    outcome: 'fail',
    meaning: 'A message arrived with another text than was sent.',
    hint: 'Compare the two texts in the reasons: encoding or escaping was changed on the way.',
  },
  PRESENCE_NOT_SEEN: {
    outcome: 'fail',
    meaning: 'A published presence was not seen by a watcher in time.',
    hint: 'Check presence traffic between the two pools; a pool in limited functionality takes no publications.',
  },
  PRESENCE_NOT_SHARED: {
    outcome: 'undetermined',
    meaning: 'A test user shows the presence to nobody, as users do with whom no client was ever signed in.',
    hint: 'Sign in once as that test user with a Lync client, which lets colleagues see the presence.',
  },
  PRESENCE_REFUSED: {
    outcome: 'fail',
    meaning: 'A presence subscription or publication was refused.',
    hint: 'The message carries status and ms-diagnostics of the answer.',
  },
  CONFERENCE_REFUSED: {
    outcome: 'fail',
    meaning: 'A conference was not created, or would not take a user in.',
    hint: 'Look at the Front-End and IM conferencing services of the organizer’s pool, and at the conferencing policy of the organizer.',
  },
  CONFERENCE_INCOMPLETE: {
    outcome: 'fail',
    meaning: 'A participant of a conference is not shown to the others in time.',
    hint: 'Check the route between the pools of the participant and of the organizer (port 5061 both ways).',
  },
  CONFERENCE_NOT_HEARD: {
    outcome: 'fail',
    meaning: 'What was said in a conference was accepted and did not reach every participant in time.',
    hint: 'Look at the IM conferencing service (RTCIMMCU) of the organizer’s pool.',
  },
  CONTACTS_REFUSED: {
    outcome: 'fail',
    meaning: 'A user could not read or change the own contact list.',
    hint: 'A pool in limited functionality lets users sign in and changes nothing for them: look at its back end and at Get-CsPoolUpgradeReadinessState.',
  },
  CONTACT_NOT_KEPT: {
    outcome: 'fail',
    meaning: 'A change of a contact list was accepted, and the list does not show it.',
    hint: 'Look at the back end database of the home pool and at user replication.',
  },
  UNEXPECTED_ANSWER: {
    outcome: 'fail',
    meaning: 'The server answered in a way that the protocol does not allow.',
    hint: 'The wire log of the case shows the answer.',
  },
} as const satisfies Record<string, CatalogueEntry>;
