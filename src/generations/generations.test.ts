import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type GenerationName,
  generationNames,
  generationOf,
  generations,
  isService,
  type ServerRole,
  serverRoles,
} from './index.ts';

/** What the two pictures of the guide show as started; both show Lync's own services alone, so the web server is not among them. */
const reference: Record<GenerationName, { roles: ServerRole[]; services: string[] }> = {
  'lync-2010': {
    roles: ['front-end', 'mediation', 'cms'],
    services: [
      'Application Sharing',
      'Audio Test Service',
      'Audio/Video Conferencing',
      'Bandwidth Policy Service (Authentication)',
      'Bandwidth Policy Service (Core)',
      'Call Park',
      'Conferencing Announcement',
      'Conferencing Attendant',
      'File Transfer Agent',
      'Front-End',
      'IM Conferencing',
      'Master Replicator Agent',
      'Mediation',
      'Replica Replicator Agent',
      'Response Group',
      'Web Conferencing',
      'Web Conferencing Compatibility',
    ],
  },
  'lync-2013': {
    roles: ['front-end', 'mediation'],
    services: [
      'Application Sharing',
      'Audio Test Service',
      'Audio/Video Conferencing',
      'Call Park',
      'Centralized Logging Service Agent',
      'Conferencing Announcement',
      'Conferencing Attendant',
      'Front-End',
      'IM Conferencing',
      'Mediation',
      'Replica Replicator Agent',
      'Response Group',
      'Web Conferencing',
      'XMPP Translating Gateway',
    ],
  },
};

const shortNames = (name: GenerationName, roles: ServerRole[]) =>
  generationOf(name)
    .expectedServices(roles)
    .map((entry) => entry.name);

describe('the reference sets of the guide', () => {
  it.each([
    ['lync-2010', 17],
    ['lync-2013', 14],
  ] as const)('%s has the %i services of the picture, and the web server', (name, count) => {
    const { roles, services } = reference[name];
    const expected = generationOf(name).expectedServices(roles);
    const own = expected.filter(({ displayName }) => displayName.startsWith('Lync Server '));
    expect(own.map(({ displayName }) => displayName.replace('Lync Server ', '')).sort()).toEqual([...services].sort());
    expect(own).toHaveLength(count);
    expect(expected.filter((entry) => !own.includes(entry)).map((entry) => entry.name)).toEqual(['W3SVC']);
  });
});

describe('services by role', () => {
  it.each([
    ['lync-2010', ['mediation'], ['RTCMEDSRV', 'REPLICA']],
    ['lync-2013', ['mediation'], ['RTCMEDSRV', 'REPLICA', 'RTCCLSAGT']],
    ['lync-2010', ['edge'], ['RTCSRV', 'RTCDATAPROXY', 'RTCMRAUTH', 'RTCMEDIARELAY', 'REPLICA']],
    ['lync-2013', ['director'], ['RTCSRV', 'W3SVC', 'REPLICA', 'RTCCLSAGT']],
    ['lync-2010', ['cms'], ['MASTER', 'FTA', 'REPLICA']],
    ['lync-2010', ['monitoring'], ['REPLICA']],
    ['lync-2010', [], []],
  ] as const)('%s %j', (name, roles, names) => {
    expect(shortNames(name, [...roles])).toEqual(names);
  });

  it('names the edge service of RTCSRV differently', () => {
    const [edge] = generationOf('lync-2013').expectedServices(['edge']);
    expect(edge).toEqual({ name: 'RTCSRV', displayName: 'Lync Server Access Edge', role: 'edge' });
  });

  it('keeps what belongs to one generation from the other', () => {
    const everything = (name: GenerationName) => [
      ...generationOf(name).expectedServices(serverRoles),
      ...generationOf(name).optionalServices(serverRoles),
    ];
    expect(everything('lync-2013').map((entry) => entry.name)).not.toContain('RTCMEETINGMCU');
    for (const newer of ['FabricHostSvc', 'RTCXMPPTGW', 'RTCCLSAGT', 'LYNCBACKUP']) {
      expect(everything('lync-2010').map((entry) => entry.name)).not.toContain(newer);
    }
  });
});

describe('properties', () => {
  const roleLists = fc.uniqueArray(fc.constantFrom(...serverRoles), { minLength: 1 });
  const names = fc.constantFrom(...generationNames);

  it('no service stands there twice, and what is expected is not optional as well', () => {
    fc.assert(
      fc.property(names, roleLists, (name, roles) => {
        const expected = shortNames(name, roles);
        const optional = generationOf(name)
          .optionalServices(roles)
          .map((entry) => entry.name);
        expect(new Set(expected).size).toBe(expected.length);
        expect(optional.filter((entry) => expected.includes(entry))).toEqual([]);
        expect(expected).toContain('REPLICA');
      }),
    );
  });

  it('a further role never takes a service away, and each service names a role the server has', () => {
    fc.assert(
      fc.property(names, roleLists, fc.constantFrom(...serverRoles), (name, roles, further) => {
        const more = shortNames(name, [...roles, further]);
        for (const entry of shortNames(name, roles)) expect(more).toContain(entry);
        for (const { role } of generationOf(name).expectedServices(roles)) expect(roles).toContain(role);
      }),
    );
  });

  it('the order of the roles changes nothing but the order', () => {
    fc.assert(
      fc.property(names, roleLists, (name, roles) => {
        expect(shortNames(name, [...roles].reverse()).sort()).toEqual(shortNames(name, roles).sort());
      }),
    );
  });
});

it('there is one generation per name, and their marks differ', () => {
  expect(generations.map(({ name }) => name)).toEqual([...generationNames]);
  for (const mark of ['userKind', 'productName', 'sipProduct', 'topologyVersion', 'buildPrefix', 'tlsProfile'] as const) {
    expect(new Set(generations.map((generation) => generation[mark])).size).toBe(2);
  }
});

it('recognises a service by either of its names', () => {
  const expected = { name: 'RTCPDPCORE', displayName: 'Lync Server Bandwidth Policy Service (Core)' };
  expect(isService(expected, { name: 'rtcpdpcore', displayName: '' })).toBe(true);
  expect(isService(expected, { name: 'PDPCORE', displayName: 'Lync Server Bandwidth Policy Service (core)' })).toBe(true);
  expect(isService(expected, { name: 'RTCPDPAUTH', displayName: 'Lync Server Bandwidth Policy Service (Authentication)' })).toBe(
    false,
  );
});
