import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Asked } from '../../src/lab/index.ts';
import { coex, folder } from '../support/coex.ts';
import { keepLab } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { onlyRun } from '../support/run-folder.ts';

/** Where two different questions begin with the same cmdlet: what a host is called, and that the estate knows its sites. */
const sharedBySeveral = [/^Get-CsComputer -Local True /, /^Get-CsSite /];

it('asks the estate nothing twice in a run: no host by its administration, no name, no port, no page', async (context) => {
  await needShell(context);
  const lab = await keepLab();
  const out = folder();
  const { code, stderr } = await coex(['check', '-e', lab.environment, '--out', out, '--quiet'], {
    env: { COEX_STATE: folder() },
  }).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const asked = (await lab.ask('asked')) as readonly Asked[];
  const of = (kind: Asked['kind']): string[] => asked.flatMap((one) => (one.kind === kind ? [one.what] : []));
  const twice = (all: readonly string[]): string[] => [...new Set(all.filter((what, at) => all.indexOf(what) !== at))];
  expect(twice(of('management')).filter((what) => !sharedBySeveral.some((known) => known.test(what)))).toEqual([]);
  for (const kind of ['name', 'port', 'page'] as const) expect(twice(of(kind)), kind).toEqual([]);

  // What the lab has heard is what the run has kept: neither of the two counts passes over something.
  const factsOn = (shelf: string) =>
    readFileSync(join(onlyRun(out), 'facts', `${shelf}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly fact: string; readonly value?: { readonly hosts?: readonly string[] } });
  const kept = (shelf: string): string[] => factsOn(shelf).map(({ fact }) => fact);
  // Questions over UDP may be repeated on their way, so the lab does not count them.
  expect(of('port')).toHaveLength(kept('ports').filter((fact) => !fact.endsWith('-turn-udp')).length);
  // Whoever knows the address of a meeting may come in: of those pages the hosts alone are kept.
  const isOfMeeting = (what: string): boolean => /https:\/\/(?:meet\.[^/]+\/[^/]|[^/]+\/meet\/)/.test(what);
  const hosts = factsOn('pages').flatMap(({ value }) => value?.hosts ?? []);
  expect(
    of('page')
      .filter(isOfMeeting)
      .map((what) => new URL(what.replace(/^GET (?:outside )?/, '')).hostname)
      .sort(),
  ).toEqual([...hosts].sort());
  expect(
    of('page')
      .filter((what) => !isOfMeeting(what))
      .map((what) => what.replace(/^GET /, 'page-'))
      .sort(),
  ).toEqual(
    kept('pages')
      .filter((fact) => !fact.startsWith('meeting-'))
      .sort(),
  );
  // An address is asked for as A and as AAAA; the outside is asked of a name server of its own, which here is the same.
  const questions = kept('names').flatMap((kind) => {
    const fact = kind.replace(/^outside-/, '');
    if (fact.startsWith('srv-')) return [fact.replace('srv-', 'SRV ')];
    return ['A', 'AAAA'].map((type) => fact.replace('addresses-', `${type} `));
  });
  expect(of('name').sort()).toEqual(questions.sort());
  expect(of('management').length).toBeGreaterThan(60);
}, 300_000);
