import type { Change, ChangeJournal } from '../changes/index.ts';
import { type ContactChangeObservation, type ContactsObservation, troubleOf } from '../checks/index.ts';
import type { Leases } from '../concurrency/index.ts';
import type { Environment, TestUser } from '../environment/index.ts';
import type { Keep } from '../facts/index.ts';
import type { Agent, Contacts } from '../sip/agent/index.ts';
import type { AgentPool } from './agents.ts';
import type { Evidence } from './evidence-files.ts';
import { takeBackContact } from './take-back-contact.ts';

export interface ContactListsOptions {
  readonly environment: Environment;
  readonly agents: AgentPool;
  readonly leases: Leases;
  readonly evidence: Evidence;
  readonly budget: number;
  readonly changes: ChangeJournal;
  readonly run: string;
  readonly allowed: boolean;
  siteOf(user: string): string;
  /** Keeps how many contacts a user has. */
  readonly keep: Keep;
  now(): number;
}

/** The contact list of a user, looked at once in a run: read, and where that is allowed changed and changed back. */
export class ContactLists {
  readonly #options: ContactListsOptions;
  readonly #known = new Map<string, Promise<ContactsObservation>>();

  constructor(options: ContactListsOptions) {
    this.#options = options;
  }

  of({ user, pool }: { readonly user: string; readonly pool: string }): Promise<ContactsObservation> {
    let seen = this.#known.get(user);
    if (seen === undefined) {
      seen = this.#observe(user, pool);
      this.#known.set(user, seen);
    }
    return seen;
  }

  async #observe(user: string, pool: string): Promise<ContactsObservation> {
    const { agents, leases, evidence, budget, allowed } = this.#options;
    const base = { user, pool, budget, ...(allowed ? {} : { forbidden: true }) };
    await agents.arrival(user);
    return leases.using({ alone: [user] }, () =>
      evidence.around(`contacts/${user}`, [user], async () => {
        const agent = await agents.agent(user);
        if (agent === undefined) {
          const trouble = agents.lossOf(user);
          return { ...base, ...(trouble === undefined ? { notSignedIn: true } : { trouble }) };
        }
        let list: Contacts;
        try {
          list = await agent.contacts();
        } catch (error) {
          return { ...base, trouble: troubleOf(error) };
        }
        const { keptIn, entries, because } = list;
        // Where the pool does not give the list out there is nothing to count, and nothing to compare a count with.
        const counted = { keptIn, ...(because === undefined ? { count: entries.length } : { because }) };
        this.#options.keep(`contacts-${user}`, { asked: this.#options.now(), value: { user: agent.uri, pool, ...counted } });
        const change = allowed && keptIn === 'pool' ? await this.#change(agent, user, list) : undefined;
        await list.end().catch(() => undefined);
        return { ...base, list: counted, ...(change && { change }) };
      }),
    );
  }

  /** Adds somebody who is not in the list, and removes that entry whatever happens in between. */
  async #change(agent: Agent, user: string, list: Contacts): Promise<ContactChangeObservation | undefined> {
    const { changes, budget, run, siteOf } = this.#options;
    const other = this.#stranger(user, list);
    if (other === undefined) return undefined;
    const change: Change = {
      id: `contact-${user}`,
      kind: 'contact',
      site: siteOf(user),
      identity: `${other.name} among the contacts of ${user}`,
      mark: `coex ${run}`,
      values: { owner: user, uri: other.uri },
    };
    const seen: { -readonly [Key in keyof ContactChangeObservation]: ContactChangeObservation[Key] } = { who: other.name };
    changes.intend(change);
    try {
      await list.add(other.uri, change.mark);
      changes.made(change.id);
      seen.told = await list.until(other.uri, true, budget);
      const again = await agent.contacts();
      seen.stored = again.of(other.uri) !== undefined;
      await again.end();
    } catch (error) {
      seen.trouble = troubleOf(error);
    }
    try {
      changes.undone(change.id, 'runner', await takeBackContact(agent, change));
      seen.removed = true;
    } catch (error) {
      const trouble = troubleOf(error);
      changes.undoFailed(change.id, trouble.message);
      seen.trouble ??= trouble;
    }
    return seen;
  }

  /** Another test user who is not in the list, of the other generation where there is one. */
  #stranger(user: string, list: Contacts): TestUser | undefined {
    const { environment } = this.#options;
    const generationAt = (pool: string) =>
      environment.sites.flatMap(({ pools }) => pools).find(({ fqdn }) => fqdn === pool)?.generation;
    const own = environment.users.find(({ name }) => name === user);
    const strangers = environment.users.filter(({ name, uri }) => name !== user && list.of(uri) === undefined);
    return strangers.find(({ pool }) => generationAt(pool) !== generationAt(own?.pool ?? '')) ?? strangers[0];
  }
}
