import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RawLab } from '../../../test/support/raw-lab.ts';
import type { Dialog, RawSipClient } from '../../../test/support/raw-sip-client.ts';
import { parseNameAddr, type SipRequest, type SipResponse } from '../../sip/wire/index.ts';
import { type Clock, systemClock } from '../../time/index.ts';

const text = [['Content-Type', 'text/plain; charset=UTF-8']] as const;

describe('messages between users of a lab', () => {
  let lab: RawLab;
  beforeEach(async () => {
    lab = await RawLab.start();
  });
  afterEach(() => lab.close());

  /** INVITE, 200 and ACK: a dialog and both its ends. */
  const converse = async (caller: RawSipClient, callee: RawSipClient, uri: string) => {
    const dialog = caller.dialog(uri);
    const answered = invite(caller, dialog);
    const invitation = await callee.incoming('INVITE');
    callee.answer(invitation, 200, 'OK', 'b0b', [['Contact', `<${callee.gruu}>`]]);
    const accepted = await answered;
    caller.send(caller.message('ACK', dialog));
    await callee.incoming('ACK');
    return { dialog, invitation, accepted, back: callee.answeringDialog(invitation, 'b0b') };
  };
  const invite = (caller: RawSipClient, dialog: Dialog): Promise<SipResponse> =>
    caller.ask(
      'INVITE',
      dialog,
      [
        ['Contact', `<${caller.gruu}>`],
        ['Content-Type', 'application/sdp'],
      ],
      'v=0\r\n',
    );

  it('pass both pools, each of which records its route', async () => {
    const lena = await lab.signedIn('lena');
    const mika = await lab.signedIn('mika');
    const { invitation, accepted, dialog, back } = await converse(lena, mika, 'sip:mika@contoso.net');
    const routes = invitation.headers.getAll('Record-Route').map((value) => parseNameAddr(value).uri);
    expect(routes.map((uri) => uri.split(';')[0])).toEqual(['sip:pool02.contoso.net:5060', 'sip:pool01.contoso.net:5060']);
    expect(routes[0]).toContain(';ms-fe=fe2013c.contoso.net');
    expect(invitation.headers.getAll('Via')).toHaveLength(3);
    expect(invitation.headers.get('Authorization')).toBeUndefined();
    expect(invitation.headers.get('To')).toBe(`<sip:mika@contoso.net>;epid=${mika.epid}`);
    expect(invitation.headers.get('P-Asserted-Identity')).toBe('"legacy Lena"<sip:lena@contoso.net>');
    expect(accepted.headers.getAll('Via')).toHaveLength(1);
    for (const [from, to, way] of [
      [lena, mika, dialog],
      [mika, lena, back],
    ] as const) {
      const sent = from.ask('MESSAGE', way, text, 'Grüße <&> €');
      const message = await to.incoming('MESSAGE');
      expect(message.body).toBe('Grüße <&> €');
      expect(message.headers.has('Route')).toBe(false);
      to.answer(message, 200, 'OK');
      expect((await sent).status).toBe(200);
    }
    expect([...lena.distrusted, ...mika.distrusted, ...lab.violations()]).toEqual([]);
  });

  it('record one route where both users are on one pool', async () => {
    const lena = await lab.signedIn('lena');
    const { invitation } = await converse(lena, await lab.signedIn('lars'), 'sip:lars@contoso.net');
    expect(invitation.headers.getAll('Record-Route')).toHaveLength(1);
  });

  it.each([
    ['left out', (routes: readonly string[]) => routes.slice(1)],
    ['in the wrong order', (routes: readonly string[]) => routes.toReversed()],
    ['changed', (routes: readonly string[]) => routes.map((route) => route.replace(';lr', ';lr;x=1'))],
  ])('are refused within a dialog when a route is %s', async (_what, spoil) => {
    const lena = await lab.signedIn('lena');
    const mika = await lab.signedIn('mika');
    const { dialog } = await converse(lena, mika, 'sip:mika@contoso.net');
    dialog.routes = spoil(dialog.routes);
    expect((await lena.ask('MESSAGE', dialog, text, 'hello')).status).toBe(400);
    expect(lab.violations()).toEqual([expect.stringContaining('MESSAGE within a dialog: ')]);
    expect(mika.unread()).toEqual([]);
  });

  it('are refused with 404 for nobody and with 480 for somebody who is not there', async () => {
    const lena = await lab.signedIn('lena');
    const unknown = await invite(lena, lena.dialog('sip:ocschat@contoso.net'));
    expect([unknown.status, unknown.headers.get('ms-diagnostics')]).toEqual([404, expect.stringMatching(/^1003;/)]);
    const absent = await invite(lena, lena.dialog('sip:mika@contoso.net'));
    expect([absent.status, absent.headers.get('ms-diagnostics')]).toEqual([480, expect.stringMatching(/^13014;/)]);
  });

  it('go to all endpoints, and the first that answers has the dialog', async () => {
    const lena = await lab.signedIn('lena');
    const [first, second] = [await lab.signedIn('mika'), await lab.signedIn('mika')];
    const dialog = lena.dialog('sip:mika@contoso.net');
    const answered = invite(lena, dialog);
    const [one, two] = [await first.incoming('INVITE'), await second.incoming('INVITE')];
    expect(one.headers.get('Via')).toContain(';branched=TRUE');
    second.answer(two, 200, 'OK', 'second', [['Contact', `<${second.gruu}>`]]);
    expect((await answered).headers.get('To')).toContain('tag=second');
    const cancelled = await first.incoming('CANCEL');
    expect(cancelled.headers.get('Via')).toBe(one.headers.get('Via'));
    // A late acceptance crosses the CANCEL: it is ended without the caller hearing of it.
    first.answer(one, 200, 'OK', 'first', [['Contact', `<${first.gruu}>`]]);
    await first.incoming('ACK');
    expect((await first.incoming('BYE')).headers.get('To')).toContain('tag=first');
    expect(lena.unread().filter((message) => message.kind === 'response' && message.status >= 200)).toEqual([]);
  });

  it('end for the caller as soon as it cancels', async () => {
    const lena = await lab.signedIn('lena');
    const mika = await lab.signedIn('mika');
    const dialog = lena.dialog('sip:mika@contoso.net');
    const answered = invite(lena, dialog);
    await mika.incoming('INVITE');
    expect((await lena.ask('CANCEL', { ...dialog })).status).toBe(200);
    expect((await answered).status).toBe(487);
    await mika.incoming('CANCEL');
  });

  it('end with the best refusal of all endpoints, which is acknowledged to each', async () => {
    const lena = await lab.signedIn('lena');
    const [first, second] = [await lab.signedIn('mika'), await lab.signedIn('mika')];
    const dialog = lena.dialog('sip:mika@contoso.net');
    const answered = invite(lena, dialog);
    first.answer(await first.incoming('INVITE'), 500, 'No', 'a');
    await first.incoming('ACK');
    second.answer(await second.incoming('INVITE'), 486, 'Busy Here', 'b');
    await second.incoming('ACK');
    expect((await answered).status).toBe(486);
    // The caller's ACK to a refusal ends at the server.
    lena.send(lena.message('ACK', dialog));
    expect((await lena.ask('OPTIONS', lena.dialog('sip:lars@contoso.net'))).status).toBe(480);
    expect([...first.unread(), ...second.unread()]).toEqual([]);
  });

  it('are answered 480 when the far side is lost meanwhile', async () => {
    const lena = await lab.signedIn('lena');
    const mika = await lab.signedIn('mika');
    const answered = invite(lena, lena.dialog('sip:mika@contoso.net'));
    await mika.incoming('INVITE');
    mika.close();
    expect((await answered).status).toBe(480);
  });

  it('leave no timer behind when the lab ends before they are answered', async () => {
    const running = new Set<object>();
    const clock: Clock = {
      ...systemClock,
      after(ms, call, hold) {
        const timer = systemClock.after(ms, call, hold);
        running.add(timer);
        return {
          cancel() {
            running.delete(timer);
            timer.cancel();
          },
        };
      },
    };
    const other = await RawLab.start({ clock });
    const [lena, mika] = [await other.signedIn('lena'), await other.signedIn('mika')];
    // Each registration has one of its own.
    const before = running.size;
    lena.send(lena.message('INVITE', lena.dialog('sip:mika@contoso.net'), [['Contact', `<${lena.gruu}>`]]));
    await mika.incoming('INVITE');
    expect(running.size).toBe(before + 1);
    await other.close();
    expect(running.size).toBe(0);
  });

  describe('while those of legacy users to migrated ones are lost', () => {
    beforeEach(() => lab.lab.faults.set('im-legacy-to-migrated-lost'));
    const delivers = async (from: string, to: string): Promise<boolean> => {
      const [caller, callee] = [await lab.signedIn(from), await lab.signedIn(to)];
      const { dialog } = await converse(caller, callee, `sip:${to}@contoso.net`);
      const answers = [caller.ask('MESSAGE', dialog, text, 'hello'), caller.ask('INFO', dialog, text, 'typing')];
      // Typing is not lost: what has not arrived before it never will.
      callee.answer(await callee.incoming('INFO'), 200, 'OK');
      const message = callee.unread().find((entry) => entry.kind === 'request' && entry.method === 'MESSAGE');
      if (message !== undefined) callee.answer(message as SipRequest, 200, 'OK');
      expect((await Promise.all(answers)).map((answer) => answer.status)).toEqual([200, 200]);
      return message !== undefined;
    };
    it.each([
      ['lena', 'mika', false],
      ['lena', 'maya', false],
      ['mika', 'lena', true],
      ['lena', 'liam', true],
      ['mika', 'maya', true],
    ])('%s → %s: arrives %s', async (from, to, arrives) => {
      expect(await delivers(from, to)).toBe(arrives);
    });
  });
});
