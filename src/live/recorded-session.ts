import { AsyncLocalStorage } from 'node:async_hooks';
import type { Earlier } from '../checks/index.ts';
import { completeEnvironment } from '../environment/index.ts';
import { CoexistenceError, catalogue } from '../errors/index.ts';
import { environmentFact, Facts, type Learnt, readFacts, shellFact } from '../facts/index.ts';
import type { Locator } from '../network/index.ts';
import { systemClock } from '../time/index.ts';
import { hearOfCancelling } from './cancelling.ts';
import { estateSeat } from './estate-seat.ts';
import { factQuestions } from './fact-questions.ts';
import { createLooks } from './looks.ts';
import { networkFacts } from './network-facts.ts';
import type { LiveRequest, ShellChoice } from './request.ts';
import { runFiles } from './run-files.ts';
import { seatHere } from './seat-lane.ts';
import type { Session } from './session.ts';

/** What the case that is being judged has read so far. */
interface Reading {
  readonly now: number;
  readonly asked: number[];
  readonly missing: string[];
}

/**
 * A session that asks nobody: it answers what an earlier run has kept, with the environment and at the time of that run. It opens neither a
 * shell nor a connection. What that run did not keep is an error, so that the case keeps its outcome.
 */
export function openRecordedSession(
  request: LiveRequest,
  { folder, endedAt, added }: NonNullable<LiveRequest['again']>,
): Session {
  const cancelling = hearOfCancelling(request.run);
  const files = runFiles(request.folder);
  const reading = new AsyncLocalStorage<Reading>();

  const kept = readFacts(folder);
  const recorded = (fact: string): Learnt => {
    const found = kept.get(fact);
    // An error that this version has no word for says nothing to it.
    if (found === undefined || ('error' in found && !(found.error.code in catalogue))) {
      reading.getStore()?.missing.push(fact);
      throw new CoexistenceError('FACTS_NOT_KEPT', `The run did not keep the fact ${fact}.`);
    }
    reading.getStore()?.asked.push(found.asked);
    return found;
  };
  const environmentFound = recorded(environmentFact);
  if (!('value' in environmentFound)) throw new CoexistenceError('FACTS_UNREADABLE', `${folder} does not hold its environment.`);
  const environment = completeEnvironment(environmentFound.value);

  const shellFound = recorded(shellFact);
  const isShared = 'value' in shellFound && (shellFound.value as { shared?: unknown }).shared === true;
  // Only where answers were asked for is of interest here: nothing is started.
  const shell: ShellChoice = isShared ? { missing: '', hint: '' } : { executable: '', environment: {}, tools: {} };

  const facts = new Facts({
    seatOf: (name) => seatHere(environment, shell, name),
    openLane() {
      throw new CoexistenceError('UNEXPECTED', 'Facts are judged again without a shell.');
    },
    lanesPerSite: 1,
    serviceStart: 0,
    serviceLookEvery: 1,
    keep: () => undefined,
    recorded,
    clock: systemClock,
  });
  const own = request.plan.cases.filter(({ id }) => !added.includes(id));
  const now = (): number => reading.getStore()?.now ?? systemClock.now();
  // What is not judged by facts is not planned here; whoever asks for it all the same hears that it was not kept.
  const absent = new Proxy(
    {},
    {
      get(_, part) {
        throw new CoexistenceError('FACTS_NOT_KEPT', `What ${String(part)} would show is no fact of the run.`);
      },
    },
  );

  return {
    environment,
    // Whom the run asked, its own cases decided.
    estateSeat: estateSeat(environment, own.length > 0 ? own : request.plan.cases),
    files,
    evidence: absent as Session['evidence'],
    cancelled: cancelling.signal,
    facts,
    agents: absent as Session['agents'],
    exchanges: absent as Session['exchanges'],
    presence: absent as Session['presence'],
    transactions: absent as Session['transactions'],
    looks: createLooks({
      environment,
      locator: absent as Locator,
      vantage: { answered: () => undefined, aliveBecause: async () => undefined },
      clock: systemClock,
      seen: networkFacts({ keep: () => undefined, clock: systemClock, recorded }),
    }),
    conferences: absent as Session['conferences'],
    contactLists: absent as Session['contactLists'],
    registrations: absent as Session['registrations'],
    ...factQuestions(environment, facts),
    wireOf: () => [],
    now,
    compare(id, _fact, current) {
      const found = recorded(`baseline-${id}`);
      if (!('value' in found)) throw new CoexistenceError('FACTS_NOT_KEPT', `The run did not keep what ${id} was compared with.`);
      return { now: current, at: found.asked, earlier: found.value as Earlier<typeof current> };
    },
    probePolicy: () => Promise.reject(notAgain()),
    probeRefusal: () => Promise.reject(notAgain()),
    probeWrongPassword: () => Promise.reject(notAgain()),
    again: {
      async during(id, look) {
        const read: Reading = { now: endedAt[id] ?? systemClock.now(), asked: [], missing: [] };
        const seen = await reading.run(read, look);
        return { seen, missing: read.missing, ...(read.asked.length === 0 ? {} : { asked: Math.min(...read.asked) }) };
      },
    },
    log: () => undefined,
    async close() {
      files.close();
      cancelling.close();
    },
  };
}

const notAgain = (): CoexistenceError =>
  new CoexistenceError('FACTS_NOT_KEPT', 'What changes something in the estate is not judged again.');
