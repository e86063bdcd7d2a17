import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CaseResult } from '../../src/results/index.ts';
import { coex, folder, root } from '../support/coex.ts';
import { keepLab, type LabProcess } from '../support/lab-process.ts';
import { onlyRun, readRun } from '../support/run-folder.ts';

/** What a check of ports and names says with these faults: of each case that did not pass, and does not depend on one that did not. */
async function told(lab: LabProcess, faults: Readonly<Record<string, object>>): Promise<Map<string, CaseResult>> {
  for (const [name, body] of Object.entries(faults)) await lab.ask(`faults/${name}`, { method: 'PUT', body });
  const out = folder();
  const args = ['check', '-e', lab.environment, 'nodes', 'entry-points', '--out', out, '--quiet'];
  await coex(args, { env: { COEX_STATE: folder() } }).ended;
  for (const name of Object.keys(faults)) await lab.ask(`faults/${name}`, { method: 'DELETE' });
  const { cases } = readRun(onlyRun(out)).run;
  expect(cases.length).toBeGreaterThan(150);
  const telling = cases.filter(({ outcome, finding }) => outcome !== 'pass' && finding.code !== 'DEPENDS_ON_OTHER');
  return new Map(telling.map((result) => [result.case.id, result]));
}

const saidOf = (results: Map<string, CaseResult>): Record<string, string> =>
  Object.fromEntries([...results].map(([id, { outcome, finding }]) => [id, `${outcome} ${finding.code}`]));

it('what stands outside is told apart by code and sentence: refused, silent, another protocol, handshake, time, name, authority', async () => {
  const lab = await keepLab();
  const first = await told(lab, {
    'name-server-silent': {},
    'edge-offer-closed': { pool: 'edge01.contoso.net', name: 'federation' },
    'handshake-broken': { server: 'webconf.contoso.net' },
    'certificate-expired': { server: 'webconf2013.contoso.net' },
    'certificate-wrong-name': { server: 'access2013.contoso.net' },
    'certificate-untrusted': { server: 'access.contoso.net' },
    'edge-offer-silent': { pool: 'edge02.contoso.net', name: 'media' },
    'edge-offer-garbled': { pool: 'edge01.contoso.net', name: 'media-udp' },
  });
  const names = [...first].filter(([, { finding }]) => finding.code === 'NAME_SERVER_UNREACHABLE');
  expect(names.length).toBeGreaterThan(8);
  for (const [id] of names) first.delete(id);
  expect(saidOf(first)).toEqual({
    'nodes.ports[access.contoso.net:5061]': 'fail CONNECTION_REFUSED',
    'nodes.ports[webconf.contoso.net:443]': 'fail HANDSHAKE_FAILED',
    'nodes.certificate-expiry[webconf2013.contoso.net:443]': 'fail CERTIFICATE_EXPIRED',
    'nodes.certificate-names[access2013.contoso.net:443]': 'fail CERTIFICATE_WRONG_NAME',
    'nodes.certificate-chain[access.contoso.net:443]': 'fail CERTIFICATE_UNTRUSTED',
    // It answers by datagrams: the host is alive, so that its silence is no wall in between.
    'nodes.ports[av2013.contoso.net:443]': 'fail CONNECTION_SILENT',
    'nodes.ports[av.contoso.net:3478/udp]': 'fail PROTOCOL_NOT_SPOKEN',
  });

  const second = await told(lab, {
    'edge-offer-closed': { pool: 'edge01.contoso.net', name: 'media-udp' },
    'edge-offer-silent': { pool: 'edge01.contoso.net', name: 'federation' },
    'edge-offer-garbled': { pool: 'edge01.contoso.net', name: 'web' },
    'certificate-wrong-name': { server: 'access.contoso.net' },
  });
  expect(saidOf(second)).toEqual({
    'nodes.ports[av.contoso.net:3478/udp]': 'fail CONNECTION_REFUSED',
    'nodes.ports[access.contoso.net:5061]': 'fail CONNECTION_SILENT',
    'nodes.ports[webconf.contoso.net:443]': 'fail PROTOCOL_NOT_SPOKEN',
    'nodes.certificate-names[access.contoso.net:443]': 'fail CERTIFICATE_WRONG_NAME',
  });

  // Federation shows its certificate to whoever comes, and is judged by it although nobody is let in.
  const third = await told(lab, { 'certificate-expired': { server: 'access.contoso.net' } });
  expect(saidOf(third)).toEqual({
    'nodes.certificate-expiry[access.contoso.net:443]': 'fail CERTIFICATE_EXPIRED',
    'nodes.certificate-expiry[access.contoso.net:5061]': 'fail CERTIFICATE_EXPIRED',
  });

  // A sentence of its own for each: names, ports and times taken out.
  const plain = ({ finding: { message } }: CaseResult): string =>
    message.replace(/[\w.-]+\.(?:contoso\.net|example)|\d+/g, '*').replace(/[\d*.]+ (?:ms|s|days)/g, '*');
  const sentences = new Map([...names, ...first].map(([, result]) => [result.finding.code ?? '', plain(result)]));
  expect(new Set(sentences.values()).size).toBe(sentences.size);
  expect(sentences.size).toBe(8);
}, 300_000);

it('once federation has moved all of it is looked at where it is then, and is told apart as well', async () => {
  const moved = join(folder(), 'moved.yaml');
  const estate = readFileSync(join(root, 'fixtures', 'lab', 'contoso.yaml'), 'utf8');
  writeFileSync(moved, estate.replace(/^phase: pilot$/m, 'phase: federation-moved'));
  const lab = await keepLab({ estate: moved });
  expect(saidOf(await told(lab, {}))).toEqual({});
  expect(
    saidOf(
      await told(lab, {
        'xmpp-domain-missing': {},
        'certificate-untrusted': { server: 'access2013.contoso.net' },
        'meetings-one-sided': {},
        'legacy-edge-open': {},
      }),
    ),
  ).toEqual({
    'nodes.ports[access2013.contoso.net:5269]': 'fail XMPP_DOMAIN_REFUSED',
    'nodes.certificate-chain[access2013.contoso.net:443]': 'fail CERTIFICATE_UNTRUSTED',
    // Nobody is let in there, and the authority is judged all the same.
    'nodes.certificate-chain[access2013.contoso.net:5061]': 'fail CERTIFICATE_UNTRUSTED',
    // The names lead to 2013 now: it is the meetings of legacy users that are not known.
    'entry-points.meeting-outside[pool01.contoso.net]': 'fail MEETING_NOT_SHOWN',
    'entry-points.meeting-outside[pool11.contoso.net]': 'fail MEETING_NOT_SHOWN',
    'nodes.legacy-edge-closed[edge01a.contoso.net:5061]': 'fail LEGACY_EDGE_OPEN',
    'nodes.legacy-edge-closed[access.contoso.net:5061]': 'fail LEGACY_EDGE_OPEN',
  });
}, 300_000);
