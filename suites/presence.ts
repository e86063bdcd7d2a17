import { judgePresence, presenceWire, suite } from '#live';

// Presence crosses the generations: what the recipient of a pair publishes is what its sender sees, to the sign-out.
suite('presence', (checks) => {
  for (const availability of ['available', 'busy', 'do-not-disturb', 'away', 'offline'] as const) {
    checks.ofPair(availability, async ({ target: { pair }, presence, wireOf }) => {
      const seen = await presence.of(pair, availability);
      return {
        finding: judgePresence(seen),
        attachments: wireOf(presenceWire(pair.to, availability)),
        ...(seen.seenAfter !== undefined && { took: seen.seenAfter, measures: { sight: seen.seenAfter } }),
      };
    });
  }
});
