import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a room may import, beside the leaves `errors`, `time` and `concurrency`, which are open to all. `types` may only be imported as types. */
const rooms: Record<string, { may: string[]; types?: string[] }> = {
  'src/errors': { may: [] },
  'src/time': { may: [] },
  'src/concurrency': { may: [] },
  'src/redaction': { may: [] },
  'src/outcome': { may: [] },
  'src/generations': { may: [] },
  'src/network': { may: ['redaction'], types: ['environment', 'generations'] },
  // The words of a wave's `requires` are the guide's.
  'src/environment': { may: ['generations', 'redaction', 'guide'] },
  'src/guide': { may: ['outcome', 'generations'] },
  'src/plan': { may: ['environment', 'guide', 'outcome', 'generations'] },
  'src/sip/wire': { may: [] },
  'src/sip/auth': { may: ['sip/wire', 'network', 'redaction'] },
  'src/sip/transport': { may: ['sip/wire', 'network', 'redaction'], types: ['evidence'] },
  'src/sip/client': { may: ['sip/wire', 'sip/auth', 'sip/transport', 'redaction'], types: ['evidence', 'network'] },
  'src/sip/agent': {
    may: ['sip/wire', 'sip/auth', 'sip/transport', 'sip/client', 'generations'],
    types: ['environment', 'evidence', 'network', 'redaction'],
  },
  'src/admin': { may: ['generations', 'redaction'], types: ['environment'] },
  'src/probes': { may: ['network'], types: ['environment', 'generations'] },
  'src/facts': { may: ['admin', 'probes', 'environment', 'redaction'] },
  'src/checks': { may: ['guide', 'outcome', 'generations'], types: ['facts', 'admin', 'probes', 'sip/agent', 'environment'] },
  'src/evidence': { may: ['redaction'], types: ['sip/wire'] },
  // Pages of docs/ that are made from data, so that they cannot tell another story than the product.
  'src/docs': { may: ['guide', 'environment'] },
  'src/changes': { may: ['outcome'] },
  'src/results': { may: ['outcome', 'guide'], types: ['plan', 'environment', 'evidence'] },
  'src/report': { may: ['results', 'guide', 'evidence', 'redaction', 'outcome'], types: ['plan'] },
  'src/live': {
    may: [
      ...[
        'redaction',
        'outcome',
        'generations',
        'network',
        'environment',
        'guide',
        'plan',
        'sip/agent',
        'admin',
        'probes',
        'facts',
        'checks',
        'evidence',
      ],
      ...['changes', 'results'],
    ],
  },
  'src/discovery': { may: ['admin', 'generations'] },
  'src/doctor': {
    // The plan says which endpoints a site has.
    may: ['redaction', 'generations', 'network', 'environment', 'plan', 'sip/agent', 'admin', 'live'],
  },
  'src/run': {
    may: [
      ...[
        'redaction',
        'outcome',
        'generations',
        'network',
        'environment',
        'guide',
        'plan',
        'admin',
        'facts',
        'checks',
        'evidence',
        'changes',
      ],
      ...['results', 'report', 'live'],
    ],
  },
  // Never generations, sip/agent, checks or results: the lab's truths are its own, in fixtures.
  'src/lab': { may: ['environment', 'network', 'sip/wire', 'sip/auth', 'redaction'] },
  'src/cli': { may: ['*'] },
  suites: { may: ['live'] },
};
/** `live` has three doors: for suites, for the parent of a run (which must not load vitest), and for its runner. */
const frontDoors = (room: string): string[] => (room === 'live' ? ['index.ts', 'host.ts', 'run-live.ts'] : ['index.ts']);
const leaves = ['errors', 'time', 'concurrency'];

/** Modules that only some rooms may use. */
const guarded: { module: RegExp; rooms: string[] }[] = [
  { module: /^node:(net|tls|dns|dgram|child_process)(\/|$)/, rooms: ['src/network', 'src/lab', 'src/admin', 'src/run'] },
  { module: /^sip\.js(\/|$)/, rooms: ['src/sip/client'] },
  { module: /^vitest(\/|$)/, rooms: ['src/live'] },
  { module: /^node-powershell$/, rooms: ['src/admin'] },
  { module: /^junit-report-builder$/, rooms: ['src/report'] },
];

/** Words that only some rooms may say. */
const words: { word: RegExp; rooms: string[]; what: string }[] = [
  { word: /\bprocess\.env\b/, rooms: ['src/cli', 'src/environment'], what: 'reads process.env' },
  { word: /\bDate\.now\(|\bnew Date\(|\bsetTimeout\(|\bsetInterval\(/, rooms: ['src/time'], what: 'takes the time by itself' },
];
/** Rooms that neither read nor write: their modules of node are those without I/O. */
const pure = ['src/plan', 'src/guide', 'src/checks', 'src/results', 'src/report', 'src/outcome', 'src/generations'];
const io = /^node:(fs|net|tls|dns|http|https|child_process|dgram|worker_threads)(\/|$)/;

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

interface Source {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const listed = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return listed(path);
    return path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('.test-') ? [path] : [];
  });

const roomOf = (path: string): string | undefined =>
  Object.keys(rooms)
    .filter((room) => path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

function importsOf(text: string): Import[] {
  const found: Import[] = [];
  for (const [, , clause, from] of text.matchAll(/^(import|export)\s+([^'";]*?)\s*from\s+['"]([^'"]+)['"]/gms)) {
    const inner = /^\{(.*)\}$/s.exec(clause?.trim() ?? '')?.[1];
    const allTypes = inner?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')) ?? false;
    found.push({ from: from ?? '', typeOnly: clause?.startsWith('type ') === true || allTypes });
  }
  for (const [, from] of text.matchAll(/^import\s+['"]([^'"]+)['"]/gm)) found.push({ from: from ?? '', typeOnly: false });
  for (const [, from] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) found.push({ from: from ?? '', typeOnly: false });
  return found;
}

const sources: Source[] = ['src', 'suites'].flatMap(listed).map((path) => {
  const text = withoutComments(readFileSync(join(root, path), 'utf8'));
  return { path, room: roomOf(path) ?? '', text, imports: importsOf(text) };
});

/** `sip/wire` for an import that leads into that room, with how deep it leads. */
function target(source: Source, from: string): { room: string; inner: string } | undefined {
  if (from === '#live') return { room: 'live', inner: 'index.ts' };
  if (!from.startsWith('.')) return undefined;
  const path = relative(root, resolve(root, dirname(source.path), from))
    .split(sep)
    .join('/');
  const room = roomOf(path);
  return room === undefined ? undefined : { room: room.replace(/^src\//, ''), inner: path.slice(room.length + 1) };
}

describe('borders between the rooms of src', () => {
  it('knows a room for every source', () => {
    expect(sources.filter(({ room }) => room === '').map(({ path }) => path)).toEqual([]);
    expect(sources.length).toBeGreaterThan(50);
  });

  it('sees imports of every form', () => {
    const text =
      "import { a, type B } from './x.ts';\nimport type { C } from './y.ts';\nexport { type D } from './z.ts';\nimport 'w';\nawait import('v');";
    expect(importsOf(text)).toEqual([
      { from: './x.ts', typeOnly: false },
      { from: './y.ts', typeOnly: true },
      { from: './z.ts', typeOnly: true },
      { from: 'w', typeOnly: false },
      { from: 'v', typeOnly: false },
    ]);
  });

  it('are crossed only where the table allows it', () => {
    const crossed: string[] = [];
    for (const source of sources) {
      const allowed = rooms[source.room];
      for (const { from, typeOnly } of source.imports) {
        const to = target(source, from);
        if (to === undefined || `src/${to.room}` === source.room || allowed === undefined || allowed.may.includes('*')) continue;
        const may = [...leaves, ...allowed.may, ...(typeOnly ? (allowed.types ?? []) : [])];
        if (!may.includes(to.room)) crossed.push(`${source.path} imports ${typeOnly ? 'types of ' : ''}${to.room}`);
      }
    }
    expect(crossed).toEqual([]);
  });

  it('are crossed through the front door of a room, its index', () => {
    const deep: string[] = [];
    for (const source of sources) {
      for (const { from, typeOnly } of source.imports) {
        const to = target(source, from);
        if (to === undefined || `src/${to.room}` === source.room || frontDoors(to.room).includes(to.inner)) continue;
        if (typeOnly && ['model.ts', 'journal.ts', 'wire.ts', 'request.ts'].includes(to.inner)) continue;
        deep.push(`${source.path} imports ${to.room}/${to.inner}`);
      }
    }
    expect(deep).toEqual([]);
  });

  it('keep sockets, processes, the SIP library and the test runner in their rooms', () => {
    const found = sources.flatMap((source) =>
      source.imports
        .filter(
          ({ from, typeOnly }) =>
            !typeOnly && guarded.some(({ module, rooms: allowed }) => module.test(from) && !allowed.includes(source.room)),
        )
        .map(({ from }) => `${source.path} imports ${from}`),
    );
    expect(found).toEqual([]);
  });

  it('keep time and the process environment in their rooms', () => {
    const found = sources.flatMap((source) =>
      words
        .filter(({ word, rooms: allowed }) => word.test(source.text) && !allowed.includes(source.room))
        .map(({ what }) => `${source.path} ${what}`),
    );
    expect(found).toEqual([]);
  });

  it('keep input and output out of plan, guide, judgement, results and renderers', () => {
    const found = sources
      .filter(({ room }) => pure.includes(room))
      .flatMap((source) =>
        source.imports.filter(({ from }) => io.test(from)).map(({ from }) => `${source.path} imports ${from}`),
      );
    expect(found).toEqual([]);
  });
});
