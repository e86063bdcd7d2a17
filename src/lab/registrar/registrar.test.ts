import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RawLab } from '../../../test/support/raw-lab.ts';

describe('the registrar of a lab', () => {
  let lab: RawLab;
  beforeEach(async () => {
    lab = await RawLab.start();
  });
  afterEach(() => lab.close());

  it('signs a user in at the home pool, and shows what the real one shows', async () => {
    const lena = await lab.client('lena', 'fe1.contoso.net');
    const answer = await lena.register();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Server')).toBe('RTC/4.0');
    expect(answer.headers.get('CSeq')).toBe('3 REGISTER');
    expect(answer.headers.get('Expires')).toBe('7200');
    expect(answer.headers.getAll('Supported')).toContain('msrtc-event-categories');
    expect(answer.headers.get('Allow-Events')).not.toMatch(/\s/);
    expect(lena.gruu).toMatch(/^sip:lena@contoso\.net;opaque=user:epid:[\w-]{22}AA;gruu$/);
    expect(answer.headers.get('Via')).toMatch(/;ms-received-port=\d+;ms-received-cid=[0-9A-F]+$/);
    expect(lena.distrusted).toEqual([]);
  });

  it('redirects to the home pool only after the password was proven, in a signed 301', async () => {
    const mika = await lab.client('mika', 'fe1.contoso.net');
    const answer = await mika.register();
    expect(answer.status).toBe(301);
    expect(answer.headers.get('Contact')).toBe('<sip:pool02.contoso.net:5060;transport=tcp>');
    expect(answer.headers.get('CSeq')).toBe('3 REGISTER');
    expect(mika.distrusted).toEqual([]);
    expect(lab.endpointsOf('mika')).toBe(0);
  });

  it('shows every endpoint of the user in the 200, and ends one registration alone', async () => {
    const first = await lab.client('lena', 'fe1.contoso.net');
    await first.register();
    const second = await lab.client('lena', 'fe1.contoso.net');
    expect((await second.register()).headers.getAll('Contact')).toHaveLength(2);
    expect((await first.register(0)).headers.get('Expires')).toBe('0');
    expect(lab.endpointsOf('lena')).toBe(1);
    expect((await second.register()).headers.getAll('Contact')).toHaveLength(1);
  });

  it('refuses a wrong password with fresh offers', async () => {
    const wrong = await lab.client('lena', 'fe1.contoso.net', { password: 'wrong' });
    const answer = await wrong.register();
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).not.toContain('gssapi-data');
  });

  it('says of an unknown user that there is none, and of a disabled one that it is disabled', async () => {
    const nobody = await lab.client('lena', 'fe1.contoso.net', { uri: 'sip:nobody@contoso.net' });
    const unknown = await nobody.register();
    expect([unknown.status, unknown.headers.get('ms-diagnostics')]).toEqual([
      404,
      expect.stringMatching(/^4005;.*source="fe1\.contoso\.net"$/),
    ]);
    lab.user('lena').enabled = false;
    const lena = await lab.client('lena', 'fe1.contoso.net');
    const disabled = await lena.register();
    expect([disabled.status, disabled.headers.get('ms-diagnostics')]).toEqual([403, expect.stringMatching(/^4141;/)]);
  });

  it('refuses to sign in one user with the login of another', async () => {
    const { login, password } = lab.user('lars');
    const lars = await lab.client('lena', 'fe1.contoso.net', { login, password });
    expect((await lars.register()).status).toBe(403);
  });

  it('closes the connection on an unsigned or wrongly signed message, and remembers why', async () => {
    const unsigned = await lab.client('lena', 'fe1.contoso.net');
    await unsigned.register();
    unsigned.send(unsigned.message('OPTIONS', unsigned.dialog('sip:lars@contoso.net')), false);
    await unsigned.untilClosed();
    const changed = await lab.client('lars', 'fe1.contoso.net');
    await changed.register();
    const message = changed.message('OPTIONS', changed.dialog('sip:lena@contoso.net'));
    changed.send(message);
    await changed.next((answer) => answer.kind === 'response' && answer.status === 480, '480');
    // The same signature under another CSeq.
    message.headers.set('CSeq', '7 OPTIONS');
    changed.send(message, false);
    await changed.untilClosed();
    expect(lab.violations()).toEqual(['the signature of a OPTIONS is missing', 'the signature of a OPTIONS is wrong']);
    expect(lab.endpointsOf('lena')).toBe(0);
  });

  it('closes the connection on what is not SIP, and goes on with the others', async () => {
    const lena = await lab.client('lena', 'fe1.contoso.net');
    const noise = await lab.client('lars', 'fe1.contoso.net');
    noise.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await noise.untilClosed();
    expect((await lena.register()).status).toBe(200);
  });

  it('lets nobody do anything before signing in', async () => {
    const lena = await lab.client('lena', 'fe1.contoso.net');
    expect((await lena.ask('MESSAGE', lena.dialog('sip:lars@contoso.net'))).status).toBe(403);
  });

  it('signs in anew on a connection that is signed in', async () => {
    const lena = await lab.client('lena', 'fe1.contoso.net');
    await lena.register();
    lena.startOver();
    expect((await lena.register()).status).toBe(200);
    expect(lab.endpointsOf('lena')).toBe(1);
  });

  it('tells an endpoint that its user was moved, and redirects it from then on', async () => {
    const lena = await lab.client('lena', 'fe1.contoso.net');
    await lena.register();
    await lab.post('/users/sip%3Alena%40contoso.net/move', { pool: 'pool02.contoso.net' });
    const notice = await lena.incoming('NOTIFY');
    expect(notice.headers.get('Event')).toBe('registration-notify');
    expect(notice.body).toBe('deregistered;event=deactivated');
    expect(lena.distrusted).toEqual([]);
    const again = await lab.client('lena', 'fe1.contoso.net');
    expect((await again.register()).headers.get('Contact')).toContain('pool02.contoso.net');
    const home = await lab.client('lena', 'fe2013c.contoso.net');
    expect((await home.register()).status).toBe(200);
  });
});

describe.each([2, 3, 4] as const)('authentication version %i', (authenticationVersion) => {
  it('is offered and kept to', async () => {
    const lab = await RawLab.start({ authenticationVersion });
    try {
      const lena = await lab.client('lena', 'fe1.contoso.net');
      expect((await lena.register()).status).toBe(200);
      expect((await lena.ask('OPTIONS', lena.dialog('sip:lars@contoso.net'))).status).toBe(480);
      expect(lena.distrusted).toEqual([]);
      expect(lab.violations()).toEqual([]);
    } finally {
      await lab.close();
    }
  });
});
