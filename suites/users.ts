import {
  afterFirstRung,
  factAbout,
  firstUsersOf,
  homesOf,
  isCounts,
  isKeptPin,
  isKeptPolicies,
  judgeAddresses,
  judgeAnonymousMeetings,
  judgeClientVersions,
  judgeExternalAccess,
  judgeInventory,
  judgeNormalization,
  judgePin,
  judgePolicies,
  knownTrafficUsers,
  knownUser,
  lyncClient,
  seatOf,
  suite,
  userNamed,
} from '#live';

// Users are set up so that they can be moved, and keep what they have while they are: addresses, policies, clients, numbers, PIN.
suite('users', (checks) => {
  checks.ofPool(
    'addresses',
    afterFirstRung(async ({ target, case: { site }, environment, poolUsers }) =>
      judgeAddresses(await poolUsers(site, target.pool), environment.sipDomains),
    ),
  );

  checks.ofUser(
    'policies',
    afterFirstRung(async ({ target, case: { id, site }, environment, poolUsers, compare }) => {
      const user = userNamed(environment, target.user);
      const { registrarPool, assigned, effective } = knownUser(user, await poolUsers(site, target.pool));
      const now = { registrarPool, assigned, ...(effective === undefined ? {} : { effective }) };
      return judgePolicies(user.name, compare(id, factAbout(user, 'policies'), now, isKeptPolicies));
    }),
  );

  checks.ofSite(
    'inventory',
    afterFirstRung(async ({ case: { id }, environment, poolUsers, compare }) => {
      const counted = await Promise.all(
        homesOf(environment).map(async ({ site, pool }) => [pool, (await poolUsers(site, pool)).count] as const),
      );
      return judgeInventory(environment.name, compare(id, 'user-counts', Object.fromEntries(counted), isCounts));
    }),
  );

  checks.ofPool(
    'client-versions',
    afterFirstRung(async ({ target: { pool }, case: { site }, environment, facts, poolUsers }) =>
      judgeClientVersions(
        {
          site,
          pool,
          clients: [...new Set([lyncClient, ...environment.pilot.clients])],
          users: knownTrafficUsers(environment, await poolUsers(site, pool)),
          mustFilter: environment.phase === 'prepare',
        },
        await facts.clientVersions(site),
      ),
    ),
  );

  checks.ofSite(
    'voice-normalization',
    afterFirstRung(async ({ case: { site }, environment, facts }) => {
      const numbers = environment.pilot.dialledNumbers;
      const users = await Promise.all(
        firstUsersOf(environment, site).map(async ({ name, uri, pool }) => ({
          name,
          uri,
          answers: await facts.voiceUsers(seatOf(environment, site, pool), pool, [uri], numbers),
        })),
      );
      return judgeNormalization(site, users, numbers);
    }),
  );

  checks.ofPool(
    'anonymous-meetings',
    afterFirstRung(async ({ target: { pool }, case: { site }, environment, facts, poolUsers }) =>
      judgeAnonymousMeetings(
        { site, pool, users: knownTrafficUsers(environment, await poolUsers(site, pool)) },
        await facts.meetingPolicies(site),
      ),
    ),
  );

  checks.ofPool(
    'external-access',
    afterFirstRung(async ({ target: { pool }, case: { site }, environment, facts, poolUsers }) =>
      judgeExternalAccess(
        { site, pool, users: knownTrafficUsers(environment, await poolUsers(site, pool)) },
        await facts.meetingPolicies(site),
        environment.pilot.xmpp,
      ),
    ),
  );

  checks.ofUser(
    'pin',
    afterFirstRung(async ({ target, case: { id, site }, pinOf, environment, compare }) => {
      const user = userNamed(environment, target.user);
      const { isPinSet, isLockedOut } = await pinOf(site, user);
      return judgePin(user.name, compare(id, factAbout(user, 'pin'), { isPinSet, isLockedOut }, isKeptPin));
    }),
  );
});
