import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectTls, tlsProfiles } from '../../src/network/index.ts';
import { systemClock } from '../../src/time/index.ts';
import { need, program } from '../support/tools.ts';

const java = program('java', 'Debian: default-jdk-headless');

/** A TLS server of Java, which speaks what OpenSSL has forgotten: one port for each list of suites it is given. */
const source = `
import java.io.*; import java.security.*; import javax.net.ssl.*;
public class OldServer {
  public static void main(String[] suites) throws Exception {
    Security.setProperty("jdk.tls.disabledAlgorithms", ""); Security.setProperty("jdk.certpath.disabledAlgorithms", "");
    char[] word = "changeit".toCharArray();
    KeyStore store = KeyStore.getInstance(new File("keys.p12"), word);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509"); keys.init(store, word);
    SSLContext context = SSLContext.getInstance("TLS"); context.init(keys.getKeyManagers(), null, null);
    for (String suite : suites) {
      SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 9, java.net.InetAddress.getByName("127.0.0.1"));
      server.setEnabledProtocols(new String[] {"TLSv1", "TLSv1.1", "TLSv1.2"});
      server.setEnabledCipherSuites(new String[] {suite});
      Thread thread = new Thread(() -> { while (true) { try (SSLSocket socket = (SSLSocket) server.accept()) { socket.startHandshake(); } catch (IOException error) { } } });
      thread.start();
      System.out.println(server.getLocalPort());
    }
  }
}`;

describe('a server that takes one suite alone', () => {
  const suites = ['SSL_RSA_WITH_RC4_128_SHA', 'SSL_RSA_WITH_3DES_EDE_CBC_SHA', 'TLS_RSA_WITH_AES_128_CBC_SHA'];
  let folder: string;
  let server: ChildProcess;
  const ports: number[] = [];
  beforeAll(async () => {
    if ('missing' in java) return;
    folder = mkdtempSync(join(tmpdir(), 'coex-java-'));
    writeFileSync(join(folder, 'OldServer.java'), source);
    const keytool = spawn(
      join(java.path, '..', 'keytool'),
      '-genkeypair -alias a -keyalg RSA -keysize 2048 -dname CN=old.contoso.net -ext san=dns:old.contoso.net -storetype PKCS12 -keystore keys.p12 -storepass changeit'.split(
        ' ',
      ),
      { cwd: folder, stdio: 'ignore' },
    );
    await new Promise((resolve) => keytool.once('close', resolve));
    server = spawn(java.path, ['OldServer.java', ...suites], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const line of createInterface(server.stdout!)) if (ports.push(Number(line)) === suites.length) break;
  });
  afterAll(() => {
    server?.kill('SIGKILL');
    if ('path' in java) rmSync(folder, { recursive: true, force: true });
  });
  beforeEach((context) => void need(context, java));

  const attempt = (port: number) =>
    connectTls(
      { host: '127.0.0.1', port },
      { profile: tlsProfiles['lync-2010'], servername: 'old.contoso.net', budget: 20_000, clock: systemClock },
    );

  it.each([
    [0, 'TLS_RSA_WITH_RC4_128_SHA'],
    [1, 'TLS_RSA_WITH_3DES_EDE_CBC_SHA'],
  ])('is told by its suite where Node does not speak it: %s', async (at, suite) => {
    await expect(attempt(ports[at]!)).rejects.toMatchObject({
      code: 'CIPHERS_NOT_SPOKEN',
      message: expect.stringMatching(new RegExp(`takes TLS suites only that Node does not speak.*${suite} \\(TLS 1\\.2\\)`)),
    });
  });

  it('is judged by its certificate where Node does', async () => {
    await expect(attempt(ports[2]!)).rejects.toMatchObject({
      code: 'HANDSHAKE_FAILED',
      message: expect.stringContaining('unknown authority'),
    });
  });
});
