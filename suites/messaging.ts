import { judgeDelivered, judgeFormatted, judgeLongText, judgeReply, judgeTextUnchanged, suite } from '#live';

// Clients can communicate with current and legacy users: one conversation per pair, and what may be expected of it.
suite('messaging', (checks) => {
  checks.ofPair('delivered', async ({ target: { pair }, exchanges, wireOf }) => {
    const seen = await exchanges.of(pair);
    const delivery = seen.message?.heard?.after;
    return {
      finding: judgeDelivered(seen),
      attachments: wireOf(`messaging/${pair.from} → ${pair.to}`),
      ...(delivery !== undefined && { took: delivery, measures: { delivery } }),
    };
  });

  checks.ofPair('reply', async ({ target: { pair }, exchanges, wireOf }) => {
    const seen = await exchanges.of(pair);
    const reply = seen.reply?.heard?.after;
    return {
      finding: judgeReply(seen),
      ...(reply !== undefined && { took: reply, measures: { delivery: reply } }),
      attachments: wireOf(`messaging/${pair.from} → ${pair.to}`),
    };
  });

  checks.ofPair('text-unchanged', async ({ target: { pair }, exchanges, wireOf }) => {
    const seen = await exchanges.of(pair);
    return { finding: judgeTextUnchanged(seen), attachments: wireOf(`messaging/${pair.from} → ${pair.to}`) };
  });

  checks.ofPair('long-text', async ({ target: { pair }, exchanges, wireOf }) => {
    const seen = await exchanges.of(pair);
    return { finding: judgeLongText(seen), attachments: wireOf(`messaging/${pair.from} → ${pair.to}`) };
  });

  checks.ofPair('formatted', async ({ target: { pair }, exchanges, wireOf }) => {
    const seen = await exchanges.of(pair);
    return { finding: judgeFormatted(seen), attachments: wireOf(`messaging/${pair.from} → ${pair.to}`) };
  });
});
