import { CoexistenceError } from '../../errors/index.ts';
import { type Answer, describeAnswer, type Endpoint, EventDialog, factsOf } from '../client/index.ts';
import { availabilityValues } from './availability.ts';
import type { Availability } from './model.ts';
import { type KeptPublication, keptPublications, roamingSelfList, staleVersions } from './presence-documents.ts';
import { escapeXml } from './xml.ts';

interface Publication {
  readonly category: string;
  readonly instance: string;
  readonly container: '2' | '3';
  readonly expireType: 'endpoint' | 'static';
  readonly content: string;
}

/** So often a publication is sent again with the versions that a 409 named: another endpoint may have been faster. */
const repairs = 3;

const keyOf = (category: string, instance: string, container: string): string => `${category} ${instance} ${container}`;

/**
 * Presence of an agent as it publishes it: SERVICE with the versions that roaming-self told (MS-PRES).
 *
 * Versions of `userState` move when another endpoint of the user publishes; a BENOTIFY on roaming-self, the answer to each publication
 * and, failing both, the fault of a 409 keep them in step.
 */
export class Publications {
  readonly #endpoint: Endpoint;
  readonly #versions = new Map<string, number>();
  #roaming: Promise<EventDialog> | undefined;
  #dialog: EventDialog | undefined;
  #introduced = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /** Publishes, one after the other. @throws CoexistenceError PRESENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  publish(availability: Availability): Promise<void> {
    const mine = this.#last.then(() => this.#publish(availability));
    this.#last = mine.catch(() => {});
    return mine;
  }

  /** Ends the subscription on ourselves. */
  async end(): Promise<void> {
    await this.#dialog?.end();
  }

  dispose(): void {
    this.#dialog?.dispose();
  }

  async #publish(availability: Availability): Promise<void> {
    this.#roaming ??= this.#subscribe();
    try {
      await this.#roaming;
    } catch (error) {
      this.#roaming = undefined;
      throw error;
    }
    // Device and machine go with the first publication: without an active machine the server shows the user as offline.
    const publications = [...(this.#introduced ? [] : this.#introduction()), ...this.#userState(availability)];
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#send(publications);
      if (answer.status === 200) {
        this.#stored(publications, answer.body);
        this.#introduced = true;
        return;
      }
      const stale = answer.status === 409 && attempt < repairs ? staleVersions(answer.body) : [];
      if (stale.length === 0) throw this.#refused(`the presence "${availability}"`, answer);
      for (const { index, current } of stale) {
        const publication = publications[index - 1];
        if (publication) this.#versions.set(keyOf(publication.category, publication.instance, publication.container), current);
      }
    }
  }

  async #subscribe(): Promise<EventDialog> {
    const { uri } = this.#endpoint.options;
    const dialog = new EventDialog(this.#endpoint, {
      event: 'vnd-microsoft-roaming-self',
      target: uri,
      to: uri,
      headers: ['Accept: application/vnd-microsoft-roaming-self+xml'],
      body: { contentType: 'application/vnd-microsoft-roaming-self+xml', content: roamingSelfList },
      deliver: ({ body }) => this.#learn(keptPublications(body)),
      // Without it versions are repaired by 409 alone; the next publication subscribes again.
      over: () => {
        this.#roaming = undefined;
      },
    });
    const answer = await dialog.subscribe();
    if (answer.status !== 200) throw this.#refused('the subscription on its own presence', answer);
    this.#dialog = dialog;
    return dialog;
  }

  #learn(kept: readonly KeptPublication[]): void {
    for (const { category, instance, container, version } of kept) {
      if (instance !== undefined) this.#versions.set(keyOf(category, instance, container), version);
      else {
        for (const key of this.#versions.keys())
          if (key.startsWith(`${category} `) && key.endsWith(` ${container}`)) this.#versions.delete(key);
      }
    }
  }

  /** The answer lists what is stored now; what it leaves out has moved on by one. */
  #stored(publications: readonly Publication[], body: string): void {
    for (const { category, instance, container } of publications) {
      const key = keyOf(category, instance, container);
      this.#versions.set(key, (this.#versions.get(key) ?? 0) + 1);
    }
    this.#learn(keptPublications(body));
  }

  #send(publications: readonly Publication[]): Promise<Answer> {
    const { uri } = this.#endpoint.options;
    const entries = publications.map(({ category, instance, container, expireType, content }) => {
      const version = this.#versions.get(keyOf(category, instance, container)) ?? 0;
      return `<publication categoryName="${category}" instance="${instance}" container="${container}" version="${version}" expireType="${expireType}">${content}</publication>`;
    });
    const content =
      `<publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence"><publications uri="${escapeXml(uri)}">` +
      `${entries.join('')}</publications></publish>`;
    return this.#endpoint.request('SERVICE', {
      target: uri,
      to: uri,
      headers: [`Contact: ${this.#endpoint.userAgent.contact}`],
      body: { contentType: 'application/msrtc-category-publish+xml', content },
    });
  }

  #introduction(): readonly Publication[] {
    const { uri, epid } = this.#endpoint.options;
    const endpoint = Number.parseInt(epid.slice(0, 8), 16);
    const machine = String((0x30000000 | (endpoint >>> 4)) >>> 0);
    const device =
      `<device xmlns="http://schemas.microsoft.com/2006/09/sip/device" endpointId="${this.#endpoint.instance}">` +
      `<capabilities preferred="false" uri="${escapeXml(uri)}"><text capture="true" render="true" publish="false"/></capabilities>` +
      `<timezone>00:00:00+00:00</timezone><machineName>COEX</machineName></device>`;
    return [
      { category: 'device', instance: String(endpoint), container: '2', expireType: 'endpoint', content: device },
      ...this.#states(machine, 'endpoint', stateOf('machineState', availabilityValues.available)),
    ];
  }

  #userState(availability: Availability): readonly Publication[] {
    return this.#states(String(0x20000000), 'static', stateOf('userState', availabilityValues[availability]));
  }

  /** Containers 2 and 3 are the inputs of the server's aggregation. */
  #states(instance: string, expireType: Publication['expireType'], content: string): readonly Publication[] {
    return (['2', '3'] as const).map((container) => ({ category: 'state', instance, container, expireType, content }));
  }

  #refused(what: string, answer: Answer): CoexistenceError {
    const { peer, options } = this.#endpoint;
    return new CoexistenceError('PRESENCE_REFUSED', `${peer} refused ${what} of ${options.name}: ${describeAnswer(answer)}.`, {
      facts: { server: peer, ...factsOf(answer) },
    });
  }
}

const stateOf = (type: 'machineState' | 'userState', value: number): string =>
  `<state xmlns="http://schemas.microsoft.com/2006/09/sip/state" manual="${type === 'userState'}"` +
  ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}"><availability>${value}</availability>` +
  `<endpointLocation/></state>`;
