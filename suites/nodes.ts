import {
  generationOf,
  judgeChain,
  judgeClosed,
  judgeExpiry,
  judgeNames,
  judgeNodeSignIn,
  judgePort,
  judgeStrength,
  judgeTlsVersion,
  namesOfPort,
  poolNamed,
  suite,
  troubleFinding,
} from '#live';

// Every node answers, and with a certificate that clients believe: behind the name of a pool one good server hides the others.
suite('nodes', (checks) => {
  checks.ofPort('ports', async ({ target, looks }) => judgePort(await looks.port(target)));

  checks.ofUser('sign-in', async ({ target, environment, agents, wireOf }) => {
    const { doors } = await agents.arrival(target.user);
    const { registration, trouble, took } = doors.get(target.via!)!;
    const attachments = wireOf(`signin/${target.user}`);
    if (registration === undefined) return { finding: troubleFinding(trouble!), attachments };
    const home = poolNamed(environment, target.pool);
    const finding = judgeNodeSignIn(
      { user: target.user, registration, took },
      target.via!,
      home,
      generationOf(target.generation),
    );
    return { finding, attachments, took, measures: { signIn: took } };
  });

  checks.ofPort('legacy-edge-closed', async ({ target, looks }) => judgeClosed(await looks.port(target)));

  checks.ofPort('certificate-chain', async ({ target, looks, now }) => judgeChain(await looks.port(target), now()));

  checks.ofPort('certificate-expiry', async ({ target, looks, now, environment }) =>
    judgeExpiry(await looks.port(target), now(), environment.budgets.certificateWarning),
  );

  checks.ofPort('certificate-names', async ({ target, looks, environment }) =>
    judgeNames(await looks.port(target), namesOfPort(target, poolNamed(environment, target.pool), environment)),
  );

  checks.ofPort('certificate-strength', async ({ target, looks, environment }) =>
    judgeStrength(await looks.port(target), poolNamed(environment, target.pool).tlsProfile),
  );

  checks.ofPort('tls-version', async ({ target, looks, environment }) =>
    judgeTlsVersion(await looks.port(target), poolNamed(environment, target.pool).tlsProfile),
  );
});
