import { factAbout, isKeptContacts, judgeContactsChanged, judgeContactsKept, judgeContactsRead, suite, userNamed } from '#live';

// Users keep their contacts, and can change them: what a pool that has lost its back end does not let them.
suite('contacts', (checks) => {
  checks.ofUser('read', async ({ target, contactLists, wireOf }) => ({
    finding: judgeContactsRead(await contactLists.of(target)),
    attachments: wireOf(`contacts/${target.user}`),
  }));

  checks.ofUser('kept', async ({ target, case: { id }, contactLists, environment, compare, wireOf }) => {
    const fact = factAbout(userNamed(environment, target.user), 'contact-count');
    return {
      finding: judgeContactsKept(await contactLists.of(target), (now) => compare(id, fact, now, isKeptContacts)),
      attachments: wireOf(`contacts/${target.user}`),
    };
  });

  checks.ofUser('changed', async ({ target, contactLists, wireOf }) => ({
    finding: judgeContactsChanged(await contactLists.of(target)),
    attachments: wireOf(`contacts/${target.user}`),
  }));
});
