import { judgeKept, judgeProvenAnew, judgeRenewed, suite } from '#live';

// Whoever is signed in stays so: registrations last through the run, are renewed, and are proven anew on the living connection.
suite('registration', (checks) => {
  checks.ofUser('kept', async ({ target, registrations, wireOf }) => ({
    finding: judgeKept(await registrations.of(target)),
    attachments: wireOf(`registration/${target.user}`),
  }));

  checks.ofUser('renewed', async ({ target, registrations, wireOf }) => {
    const seen = await registrations.of(target);
    return { finding: judgeRenewed(seen), attachments: wireOf(`registration/${target.user}`), took: seen.renewal?.took ?? 0 };
  });

  checks.ofUser('proven-anew', async ({ target, registrations, wireOf }) => {
    const seen = await registrations.of(target);
    return { finding: judgeProvenAnew(seen), attachments: wireOf(`registration/${target.user}`), took: seen.proof?.took ?? 0 };
  });
});
