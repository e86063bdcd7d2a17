import { judgeContactsChanged, judgeContactsRead, suite } from '#live';

// Users keep their contacts, and can change them: what a pool that has lost its back end does not let them.
suite('contacts', (checks) => {
  checks.ofUser('read', async ({ target, contactLists, wireOf }) => ({
    finding: judgeContactsRead(await contactLists.of(target)),
    attachments: wireOf(`contacts/${target.user}`),
  }));

  checks.ofUser('changed', async ({ target, contactLists, wireOf }) => ({
    finding: judgeContactsChanged(await contactLists.of(target)),
    attachments: wireOf(`contacts/${target.user}`),
  }));
});
