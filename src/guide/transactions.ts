import type { CheckId } from '../outcome/index.ts';
import type { PhaseName } from './phases/model.ts';

/** A key of `pilot:` in the environment file without which a transaction has nothing to try. */
export type PilotKey = 'federatedPartner' | 'xmppPartner' | 'chatRoom' | 'mobile' | 'dialIn';

/** A synthetic transaction of the product ("Running synthetic transactions"): what a check runs, as whom, and who cannot. */
export interface Transaction {
  readonly check: CheckId;
  /** `Test-CsIM` */
  readonly cmdlet: string;
  /** Run for every test user, for one user of every pool, for every pair of users, or for the Edge pool that federates. */
  readonly by: 'user' | 'pool' | 'pair' | 'edge';
  /** Who plays which part, as the parameters of the cmdlet begin; of a pair who acts first comes first. */
  readonly parts: Readonly<Record<string, 'user' | 'from' | 'to'>>;
  /** What the environment file has to say, and the parameter that it becomes, where it becomes one. */
  readonly asks?: { readonly key: PilotKey; readonly parameter?: string };
  /** The phase from which it is to work. */
  readonly since?: PhaseName;
  /**
   * For cmdlets that came with 2013: the known limit that is met by whoever acts first at a 2010 pool, and, where the documentation knows
   * one, by somebody homed there who is reached from a 2013 pool.
   */
  readonly of2013?: { readonly first: string; readonly second?: string };
}

const user = { User: 'user' } as const;
const pair = { Sender: 'from', Receiver: 'to' } as const;

export const transactions: readonly Transaction[] = [
  { check: 'synthetic.registration', cmdlet: 'Test-CsRegistration', by: 'user', parts: user },
  { check: 'synthetic.im', cmdlet: 'Test-CsIM', by: 'pair', parts: pair },
  // Who is seen publishes, and whoever sees subscribes.
  { check: 'synthetic.presence', cmdlet: 'Test-CsPresence', by: 'pair', parts: { Publisher: 'to', Subscriber: 'from' } },
  { check: 'synthetic.group-im', cmdlet: 'Test-CsGroupIM', by: 'pair', parts: pair },
  { check: 'synthetic.audio-video', cmdlet: 'Test-CsP2PAV', by: 'pair', parts: pair },
  { check: 'synthetic.audio-video-conference', cmdlet: 'Test-CsAVConference', by: 'pair', parts: pair },
  {
    check: 'synthetic.data-conference',
    cmdlet: 'Test-CsDataConference',
    by: 'pair',
    parts: pair,
    of2013: { first: 'transactions-of-2013' },
  },
  {
    check: 'synthetic.sharing',
    cmdlet: 'Test-CsASConference',
    by: 'pair',
    parts: pair,
    of2013: { first: 'transactions-of-2013' },
  },
  {
    check: 'synthetic.mobile',
    cmdlet: 'Test-CsUcwaConference',
    by: 'pair',
    parts: { Organizer: 'from', Participant: 'to' },
    asks: { key: 'mobile' },
    of2013: { first: 'transactions-of-2013', second: 'mobile-by-generation' },
  },
  { check: 'synthetic.mobile-of-2010', cmdlet: 'Test-CsMcxP2PIM', by: 'pair', parts: pair, asks: { key: 'mobile' } },
  {
    check: 'synthetic.persistent-chat',
    cmdlet: 'Test-CsPersistentChatMessage',
    by: 'pair',
    parts: pair,
    // Only ever a room that is there: with -Setup the cmdlet would make one.
    asks: { key: 'chatRoom', parameter: 'ChatRoomUri' },
    of2013: { first: 'separate-chat-rooms', second: 'separate-chat-rooms' },
  },
  {
    check: 'synthetic.xmpp',
    cmdlet: 'Test-CsXmppIM',
    by: 'pool',
    parts: user,
    asks: { key: 'xmppPartner', parameter: 'Receiver' },
    since: 'federation-moved',
    of2013: { first: 'xmpp-left-behind' },
  },
  {
    check: 'synthetic.federated-partner',
    cmdlet: 'Test-CsFederatedPartner',
    by: 'edge',
    parts: {},
    // Never with -ProxyFqdn: an Edge Server of another generation may not know the header that it brings.
    asks: { key: 'federatedPartner', parameter: 'Domain' },
  },
  { check: 'synthetic.address-book', cmdlet: 'Test-CsAddressBookService', by: 'pool', parts: user },
  { check: 'synthetic.address-book-search', cmdlet: 'Test-CsAddressBookWebQuery', by: 'pool', parts: user },
  { check: 'synthetic.dial-in', cmdlet: 'Test-CsDialInConferencing', by: 'pool', parts: user, asks: { key: 'dialIn' } },
];

const byCheck = new Map(transactions.map((transaction) => [transaction.check, transaction]));

/** The transaction that a check runs, or `undefined` where it runs none. */
export const transactionOf = (check: string): Transaction | undefined => byCheck.get(check as CheckId);
