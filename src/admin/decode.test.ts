import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answers, decode, type FunctionName } from './decode.ts';

interface Recorded {
  readonly about: string;
  readonly cmdlet: string;
  readonly function: FunctionName;
  readonly data: unknown[];
}

const recordings = new URL('../../fixtures/recorded/', import.meta.url);
const read = (generation: string, name: string): Recorded =>
  JSON.parse(readFileSync(new URL(`${generation}/${name}`, recordings), 'utf8')) as Recorded;
const factsOf = (generation: string, name: string): unknown => {
  const { function: asked, data } = read(generation, `${name}.json`);
  const decoded = decode(asked, data);
  return 'facts' in decoded ? decoded.facts : decoded.problem;
};

describe.each(['lync-2010', 'lync-2013'])('recorded answers of %s', (generation) => {
  const names = readdirSync(new URL(`${generation}/`, recordings));

  it('are there for every function, and say where they come from', () => {
    const all = names.map((name) => read(generation, name));
    expect([...new Set(all.map((each) => each.function))].sort()).toEqual(Object.keys(answers).sort());
    for (const { about, cmdlet } of all)
      expect([about, cmdlet]).toEqual([expect.stringMatching(/documented/), expect.stringMatching(/-Cs/)]);
  });

  it.each(names)('%s is understood', (name) => {
    const { function: asked, data } = read(generation, name);
    expect(decode(asked, data)).toEqual({ facts: expect.any(Array) });
  });

  it('have no property that could be absent without being noticed', () => {
    for (const { function: asked, data } of names.map((name) => read(generation, name))) {
      const [first] = data as Record<string, unknown>[];
      for (const property of Object.keys(first ?? {})) {
        const { [property]: _, ...rest } = first!;
        expect(decode(asked, [rest]), `${asked} without ${property}`).toEqual({ problem: expect.stringContaining(property) });
      }
    }
  });
});

it('knows the states of services by word, and by the number that is left of them after a remote session', () => {
  expect(factsOf('lync-2010', 'windows-services')).toEqual([
    expect.objectContaining({ name: 'RTCSRV', status: 'Running', roles: ['Registrar', 'UserServer', 'EdgeServer'] }),
    expect.objectContaining({ name: 'RTCMEETINGMCU', status: 'Running' }),
    expect.objectContaining({ name: 'MASTER', status: 'Running' }),
    expect.objectContaining({ name: 'RTCRGS', status: 'Stopped' }),
  ]);
  expect(factsOf('lync-2013', 'windows-services')).toContainEqual(
    expect.objectContaining({ name: 'RTCXMPPTGW', status: 'Running' }),
  );
});

it('reads the times of replicas, and leaves out what a replica has not told', () => {
  expect(factsOf('lync-2013', 'replication')).toEqual([
    {
      replica: 'fe2013.contoso.net',
      upToDate: true,
      lastStatusReport: Date.UTC(2013, 4, 4, 3, 2, 1, 250),
      lastUpdateCreation: Date.UTC(2013, 4, 4, 3, 1, 55),
      productVersion: '5.0.8308.0',
    },
    { replica: 'edge01.contoso.net', upToDate: false, lastUpdateCreation: Date.UTC(2013, 4, 4, 3, 1, 55) },
  ]);
});

it.each(['2013-05-04T03:02:01.250', '04.05.2013 03:02', ''])('does not guess the zone of "%s"', (time) => {
  const row = { Replica: 'fe1', UpToDate: true, LastStatusReport: time, LastUpdateCreation: null, ProductVersion: '' };
  expect(decode('Get-CoexReplication', [row])).toEqual({ problem: expect.stringContaining('LastStatusReport') });
});

it('has one policy at most for an identity, and exactly one that was created', () => {
  const [policy] = read('lync-2013', 'client-policy.json').data;
  expect(decode('Get-CoexClientPolicy', [policy, policy])).toHaveProperty('problem');
  expect(decode('New-CoexClientPolicy', [])).toHaveProperty('problem');
});

it('tells a problem, and never throws, whatever it is given', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(answers) as FunctionName[])),
      fc.array(fc.anything(), { minLength: 1 }),
      (name, data) => {
        expect(Object.keys(decode(name, data))).toEqual(['problem']);
      },
    ),
  );
});
