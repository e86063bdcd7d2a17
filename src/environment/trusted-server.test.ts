import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../lab/certificates/index.ts';
import { systemClock } from '../time/index.ts';
import type { Environment } from './index.ts';
import { readTrustedServer } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'coex-trusted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const authority = createAuthority(systemClock);
const own = authority.issue(['coex.contoso.net']);
const locked = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hunter2' },
}).privateKey;

describe('the certificate of a trusted server', () => {
  const read = (certificate: string | undefined, key: string) => {
    const paths = { certificate: join(folder, 'own.pem'), key: join(folder, 'own.key') };
    rmSync(paths.certificate, { force: true });
    if (certificate !== undefined) writeFileSync(paths.certificate, certificate);
    writeFileSync(paths.key, key);
    return readTrustedServer({ name: 'Contoso', trustedServer: { fqdn: 'coex.contoso.net', ...paths } } as Environment);
  };

  it('is read with its key', async () => {
    expect(await read(own.certificate, own.key)).toEqual({
      fqdn: 'coex.contoso.net',
      certificate: own.certificate,
      key: own.key,
    });
  });

  it.each([
    ['is not there', undefined, own.key, /own\.pem cannot be read/],
    ['is no PEM', 'hello', own.key, /own\.pem/],
    [
      'is for another name',
      authority.issue(['other.contoso.net']).certificate,
      own.key,
      /is for DNS:other\.contoso\.net, not for coex/,
    ],
    ['has another key', own.certificate, authority.issue(['coex.contoso.net']).key, /own\.key is not the key of/],
    ['has a key behind a passphrase', own.certificate, locked, /own\.key/],
  ])('is refused in words where it %s', async (_, certificate, key, message) => {
    await expect(read(certificate, key)).rejects.toMatchObject({
      code: 'TRUSTED_SERVER_UNREADABLE',
      message: expect.stringMatching(message),
    });
    await expect(read(certificate, key)).rejects.not.toThrow(/PRIVATE KEY-----/);
  });
});
