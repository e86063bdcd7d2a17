import { readFileSync } from 'node:fs';
import type { Change } from '../changes/index.ts';
import { type Environment, resolveSecrets } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { createLocator } from '../network/index.ts';
import { type Agent, signIn } from '../sip/agent/index.ts';
import { systemClock } from '../time/index.ts';
import { signInOptionsFor } from './sign-in-options.ts';

/**
 * Removes a contact that a run added: only while it carries the run's mark. Says what it found.
 * @throws CoexistenceError CONTACT_NOT_KEPT when somebody changed it, or it is still there afterwards; CONTACTS_REFUSED …
 */
export async function takeBackContact(agent: Agent, { identity, mark, values }: Change): Promise<string> {
  const uri = values.uri ?? '';
  const list = await agent.contacts();
  try {
    const found = list.of(uri);
    if (found === undefined) return `${identity} was not there`;
    if (found.name !== mark) {
      throw new CoexistenceError(
        'CONTACT_NOT_KEPT',
        `${identity} is not as the run added it (its name is now "${found.name}"), so it was not removed.`,
        { hint: `Somebody else changed it: remove ${uri} by hand if it is not wanted.` },
      );
    }
    await list.remove(uri);
  } finally {
    await list.end().catch(() => undefined);
  }
  const after = await agent.contacts();
  const isStillThere = after.of(uri) !== undefined;
  await after.end().catch(() => undefined);
  if (isStillThere) throw new CoexistenceError('CONTACT_NOT_KEPT', `${identity} is still there after its removal.`);
  return `${identity} was removed`;
}

/** The same by whoever comes after a dead run: signs the owner in for it. */
export async function undoContact(environment: Environment, change: Change): Promise<string> {
  const owner = environment.users.find(({ name }) => name === change.values.owner);
  if (owner?.login === undefined) {
    throw new CoexistenceError('NO_CREDENTIALS', `${change.values.owner} has no login in the environment file any more.`);
  }
  const password = (await resolveSecrets(environment, [owner])).passwordOf(owner);
  if (password === undefined)
    throw new CoexistenceError('NO_CREDENTIALS', `${owner.name} has no password in the environment file.`);
  const { ca } = environment.trust;
  const seat = {
    environment,
    locator: createLocator(environment.network),
    ...(ca === undefined ? {} : { ca: readFileSync(ca, 'utf8') }),
    // What the dead run left signed in is not in the way.
    takeOver: true,
    clock: systemClock,
  };
  const agent = await signIn(signInOptionsFor(seat, { ...owner, login: owner.login }, { server: owner.pool }, password));
  try {
    return await takeBackContact(agent, change);
  } finally {
    await agent.signOut();
  }
}
