import { judgeConferenceCreated, judgeConferenceHeard, judgeConferenceJoined, suite } from '#live';

// Users of both generations meet: a conference on every pool, where everybody sees and reads everybody.
suite('conference', (checks) => {
  checks.ofConference('created', async ({ target, conferences, wireOf }) => {
    const seen = await conferences.of(target);
    const after = seen.createdAfter;
    return {
      finding: judgeConferenceCreated(seen),
      attachments: wireOf(`conference/of ${target.organizer}`),
      ...(after !== undefined && { took: after, measures: { creation: after } }),
    };
  });

  checks.ofConference('joined', async ({ target, conferences, wireOf }) => ({
    finding: judgeConferenceJoined(await conferences.of(target)),
    attachments: wireOf(`conference/of ${target.organizer}`),
  }));

  checks.ofConference('heard', async ({ target, conferences, wireOf }) => {
    const seen = await conferences.of(target);
    const slowest = Math.max(0, ...seen.messages.map(({ after }) => after ?? 0));
    return {
      finding: judgeConferenceHeard(seen),
      attachments: wireOf(`conference/of ${target.organizer}`),
      ...(slowest > 0 && { took: slowest, measures: { delivery: slowest } }),
    };
  });
});
