import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Agent, SignInOptions } from '../../src/sip/agent/index.ts';
import { type LabWithAgents, labWithAgents } from '../support/lab-agents.ts';
import { need } from '../support/tools.ts';
import { buildDriver, Sipe, sipeNeeds } from './sipe.ts';

const needs = sipeNeeds();
const isPossible = needs.every((tool) => 'path' in tool);
const patience = 20_000;
const mika = 'sip:mika@contoso.net';
const lena = 'sip:lena@contoso.net';

/** Forms of talk and presence that the table of tests all clients play has no words for: ours must mean what another client means by them. */
describe('pidgin-sipe and our agent', { timeout: 60_000 }, () => {
  let folder: string;
  let driver: string;
  let estate: LabWithAgents;
  let sipe: Sipe;
  let agent: Agent;
  beforeAll(async () => {
    if (!isPossible) return;
    folder = mkdtempSync(join(tmpdir(), 'coex-talk-'));
    driver = await buildDriver(folder);
  }, 60_000);
  afterAll(() => {
    if (isPossible) rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async (context) => {
    await need(context, ...needs);
    estate = await labWithAgents({ addresses: true });
    context.onTestFinished(async () => {
      await sipe?.end();
      const violations = estate.lab.violations();
      await estate[Symbol.asyncDispose]();
      expect(violations).toEqual([]);
    });
    sipe = await Sipe.start({ driver, lab: estate.lab.describe(), user: 'mika', server: 'fe1.contoso.net', transport: 'tcp' });
    await sipe.next(/^signed-on /);
  });
  const enter = async (more: Partial<SignInOptions> = {}): Promise<void> => {
    agent = await estate.agent('lena', { transport: 'tcp', ...more });
  };

  it('read the first text of an invitation once, and answer in the conversation', async () => {
    await enter();
    await agent.converse(mika, { text: 'first words', html: '<b>first words</b>' });
    await sipe.next(/^im-recv conv=sip:mika|^im-recv .*first words/);
    sipe.do(`im ${lena} answer`);
    expect(await agent.hear(({ text }) => text === 'answer', patience)).toMatchObject({ from: mika });
    expect(sipe.unread(/^im-recv/)).toEqual([]);
  });

  it('hand over the first text within the invitation, where we take it from there', async () => {
    await enter({ takesFirstText: true });
    sipe.do(`im ${lena} from the invitation`);
    const heard = await agent.hear(({ text }) => text.includes('from the invitation'), patience);
    expect(heard).toMatchObject({ from: mika });
    sipe.do(`im ${lena} and after it`);
    expect(await agent.hear(({ text }) => text.includes('and after it'), patience)).toBeDefined();
    expect(await agent.hear(() => true, 1)).toBeUndefined();
  });

  it('read a message in two forms', async () => {
    await enter();
    const conversation = await agent.converse(mika);
    await conversation.say('bold & plain', '<b>bold &amp; plain</b>');
    expect(await sipe.next(/^im-recv /)).toMatch(/bold &(?:amp;)? plain/);
    expect(sipe.unread(/^im-recv/)).toEqual([]);
  });

  it('show a note that we read, and take it back', async () => {
    await enter();
    const watch = await agent.watch([mika]);
    sipe.do('status busy in the garden');
    expect(await watch.untilNote(mika, 'in the garden', patience)).toBe(true);
    sipe.do('status available');
    expect(await watch.untilNote(mika, undefined, patience)).toBe(true);
  });

  it('add somebody who is told of it', async () => {
    // Nobody has her in the list yet.
    const rita = await estate.agent('rita', { transport: 'tcp' });
    const waiting = rita.own.untilAddedBy(mika, patience);
    sipe.do(`add ${rita.uri} Friends`);
    expect(await waiting).toBe(true);
    await rita.own.acknowledge(mika);
    expect(await rita.own.untilAddedBy(mika, 1)).toBe(false);
  });
});
