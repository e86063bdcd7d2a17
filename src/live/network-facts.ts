import { troubleOf } from '../checks/index.ts';
import { answerOf, certificateFact, type Keep, type Learnt, type Shelf } from '../facts/index.ts';
import { certificateSight, type NameService } from '../network/index.ts';
import type { MeetingSight, PageSight, PortSight, Speech, SpokenSight } from '../probes/index.ts';
import type { Clock } from '../time/index.ts';

/** What is seen of the network: each thing is looked at once in a run, and kept; or it is what an earlier run has kept. */
export interface NetworkFacts {
  /** True where all of it was seen by an earlier run. */
  readonly areRecorded: boolean;
  /** @throws CoexistenceError what the look throws; FACTS_NOT_KEPT where an earlier run did not look */
  port(server: string, number: number, look: () => Promise<PortSight | undefined>): Promise<PortSight | undefined>;
  /** The same of what begins without TLS. */
  speech(server: string, number: number, speech: Speech, look: () => Promise<SpokenSight>): Promise<SpokenSight>;
  page(url: string, look: () => Promise<PageSight>): Promise<PageSight>;
  /** What opening the meeting of a pool came to: its address is no name of a fact. */
  meeting(pool: string, from: 'inside' | 'outside', look: () => Promise<MeetingSight>): Promise<MeetingSight>;
  /** The same name service, each question asked once. `facts` begins the names of its facts. */
  names(service: NameService, facts: string): NameService;
  /** Why silence of a port is known not to be a wall in between: the newest answer counts. */
  alive(server: string, number: number, ask: () => Promise<string | undefined>): Promise<string | undefined>;
  /** Ends when all looks at the ports of a server that have begun are over. */
  portsSeen(server: string): Promise<void>;
}

export function networkFacts(seat: {
  readonly keep: Keep;
  readonly clock: Clock;
  /** Answers from a run folder: then nobody looks. Throws where the run did not keep the fact. */
  readonly recorded?: (fact: string) => Learnt;
}): NetworkFacts {
  const { keep, clock, recorded } = seat;
  const known = new Map<string, Promise<unknown>>();

  const once = <T>(
    shelf: Shelf,
    fact: string,
    look: () => Promise<T>,
    write: (value: T) => unknown = (value) => value,
  ): Promise<T> => {
    if (recorded !== undefined) return Promise.resolve().then(() => answerOf(recorded(fact)) as T);
    const before = known.get(fact);
    if (before !== undefined) return before as Promise<T>;
    const seen = look();
    known.set(fact, seen);
    seen.then(
      (value) => keep(fact, { asked: clock.now(), value: write(value) }, shelf),
      (error: unknown) => keep(fact, { asked: clock.now(), error: troubleOf(error) }, shelf),
    );
    return seen;
  };

  const keptCertificates = new Set<string>();
  const writePort = (sight: PortSight | undefined): unknown => {
    if (sight?.chain === undefined) return sight;
    const chain = sight.chain.map((der) => {
      const fact = certificateFact(der);
      // Those of an authority are in every chain of the estate.
      if (!keptCertificates.has(fact)) keep(fact, { asked: clock.now(), value: der }, 'certificates');
      keptCertificates.add(fact);
      return fact;
    });
    return { ...sight, chain };
  };

  return {
    areRecorded: recorded !== undefined,
    async port(server, number, look) {
      const sight = await once('ports', `port-${server}-${number}`, look, writePort);
      return recorded === undefined ? sight : readPort((sight ?? undefined) as PortSight | undefined, recorded);
    },
    speech: (server, number, speech, look) => once('ports', `port-${server}-${number}-${speech}`, look),
    page: (url, look) => once('pages', `page-${url}`, look, writePage),
    meeting: (pool, from, look) => once('pages', `meeting-${pool}-${from}`, look),
    names: (service, facts) => ({
      asked: service.asked,
      srv: (name) => once('names', `${facts}srv-${name}`, () => service.srv(name)),
      addresses: (name) => once('names', `${facts}addresses-${name}`, () => service.addresses(name)),
    }),
    async alive(server, number, ask) {
      const fact = `alive-${server}-${number}`;
      if (recorded !== undefined) return (answerOf(recorded(fact)) as string | null) ?? undefined;
      const because = await ask();
      keep(fact, { asked: clock.now(), value: because ?? null }, 'ports');
      return because;
    },
    async portsSeen(server) {
      await Promise.allSettled([...known].filter(([fact]) => fact.startsWith(`port-${server}-`)).map(([, look]) => look));
    },
  };
}

/** A page without what nobody judges: only documents of autodiscover are read, and other pages may hold tokens of their forms. */
const writePage = (page: PageSight): PageSight => (/AutodiscoverResponse/i.test(page.body) ? page : { ...page, body: '' });

/** What a port showed, its certificate read again by this version. */
function readPort(sight: PortSight | undefined, recorded: (fact: string) => Learnt): PortSight | undefined {
  if (sight?.chain === undefined) return sight;
  // A name that a secret happened to stand in was redacted: then what the run itself had read must do.
  const chain = sight.chain.flatMap((fact) => (isWhole.test(fact) ? [String(answerOf(recorded(fact)))] : []));
  const [own] = chain;
  if (own === undefined || chain.length < sight.chain.length) return sight;
  return { ...sight, chain, certificate: certificateSight(Buffer.from(own, 'base64')) };
}

const isWhole = /^certificate-[0-9a-f]{64}$/;
