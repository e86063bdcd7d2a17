import { CoexistenceError } from '../../errors/index.ts';
import { type Answer, describeAnswer, diagnosticsOf, type Endpoint, EventDialog, factsOf } from '../client/index.ts';
import { Appearances } from './appearances.ts';
import { contactNews, deleteContact, deltaAfter, setContact } from './contact-documents.ts';
import type { ContactEntry, Contacts } from './model.ts';
import { userKey } from './presence-watch.ts';

/** `ms-diagnostics` of a list that was moved to Exchange (MS-OCER). */
const movedToExchange = 2165;

/** The contact list of a user, as the server tells it in the roaming contacts event (MS-SIP). */
export class ContactList implements Contacts {
  keptIn: Contacts['keptIn'] = 'pool';
  because?: string;
  readonly #endpoint: Endpoint;
  readonly #dialog: EventDialog;
  readonly #entries = new Map<string, ContactEntry>();
  readonly #appearances: Appearances;
  readonly #onEnd: (list: ContactList) => void;
  #delta = 0;
  #defaultGroup: string | undefined;

  constructor(endpoint: Endpoint, onEnd: (list: ContactList) => void) {
    const { uri } = endpoint.options;
    this.#endpoint = endpoint;
    this.#onEnd = onEnd;
    this.#appearances = new Appearances((user) => this.#entries.has(user), endpoint.options.clock);
    this.#dialog = new EventDialog(endpoint, {
      event: 'vnd-microsoft-roaming-contacts',
      target: uri,
      to: uri,
      headers: ['Accept: application/vnd-microsoft-roaming-contacts+xml', 'Supported: ms-ucs'],
      deliver: ({ body }) => this.#news(body),
      over: (reason) => this.fail(this.#refused(`tells nothing more of the contacts of ${endpoint.options.name}: ${reason}`)),
    });
  }

  /** @throws CoexistenceError CONTACTS_REFUSED, NO_ANSWER, CONNECTION_LOST */
  async open(): Promise<this> {
    try {
      const answer = await this.#dialog.subscribe();
      if (answer.status === 200) return this;
      const moved = answer.status === 488 ? diagnosisOfMove(answer) : undefined;
      if (moved === undefined) {
        throw this.#refused(`refused ${this.#endpoint.options.name} the own contact list: ${describeAnswer(answer)}`, answer);
      }
      this.keptIn = 'exchange';
      this.because = moved;
      this.#onEnd(this);
      return this;
    } catch (error) {
      this.#onEnd(this);
      throw error;
    }
  }

  get entries(): readonly ContactEntry[] {
    return [...this.#entries.values()];
  }

  of(uri: string): ContactEntry | undefined {
    return this.#entries.get(userKey(uri));
  }

  until(uri: string, isThere: boolean, ms: number): Promise<boolean> {
    return this.#appearances.until(userKey(uri), isThere, ms);
  }

  add(uri: string, name: string): Promise<void> {
    const groups = this.#defaultGroup === undefined ? [] : [this.#defaultGroup];
    return this.#change(`add ${uri} to`, setContact({ uri: userKey(uri), name, groups }, this.#delta));
  }

  remove(uri: string): Promise<void> {
    return this.#change(`remove ${uri} from`, deleteContact(userKey(uri), this.#delta));
  }

  async end(): Promise<void> {
    const ended = this.#dialog.end();
    this.fail(this.#refused(`is not asked for the contacts of ${this.#endpoint.options.name} any more`));
    await ended;
  }

  /** It is over: whoever waits is told why. */
  fail(reason: Error): void {
    this.#dialog.dispose();
    this.#appearances.end(reason);
    this.#onEnd(this);
  }

  async #change(what: string, content: string): Promise<void> {
    const { uri, name } = this.#endpoint.options;
    const answer = await this.#endpoint.request('SERVICE', {
      target: uri,
      to: uri,
      headers: [`Contact: ${this.#endpoint.userAgent.contact}`],
      body: { contentType: 'application/SOAP+xml', content },
    });
    if (answer.status !== 200) {
      throw this.#refused(`did not let ${name} ${what} the own contacts: ${describeAnswer(answer)}`, answer);
    }
    this.#delta = Math.max(this.#delta, deltaAfter(answer.body) ?? 0);
  }

  #news(body: string): void {
    const { isWhole, delta, set, gone, defaultGroup, isMigrated } = contactNews(body);
    if (isWhole) {
      this.#entries.clear();
      this.#delta = 0;
      this.keptIn = isMigrated ? 'exchange' : 'pool';
      this.#defaultGroup = defaultGroup;
    }
    this.#delta = Math.max(this.#delta, delta ?? 0);
    for (const contact of set) this.#entries.set(contact.uri, { uri: contact.uri, name: contact.name });
    for (const uri of gone) this.#entries.delete(uri);
    this.#appearances.changed();
  }

  #refused(how: string, answer?: Answer): CoexistenceError {
    const { peer } = this.#endpoint;
    return new CoexistenceError('CONTACTS_REFUSED', `${peer} ${how}.`, {
      facts: { server: peer, ...(answer && factsOf(answer)) },
    });
  }
}

/** The diagnosis that says so; a 488 alone may have any other reason. */
const diagnosisOfMove = (answer: Answer): string | undefined =>
  diagnosticsOf(answer).find((value) => Number.parseInt(value, 10) === movedToExchange);
