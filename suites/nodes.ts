import {
  judgeChain,
  judgeClosed,
  judgeExpiry,
  judgeNames,
  judgePort,
  judgeStrength,
  judgeTlsVersion,
  namesOfPort,
  poolNamed,
  suite,
} from '#live';

// Every node answers, and with a certificate that clients believe: behind the name of a pool one good server hides the others.
suite('nodes', (checks) => {
  checks.ofPort('ports', async ({ target, looks }) => judgePort(await looks.port(target)));

  checks.ofPort('legacy-edge-closed', async ({ target, looks }) => judgeClosed(await looks.port(target)));

  checks.ofPort('certificate-chain', async ({ target, looks }) => judgeChain(await looks.port(target)));

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
