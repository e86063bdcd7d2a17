import { generationOf, judgeHomeSignIn, judgeRedirect, judgeRemote, poolNamed, suite, troubleFinding } from '#live';

// Every test user can sign in: at home, and from a pool of the other generation, which must send the user home.
suite('signin', (checks) => {
  checks.ofUser('home', async ({ target, environment, agents, wireOf }) => {
    const { home } = await agents.arrival(target.user);
    const attachments = wireOf(`signin/${target.user}`);
    if (home.registration === undefined) return { finding: troubleFinding(home.trouble!), attachments };
    const seen = { user: target.user, registration: home.registration, took: home.took };
    const finding = judgeHomeSignIn(seen, poolNamed(environment, target.pool), generationOf(target.generation));
    return { finding, attachments, took: home.took, measures: { signIn: home.took } };
  });

  checks.ofUser('redirect', async ({ target, environment, agents, wireOf }) => {
    const { redirected } = await agents.arrival(target.user);
    const attachments = wireOf(`signin/${target.user}`);
    if (redirected?.registration === undefined) return { finding: troubleFinding(redirected!.trouble!), attachments };
    const seen = { user: target.user, registration: redirected.registration, took: redirected.took };
    const [via, home] = [poolNamed(environment, target.via!), poolNamed(environment, target.pool)];
    return {
      finding: judgeRedirect(seen, via, home, generationOf(target.generation)),
      attachments,
      took: redirected.took,
      measures: { signIn: redirected.took },
    };
  });

  checks.ofUser('remote', async ({ target, agents, wireOf }) => {
    const { doors } = await agents.arrival(target.user);
    const { registration, trouble, took } = doors.get(target.via!)!;
    const attachments = wireOf(`signin/${target.user}`);
    if (registration === undefined) return { finding: troubleFinding(trouble!), attachments };
    const finding = judgeRemote({ user: target.user, registration, took }, target.via!);
    return { finding, attachments, took, measures: { signIn: took } };
  });

  checks.ofUser('wrong-password', async ({ target, probeWrongPassword }) => probeWrongPassword(target.user));
});
