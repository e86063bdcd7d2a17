import type { FaultDescription } from '../description.ts';

/** Certificates and handshakes. */
export const certificatesFaults: readonly FaultDescription[] = [
  {
    name: 'certificate-expired',
    summary: 'The web site of a server, or an outside name of an Edge pool, shows a certificate that ended yesterday.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'certificate-untrusted',
    summary:
      'The web site of a server, or an outside name of an Edge pool, shows a certificate of an authority that nobody knows.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'certificate-wrong-name',
    summary: 'The web site of a server, or an outside name of an Edge pool, shows a certificate for somebody else.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'certificate-weak',
    summary: 'The web site of a server shows a certificate with an RSA key of 1024 bits.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'tls-outdated',
    summary: 'The web site of a server offers nothing newer than TLS 1.1.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'handshake-broken',
    summary: 'The web site of a server, or an outside name of an Edge pool, hangs up in the middle of the TLS handshake.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
];
