import { generationOf, judgeNoUnexpectedService, judgeServiceRunning, suite } from '#live';

// Services are started: on every server those that its roles and its generation bring with them, and no others.
suite('services', (checks) => {
  checks.ofService('running', async ({ target, case: { site }, servicesOf, server }) =>
    judgeServiceRunning({ name: target.service, displayName: target.displayName }, await servicesOf(site, server(target.server))),
  );

  checks.ofServer('unexpected', async ({ target, case: { site }, servicesOf, server }) =>
    judgeNoUnexpectedService(await servicesOf(site, server(target.server)), generationOf(target.generation), target.roles),
  );
});
