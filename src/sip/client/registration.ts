import { Grammar, Registerer } from 'sip.js';
import { parseNameAddr, splitList } from '../wire/index.ts';
import type { Answer } from './answer.ts';
import type { Endpoint } from './endpoint.ts';

/** The registration of an endpoint with one server: made by sip.js, renewed and ended here. */
export interface RegistrationDialog {
  /** REGISTER through all legs of the authentication, with a new proof if asked for; the final answer, whatever it is. */
  register(anew?: boolean): Promise<Answer>;
  /** REGISTER with `Expires: 0`. */
  unregister(): Promise<Answer>;
  /** Stops every timer. */
  dispose(): void;
}

/** What the 200 to a REGISTER tells of the endpoints of a user. */
export interface Bindings {
  /** Seconds until the registration must be renewed. */
  readonly expires: number;
  /** GRUU of our endpoint. */
  readonly gruu: string | undefined;
  /** Contacts of other endpoints, verbatim. */
  readonly foreign: readonly string[];
}

/** Methods a Lync client names in its Contact. */
const methods = 'INVITE, MESSAGE, INFO, OPTIONS, BYE, CANCEL, NOTIFY, ACK, BENOTIFY';

export function createRegistration(endpoint: Endpoint): RegistrationDialog {
  const { instance, userAgent, options } = endpoint;
  const registerer = new Registerer(userAgent, {
    // Counted up before it is sent: the first CSeq is 1.
    params: { cseq: 0 } as object,
    extraHeaders: [
      'Event: registration',
      'ms-keep-alive: UAC;hop-hop=yes',
      'Supported: gruu-10, adhoclist, msrtc-event-categories',
      'Supported: ms-forking',
    ],
    extraContactHeaderParams: [`methods="${methods}"`, 'proxy=replace', `+sip.instance="<urn:uuid:${instance}>"`],
    logConfiguration: false,
  });
  // Its own timers know neither our clock nor our end: renewing is the agent's business.
  const clearTimers = (): void => (registerer as unknown as { clearTimers(): void }).clearTimers();
  // One after the other: sip.js refuses a second REGISTER while the first is under way.
  let last: Promise<unknown> = Promise.resolve();
  const exchange = (what: string, send: (delegate: object) => Promise<unknown>, before?: () => void): Promise<Answer> => {
    const mine = last.then(async () => {
      try {
        before?.();
        return await endpoint.answer(`${what} to ${options.uri}`, send);
      } finally {
        clearTimers();
      }
    });
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    register: (anew = false) =>
      exchange(
        'REGISTER',
        (requestDelegate) => registerer.register({ requestDelegate }),
        () => anew && endpoint.proveAnew(),
      ),
    unregister: () =>
      exchange('REGISTER (sign-out)', (requestDelegate) =>
        registerer.unregister({ requestDelegate, requestOptions: { extraHeaders: ['Expires: 0', 'Event: registration'] } }),
      ),
    dispose: clearTimers,
  };
}

/** Sorts the Contacts of a 200 to REGISTER into ours and those of other endpoints. @throws WireError */
export function bindingsOf(answer: Answer, instance: string): Bindings {
  const contacts = answer.headers('Contact').flatMap(splitList);
  const isOurs = (contact: string): boolean => contact.toLowerCase().includes(instance.toLowerCase());
  const ours = contacts.find(isOurs);
  const parameters = ours === undefined ? {} : parseNameAddr(ours).parameters;
  return {
    expires: Number(answer.header('Expires') ?? parameters.expires ?? 0),
    gruu: parameters.gruu,
    foreign: contacts.filter((contact) => !isOurs(contact)),
  };
}

/** Lets every Contact from now on be the GRUU, written as the server gave it. */
export function useGruu({ userAgent }: Endpoint, gruu: string): void {
  const uri = Grammar.URIParse(gruu);
  if (uri === undefined) return;
  uri.toString = () => gruu;
  userAgent.contact.pubGruu = uri;
}
