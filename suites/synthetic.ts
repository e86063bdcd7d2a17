import { judgeAgreement, type SeenTransaction, suite } from '#live';

const shown = ({ finding, latency, attachments }: SeenTransaction) => ({
  finding,
  attachments,
  ...(latency === undefined ? {} : { measures: { latency } }),
});

// The second witness: the product's own transactions, with the same users and over the same pools as our own clients.
suite('synthetic', (checks) => {
  checks.ofUser('registration', async ({ target, case: { site }, transactions }) =>
    shown(await transactions.registration(site, target.user)),
  );
  checks.ofPair('im', async ({ target: { pair }, transactions }) => shown(await transactions.ofPair('Test-CsIM', pair)));
  checks.ofPair('presence', async ({ target: { pair }, transactions }) =>
    shown(await transactions.ofPair('Test-CsPresence', pair, ['Publisher', 'Subscriber'])),
  );
  checks.ofPair('group-im', async ({ target: { pair }, transactions }) =>
    shown(await transactions.ofPair('Test-CsGroupIM', pair)),
  );
  checks.ofPair('data-conference', async ({ target: { pair }, transactions }) =>
    shown(await transactions.ofPair('Test-CsDataConference', pair)),
  );
  checks.ofPair('agrees', async ({ target: { pair }, transactions, wireOf }) => {
    const [own, product] = await Promise.all([transactions.own(pair), transactions.ofPair('Test-CsIM', pair)]);
    return {
      finding: judgeAgreement(`${pair.from} → ${pair.to}`, own, product.finding),
      attachments: [...product.attachments, ...wireOf(`messaging/${pair.from} → ${pair.to}`)],
    };
  });
});
