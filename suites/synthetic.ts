import { judgeAgreement, type Look, type Seen, suite } from '#live';

/** By a transaction of the product: it works, or it meets the known limit that the case is about. */
const byProduct = async ({ case: planned, transactions }: Pick<Look<'pair'>, 'case' | 'transactions'>): Promise<Seen> => {
  const { finding, latency, attachments } = await transactions.of(planned);
  return { finding, attachments, ...(latency === undefined ? {} : { measures: { latency } }) };
};

// The second witness: the product's own transactions, with the same users and over the same pools as our own clients.
suite('synthetic', (checks) => {
  checks.ofUser('registration', byProduct);
  checks.ofUser('xmpp', byProduct);
  checks.ofUser('address-book', byProduct);
  checks.ofUser('address-book-search', byProduct);
  checks.ofUser('dial-in', byProduct);
  checks.ofPool('federated-partner', byProduct);
  checks.ofPair('im', byProduct);
  checks.ofPair('presence', byProduct);
  checks.ofPair('group-im', byProduct);
  checks.ofPair('audio-video', byProduct);
  checks.ofPair('audio-video-conference', byProduct);
  checks.ofPair('data-conference', byProduct);
  checks.ofPair('sharing', byProduct);
  checks.ofPair('mobile', byProduct);
  checks.ofPair('mobile-of-2010', byProduct);
  checks.ofPair('persistent-chat', byProduct);
  checks.ofPair('agrees', async ({ target: { pair }, transactions, wireOf }) => {
    const [own, product] = await Promise.all([transactions.own(pair), transactions.message(pair)]);
    return {
      finding: judgeAgreement(`${pair.from} → ${pair.to}`, own, product.finding),
      attachments: [...product.attachments, ...wireOf(`messaging/${pair.from} → ${pair.to}`)],
    };
  });
});
