import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { atEndOfFile, coex, folder, lastLine } from '../support/coex.ts';
import { keepLab, type LabProcess, smallEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { filesIn, onlyRun, readRun } from '../support/run-folder.ts';

const atEnd = atEndOfFile();
let lab: LabProcess;
let movedLab: LabProcess;

/** The small estate once federation has moved to its Edge pool of 2013, and with a site that has nothing but 2010. */
function movedEstate(): string {
  const bergen = `
  - name: Bergen
    administration: { via: local }
    pools:
      - fqdn: older.fabrikam.com
        generation: lync-2010
        servers:
          - { fqdn: fe-older.fabrikam.com, roles: [front-end] }
users:
  - { name: legacy Lou, uri: 'sip:lou@fabrikam.com', pool: older.fabrikam.com, login: 'FABRIKAM\\lou' }`;
  const edge = `
      - fqdn: edge.fabrikam.com
        generation: lync-2013
        servers:
          - { fqdn: edge-a.fabrikam.com, roles: [edge] }
        edge: { access: access.fabrikam.com, xmpp: true }`;
  const path = join(folder(atEnd), 'moved.yaml');
  const small = readFileSync(smallEstate, 'utf8').replaceAll('\r\n', '\n');
  writeFileSync(
    path,
    small
      .replace('\nusers:', `${edge}${bergen}`)
      .replace(
        '\nphase: pilot\npilot:',
        '\nphase: federation-moved\npilot:\n  xmppPartner: juliet@example.org\n  federatedPartner: contoso.net',
      ),
  );
  return path;
}

beforeAll(async () => {
  [lab, movedLab] = await Promise.all([keepLab({ estate: smallEstate, atEnd }), keepLab({ estate: movedEstate(), atEnd })]);
});

async function check(of: LabProcess, ...fault: string[]) {
  return checkWith(['--allow-changes'], of, ...fault);
}

async function checkWith(flags: readonly string[], of: LabProcess, ...fault: string[]) {
  for (const name of fault) await of.ask(`faults/${name}`, { method: 'PUT', body: {} });
  try {
    const out = folder();
    const { code, stdout, stderr } = await coex(['check', '-e', of.environment, 'synthetic', '--out', out, '--quiet', ...flags], {
      env: { COEX_STATE: folder() },
    }).ended;
    expect(stderr).toBe('');
    return { code, word: lastLine(stdout), folder: onlyRun(out), run: readRun(onlyRun(out)).run };
  } finally {
    for (const name of fault) await of.ask(`faults/${name}`, { method: 'DELETE' });
  }
}

type Results = Awaited<ReturnType<typeof check>>['run']['cases'];

const isOldToNew = (id: string): boolean => /\[legacy \S+ → migrated \S+\]$/.test(id);
const isSeenByOld = (id: string): boolean => /\[legacy \S+ → /.test(id);
const isOfNew = (id: string): boolean => id.includes('migrated');
const looked = (cases: Results): Results => cases.filter(({ state }) => state !== 'not-covered');
const limited = (cases: Results): Results => looked(cases).filter((result) => result.case.limit !== undefined);
const saysOf = (cases: Results, said: string): string[] =>
  limited(cases)
    .filter(({ finding }) => !finding.message.startsWith(said))
    .map(({ case: { id }, finding }) => `${id}: ${finding.message}`);

/** Codes by case: what was seen, and what a row says. */
function compared(cases: Results, expected: (id: string, limit: string | undefined) => string | undefined) {
  const seen = looked(cases);
  return [
    Object.fromEntries(seen.map((result) => [result.case.id, result.finding.code])),
    Object.fromEntries(seen.map((result) => [result.case.id, expected(result.case.id, result.case.limit)])),
  ];
}

describe('the second witness', () => {
  it('is asked when it is named, agrees with our own clients, and leaves its logs and no password', async (context) => {
    await needShell(context);
    const plan = await coex(['plan', '-e', lab.environment, '--json']).ended;
    expect(plan.stdout).not.toContain('"synthetic.');

    const { code, word, run, folder: runFolder } = await check(lab);
    expect({ code, word }).toEqual({ code: 0, word: 'PASSED' });
    const byCheck = new Map<string, Results>();
    for (const result of run.cases) byCheck.set(result.case.check, [...(byCheck.get(result.case.check) ?? []), result]);
    const counts = [...byCheck].map(
      ([name, results]) => `${name.slice('synthetic.'.length)} ${looked(results).length} ${limited(results).length}`,
    );
    expect(counts).toEqual([
      'registration 4 0',
      'xmpp 0 0',
      'address-book 2 0',
      'address-book-search 2 0',
      'dial-in 2 0',
      'im 4 0',
      'presence 4 0',
      'group-im 4 0',
      'audio-video 4 0',
      'audio-video-conference 4 0',
      'mobile-of-2010 4 0',
      'agrees 4 0',
      'data-conference 2 1',
      'sharing 2 1',
      'mobile 3 2',
      'persistent-chat 3 2',
    ]);
    const left = run.cases
      .filter(({ state }) => state === 'not-covered')
      .map(({ case: { id }, finding }) => [id, finding.message]);
    expect(left).toEqual([
      ['synthetic.xmpp[legacy Leo]', expect.stringContaining('say pilot.xmppPartner')],
      ['synthetic.xmpp[migrated Mia]', expect.stringContaining('say pilot.xmppPartner')],
    ]);
    // What is documented not to work was tried, did not, and is no failure: each says which limit, what it saw, and by what it is sure.
    expect(saysOf(run.cases, 'Limit ')).toEqual([]);
    for (const { case: planned, finding } of limited(run.cases)) {
      expect(finding.message, planned.id).toMatch(new RegExp(`^Limit ${planned.limit} holds as documented: Test-Cs`));
      const controls = finding.reasons.filter(({ text }) => text.startsWith('Control, '));
      expect(
        controls.map(({ text }) => / succeeded, /.test(text)),
        planned.id,
      ).toEqual([true, true, true]);
    }

    const im = byCheck.get('synthetic.im')?.[0];
    expect(im?.measures.latency).toBe(63);
    const log = join(runFolder, im?.attachments[0]?.path ?? '');
    expect(existsSync(log) && readFileSync(log, 'utf8')).toMatch(/^<Log><Step>/);
    for (const [path, bytes] of filesIn(runFolder))
      for (const { password } of lab.description.users) expect(bytes.includes(password), path).toBe(false);
    expect(await lab.signedIn()).toEqual([]);
  });

  it.for<[string, (id: string, limit: string | undefined) => string | undefined]>([
    [
      'im-legacy-to-migrated-lost presence-to-legacy-frozen calls-not-set-up dial-in-dead',
      (id) => {
        const isRed =
          (id.startsWith('synthetic.im[') && isOldToNew(id)) ||
          (id.startsWith('synthetic.presence[') && isSeenByOld(id)) ||
          (/\.(audio-video|audio-video-conference|dial-in)\[/.test(id) && isOfNew(id));
        return isRed ? 'TRANSACTION_FAILED' : undefined;
      },
    ],
    // Where nothing works, nothing shows a limit.
    [
      'synthetic-blocked',
      (id, limit) => {
        if (limit !== undefined) return 'DEPENDS_ON_OTHER';
        return id.startsWith('synthetic.agrees') ? 'WITNESSES_DISAGREE' : 'TRANSACTION_FAILED';
      },
    ],
    // Of these nobody is left for whom they work: whether users of 2010 alone are kept out cannot be told.
    [
      'sharing-fails mobility-fails chat-room-closed address-book-lost',
      (id, limit) => {
        if (limit !== undefined) return 'DEPENDS_ON_OTHER';
        const broken = /\.(data-conference|sharing|mobile|mobile-of-2010|persistent-chat|address-book|address-book-search)\[/;
        return broken.test(id) && isOfNew(id) ? 'TRANSACTION_FAILED' : undefined;
      },
    ],
  ])('%s turns exactly what it should', async ([faults, expected], context) => {
    await needShell(context);
    const { code, word, run } = await check(lab, ...faults.split(' '));
    const [seen, wanted] = compared(run.cases, expected);
    expect(seen).toEqual(wanted);
    expect({ code, word }).toEqual({ code: 1, word: 'FAILED' });
  });

  it('limits-not-as-documented: what works against its documentation is told, and fails nobody', async (context) => {
    await needShell(context);
    const { code, word, run } = await check(lab, 'limits-not-as-documented');
    expect({ code, word }).toEqual({ code: 0, word: 'PASSED' });
    expect(limited(run.cases)).toHaveLength(6);
    for (const { case: planned, finding } of limited(run.cases)) {
      expect(finding.message, planned.id).toMatch(new RegExp(`^Limit ${planned.limit} is not as documented here: it works\\.`));
    }
  });
});

describe('once federation has moved', () => {
  const outside = (cases: Results): Results => cases.filter(({ case: { check: id } }) => /xmpp|federated/.test(id));

  it('partners are reached by whom they should, and tools of 2010 do not have what came with 2013', async (context) => {
    await needShell(context);
    const { code, word, run } = await check(movedLab);
    expect({ code, word }).toEqual({ code: 0, word: 'PASSED' });
    expect(outside(run.cases).map(({ case: { id }, state, finding }) => [id, state, finding.message])).toEqual([
      [
        'synthetic.xmpp[legacy Leo]',
        'ended',
        expect.stringMatching(/^Limit xmpp-left-behind holds as documented: Test-CsXmppIM of legacy Leo /),
      ],
      [
        'synthetic.xmpp[migrated Mia]',
        'ended',
        expect.stringContaining('migrated Mia → juliet@example.org at new.fabrikam.com succeeded'),
      ],
      [
        'synthetic.xmpp[legacy Lou]',
        'not-covered',
        expect.stringContaining('Bergen is administered by the tools of Lync Server 2010 alone'),
      ],
      ['synthetic.federated-partner[edge.fabrikam.com]', 'ended', expect.stringContaining('edge.fabrikam.com → contoso.net')],
    ]);
    const lacking = limited(run.cases).filter(({ case: { site } }) => site === 'Bergen');
    expect(lacking.map(({ case: { check: id, limit } }) => `${id} ${limit}`)).toEqual(
      ['data-conference', 'sharing', 'mobile'].map((name) => `synthetic.${name} transactions-of-2013`),
    );
    for (const { case: planned, finding } of lacking) {
      expect(finding.message, planned.id).toMatch(/^Limit transactions-of-2013 holds as documented: .* is not offered there /);
    }
  });

  it('xmpp-partner-lost, federated-partner-lost: whom nobody reaches shows no limit', async (context) => {
    await needShell(context);
    const { code, run } = await checkWith([], movedLab, 'xmpp-partner-lost', 'federated-partner-lost');
    // Nobody allowed to leave messages in a room.
    const chat = run.cases.filter(({ case: { check: id } }) => id === 'synthetic.persistent-chat');
    expect(new Set(chat.map(({ finding }) => finding.code))).toEqual(new Set(['CHANGES_NOT_ALLOWED', 'NOT_COVERED']));
    const [seen, wanted] = compared(run.cases, (id, limit) => {
      if (limit === 'xmpp-left-behind') return 'DEPENDS_ON_OTHER';
      return /xmpp|federated/.test(id) ? 'TRANSACTION_FAILED' : undefined;
    });
    expect(seen).toEqual(wanted);
    expect(code).toBe(1);
  });
});
