import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RawLab } from '../../../test/support/raw-lab.ts';
import { loadEnvironment } from '../../environment/index.ts';

describe('the name server of a lab', () => {
  let lab: RawLab;
  let resolver: Resolver;
  let address: string;
  beforeEach(async () => {
    lab = await RawLab.start();
    address = (await loadEnvironment(lab.lab.environmentPath)).network.resolver!;
    resolver = new Resolver({ timeout: 2000, tries: 1 });
    resolver.setServers([address]);
  });
  afterEach(() => lab.close());

  it('tells a resolver whom names lead to in this phase', async () => {
    const legacy = await resolver.resolve4('pool01.contoso.net');
    expect(legacy).toEqual(await resolver.resolve4('fe1.contoso.net'));
    expect(await resolver.resolve4('meet.contoso.net')).toEqual(legacy);
    expect(await resolver.resolve4('pool02.contoso.net')).toHaveLength(3);
    // Node 24 says the type of the record beside what it says.
    expect(await resolver.resolveSrv('_sipinternaltls._tcp.contoso.net')).toMatchObject([
      { name: 'pool01.contoso.net', port: 5061, priority: 0, weight: 0 },
    ]);
    await expect(resolver.resolve4('nobody.contoso.net')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver.resolve6('fe1.contoso.net')).rejects.toMatchObject({ code: 'ENODATA' });
  });

  it('can be led astray, forget a name, and fall silent', async () => {
    await lab.lab.faults.set('name-leads-astray');
    expect((await resolver.resolveSrv('_sipinternaltls._tcp.contoso.net'))[0]?.name).toBe('pool02.contoso.net');
    await lab.lab.faults.set('name-missing');
    await expect(resolver.resolve4('dialin.contoso.net')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await lab.lab.faults.set('name-server-silent');
    const impatient = new Resolver({ timeout: 50, tries: 1 });
    impatient.setServers([address]);
    await expect(impatient.resolve4('fe1.contoso.net')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  it('answers over TCP byte for byte as over UDP, and says nothing to what is no question', async () => {
    const [host, port] = address.split(':') as [string, string];
    const question = Buffer.from('123401000001000000000000036665310763 6f6e746f736f036e65740000010001'.replace(' ', ''), 'hex');
    const udp = createSocket('udp4');
    udp.send(Buffer.from('rubbish'), Number(port), host);
    udp.send(question, Number(port), host);
    const [overUdp] = (await once(udp, 'message')) as [Buffer];
    udp.close();
    const tcp = connect(Number(port), host);
    tcp.write(Buffer.concat([Buffer.from([0, question.length]), question]));
    const [overTcp] = (await once(tcp, 'data')) as [Buffer];
    tcp.destroy();
    expect(overTcp.subarray(2)).toEqual(overUdp);
    expect(overTcp.readUInt16BE(0)).toBe(overUdp.length);
    expect(overUdp.readUInt16BE(0)).toBe(0x1234);
  });
});
