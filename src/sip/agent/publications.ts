import { CoexistenceError } from '../../errors/index.ts';
import { type Answer, describeAnswer, type Endpoint, factsOf } from '../client/index.ts';
import { availabilityValues } from './availability.ts';
import type { Availability, OwnPresence } from './model.ts';
import { acknowledgement, enterpriseMembership, staleVersions } from './presence-documents.ts';
import { userKey } from './presence-watch.ts';
import { publicationKey, RoamingSelf } from './roaming-self.ts';
import { escapeXml } from './xml.ts';

interface Publication {
  readonly category: string;
  readonly instance: string;
  readonly container: string;
  readonly expireType: 'endpoint' | 'static';
  /** Absent: the publication is taken back. */
  readonly content?: string;
}

/** So often a publication is sent again with the versions that a 409 named: another endpoint may have been faster. */
const repairs = 3;

/** Where the server's aggregation reads states, and where colleagues, teams and close contacts read the rest (MS-PRES). */
const inputs = ['2', '3'] as const;
const colleagues = '200';
const shown = [colleagues, '300', '400'] as const;

/** What a machine shows that is in use, and one that is not. */
const machineValues = { active: 3500, idle: 5000 } as const;

/**
 * Presence of an agent as it publishes it: SERVICE with the versions that roaming-self told (MS-PRES).
 *
 * Versions of `userState` move when another endpoint of the user publishes; a BENOTIFY on roaming-self, the answer to each publication
 * and, failing both, the fault of a 409 keep them in step.
 */
export class Publications implements OwnPresence {
  readonly #endpoint: Endpoint;
  #kept: RoamingSelf | undefined;
  #introduced = false;
  #noted: boolean;
  /** True while the user shows what was set by hand: it outlives the endpoint, and would be shown to whoever signs in next. */
  #isSet: boolean;
  #last: Promise<unknown> = Promise.resolve();

  /** @param before what the user showed at an endpoint that was lost: its note and state are still there, and ours to take back */
  constructor(endpoint: Endpoint, before?: Publications) {
    this.#endpoint = endpoint;
    this.#noted = before === undefined ? false : before.#noted;
    this.#isSet = before === undefined ? false : before.#isSet;
  }

  /** Only for those who publish or ask: thousands of agents never do. */
  get #self(): RoamingSelf {
    this.#kept ??= new RoamingSelf(this.#endpoint, (what, answer) => this.#refused(what, answer));
    return this.#kept;
  }

  /** Publishes, one after the other. @throws CoexistenceError PRESENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  publish(availability: Availability): Promise<void> {
    return this.#inTurn(async () => {
      // Device and machine go with the first publication: without an active machine the server shows the user as offline.
      const first = this.#introduced ? [] : [this.#device(), ...this.#machine(false)];
      await this.#put(`the presence "${availability}"`, [...first, ...this.#userState(availability)]);
      this.#introduced = true;
      this.#isSet = true;
    });
  }

  beIdle(isIdle: boolean): Promise<void> {
    return this.#inTurn(async () => {
      const first = this.#introduced ? [] : [this.#device()];
      await this.#put(`the presence "${isIdle ? 'idle' : 'active'}"`, [...first, ...this.#machine(isIdle)]);
      this.#introduced = true;
    });
  }

  writeNote(note: string | undefined): Promise<void> {
    return this.#inTurn(() => this.#writeNote(note));
  }

  async isShared(): Promise<boolean> {
    await this.#self.open();
    const blocked = '32000';
    return this.#self
      .containers()
      .some(({ id, members }) => id !== blocked && members.some(({ type }) => type === 'sameEnterprise' || type === 'everyone'));
  }

  async share(): Promise<boolean> {
    if (await this.isShared()) return false;
    await this.#inTurn(() => this.#changeMembers('add'));
    return true;
  }

  unshare(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#self.open();
      await this.#changeMembers('remove');
    });
  }

  async untilAddedBy(uri: string, ms: number): Promise<boolean> {
    await this.#self.open();
    return await this.#self.untilAddedBy(userKey(uri), ms);
  }

  acknowledge(uri: string): Promise<void> {
    return this.#inTurn(async () => {
      const answer = await this.#service('application/msrtc-presence-setsubscriber+xml', acknowledgement(userKey(uri)));
      if (answer.status !== 200) throw this.#refused(`the acknowledgement of ${uri}`, answer);
      this.#self.acknowledged(userKey(uri));
    });
  }

  /** Takes back what would stay behind, note and availability, and ends the subscription on ourselves. */
  async end(): Promise<void> {
    const ends = await Promise.allSettled([
      ...(this.#noted ? [this.writeNote(undefined)] : []),
      ...(this.#isSet ? [this.#reset()] : []),
    ]);
    await this.#kept?.end();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  dispose(reason?: Error): void {
    this.#kept?.dispose(reason);
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const mine = this.#last.then(act);
    this.#last = mine.catch(() => {});
    return mine;
  }

  /** As "Reset Status" does: from then on the machines alone say how available the user is. */
  #reset(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#put('the end of a presence', this.#userState(undefined));
      this.#isSet = false;
    });
  }

  async #writeNote(note: string | undefined): Promise<void> {
    const content =
      note === undefined
        ? undefined
        : `<note xmlns="http://schemas.microsoft.com/2006/09/sip/note"><body type="personal" uri="">${escapeXml(note)}</body></note>`;
    const notes = shown.map(
      (container): Publication => ({
        category: 'note',
        instance: '0',
        container,
        expireType: 'static',
        ...(content !== undefined && { content }),
      }),
    );
    await this.#put('a note', notes);
    this.#noted = content !== undefined;
  }

  /** What is to be taken back and is not there is left out. @throws CoexistenceError PRESENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  async #put(what: string, wanted: readonly Publication[]): Promise<void> {
    await this.#self.open();
    for (let attempt = 0; ; attempt++) {
      const publications = wanted.filter(
        (publication) => publication.content !== undefined || this.#self.versionOf(keyOf(publication)) > 0,
      );
      if (publications.length === 0) return;
      const answer = await this.#send(publications);
      if (answer.status === 200) return this.#stored(publications, answer.body);
      const stale = answer.status === 409 && attempt < repairs ? staleVersions(answer.body) : [];
      if (stale.length === 0) throw this.#refused(what, answer);
      for (const { index, current } of stale) {
        const publication = publications[index - 1];
        if (publication) this.#self.setVersion(keyOf(publication), current);
      }
    }
  }

  async #changeMembers(action: 'add' | 'remove'): Promise<void> {
    const known = this.#self.containers().find(({ id }) => id === colleagues);
    let version = known?.version ?? 0;
    for (let attempt = 0; ; attempt++) {
      const content = enterpriseMembership(colleagues, version, action);
      const answer = await this.#service('application/msrtc-setcontainermembers+xml', content);
      if (answer.status === 200) {
        const rest = known?.members.filter(({ type }) => type !== 'sameEnterprise') ?? [];
        const members = action === 'add' ? [...rest, { type: 'sameEnterprise' }] : rest;
        return this.#self.setContainer({ id: colleagues, version: version + 1, members });
      }
      const [stale] = answer.status === 409 && attempt < repairs ? staleVersions(answer.body) : [];
      if (stale === undefined) throw this.#refused('a change of who may see the presence', answer);
      version = stale.current;
    }
  }

  /** The answer lists what is stored now; what it leaves out has moved on by one, or is gone. */
  #stored(publications: readonly Publication[], body: string): void {
    for (const publication of publications) {
      const key = keyOf(publication);
      this.#self.setVersion(key, publication.content === undefined ? 0 : this.#self.versionOf(key) + 1);
    }
    this.#self.learn(body);
  }

  #send(publications: readonly Publication[]): Promise<Answer> {
    const { uri } = this.#endpoint.options;
    const entries = publications.map((publication) => {
      const { category, instance, container, expireType, content } = publication;
      const version = this.#self.versionOf(keyOf(publication));
      const place = `categoryName="${category}" instance="${instance}" container="${container}" version="${version}" expireType="${expireType}"`;
      return content === undefined ? `<publication ${place} expires="0"/>` : `<publication ${place}>${content}</publication>`;
    });
    return this.#service(
      'application/msrtc-category-publish+xml',
      `<publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence"><publications uri="${escapeXml(uri)}">` +
        `${entries.join('')}</publications></publish>`,
    );
  }

  #service(contentType: string, content: string): Promise<Answer> {
    const { uri } = this.#endpoint.options;
    return this.#endpoint.request('SERVICE', {
      target: uri,
      to: uri,
      headers: [`Contact: ${this.#endpoint.userAgent.contact}`],
      body: { contentType, content },
    });
  }

  get #endpointNumber(): number {
    return Number.parseInt(this.#endpoint.options.epid.slice(0, 8), 16);
  }

  #device(): Publication {
    const { uri } = this.#endpoint.options;
    const content =
      `<device xmlns="http://schemas.microsoft.com/2006/09/sip/device" endpointId="${this.#endpoint.instance}">` +
      `<capabilities preferred="false" uri="${escapeXml(uri)}"><text capture="true" render="true" publish="false"/></capabilities>` +
      `<timezone>00:00:00+00:00</timezone><machineName>COEX</machineName></device>`;
    return { category: 'device', instance: String(this.#endpointNumber), container: '2', expireType: 'endpoint', content };
  }

  #machine(isIdle: boolean): readonly Publication[] {
    const instance = String((0x30000000 | (this.#endpointNumber >>> 4)) >>> 0);
    return states(instance, 'endpoint', stateOf('machineState', machineValues[isIdle ? 'idle' : 'active']));
  }

  #userState(availability: Availability | undefined): readonly Publication[] {
    const instance = String(0x20000000);
    if (availability === undefined) return states(instance, 'static');
    const activity =
      availability === 'off-work' ? '<activity token="off-work" minAvailability="15500" maxAvailability="17999"/>' : '';
    return states(instance, 'static', stateOf('userState', availabilityValues[availability], activity));
  }

  #refused(what: string, answer: Answer): CoexistenceError {
    const { peer, options } = this.#endpoint;
    return new CoexistenceError('PRESENCE_REFUSED', `${peer} refused ${what} of ${options.name}: ${describeAnswer(answer)}.`, {
      facts: { server: peer, ...factsOf(answer) },
    });
  }
}

const keyOf = ({ category, instance, container }: Publication): string => publicationKey(category, instance, container);

const states = (instance: string, expireType: Publication['expireType'], content?: string): readonly Publication[] =>
  inputs.map((container) => ({ category: 'state', instance, container, expireType, ...(content !== undefined && { content }) }));

const stateOf = (type: 'machineState' | 'userState', value: number, activity = ''): string =>
  `<state xmlns="http://schemas.microsoft.com/2006/09/sip/state" manual="${type === 'userState'}"` +
  ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}"><availability>${value}</availability>${activity}` +
  `<endpointLocation/></state>`;
