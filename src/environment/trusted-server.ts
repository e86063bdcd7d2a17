import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CoexistenceError } from '../errors/index.ts';
import type { Environment } from './model.ts';

/** What this host shows to prove that it is a trusted server: PEM. */
export interface TrustedServer {
  readonly fqdn: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * Reads the files that `trustedServer` names, and sees that they belong together and to the name.
 * @throws CoexistenceError TRUSTED_SERVER_UNREADABLE, or with what is missing; never with what stands in a file
 */
export async function readTrustedServer({ name, trustedServer }: Environment): Promise<TrustedServer> {
  if (trustedServer === undefined) throw unusable(name, 'the file has no trustedServer: { fqdn, certificate, key }');
  const { fqdn } = trustedServer;
  const [certificate, key] = await Promise.all([contentOf(name, trustedServer.certificate), contentOf(name, trustedServer.key)]);
  try {
    const shown = new X509Certificate(certificate);
    if (shown.checkHost(fqdn) === undefined) {
      throw unusable(name, `${trustedServer.certificate} is for ${shown.subjectAltName ?? shown.subject}, not for ${fqdn}`);
    }
    if (!shown.checkPrivateKey(createPrivateKey(key))) {
      throw unusable(name, `${trustedServer.key} is not the key of ${trustedServer.certificate}`);
    }
  } catch (error) {
    if (error instanceof CoexistenceError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw unusable(name, `${trustedServer.certificate} and ${trustedServer.key}: ${reason}`, error);
  }
  return { fqdn, certificate, key };
}

const contentOf = async (name: string, path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unusable(name, `${path} cannot be read`, error);
  }
};

const unusable = (name: string, why: string, cause?: unknown): CoexistenceError =>
  new CoexistenceError('TRUSTED_SERVER_UNREADABLE', `This host cannot prove to ${name} that it is a trusted server: ${why}.`, {
    cause,
  });
