import { type Rate, rate } from '../concurrency/index.ts';
import {
  type Account,
  type Environment,
  isSpokenFor,
  readTrustedServer,
  resolveSecrets,
  type Secrets,
  type TestUser,
} from '../environment/index.ts';
import { signInOptionsFor } from '../live/host.ts';
import { Secret } from '../redaction/index.ts';
import { signIn } from '../sip/agent/index.ts';
import { humanDuration } from '../time/index.ts';
import { blind, type Look, note, ready } from './model.ts';
import type { Seat } from './servers.ts';
import { blinded } from './trouble.ts';

/** The password of a user or an account, or the line that says why there is none. Nothing is sent anywhere for it. */
export async function lookForSecret(
  environment: Environment,
  section: Look['section'],
  subject: string,
  login: TestUser | Account,
): Promise<Secrets | Look> {
  if (login.password === undefined) {
    return blind(
      section,
      subject,
      'No password is referenced.',
      'Add `password: { env: NAME }` or `{ file: PATH }` in the file.',
    );
  }
  try {
    return await resolveSecrets(environment, [login]);
  } catch (error) {
    return blinded(section, subject, error);
  }
}

/**
 * Whether each test user can sign in at home: once each, because a refusal counts towards the lockout of the account, and never for users
 * whose password is tried wrongly on purpose. Whoever is signed in already is left alone.
 */
export async function lookAtUsers(seat: Seat, tries: boolean): Promise<Look[]> {
  const { environment, clock } = seat;
  const turns = rate(environment.limits.signInsPerSecond, clock);
  const looks = await Promise.all(environment.users.map((user) => lookAtUser(seat, user, tries, turns)));
  if (environment.users.length > 0) return looks;
  return [blind('Users', 'none', 'The file names no test users.', 'Add two for each pool, as docs/permissions.md describes.')];
}

async function lookAtUser(seat: Seat, user: TestUser, tries: boolean, turns: Rate): Promise<Look> {
  if (user.purpose === 'refusal-probe') {
    return ready('Users', user.name, 'Kept for wrong passwords (refusal-probe): not signed in here.');
  }
  const isTrusted = isSpokenFor(seat.environment, user);
  const secrets = isTrusted ? undefined : await lookForSecret(seat.environment, 'Users', user.name, user);
  if (secrets !== undefined && 'section' in secrets) return secrets;
  const password = isTrusted ? new Secret('') : secrets?.passwordOf(user);
  const login = isTrusted ? '' : user.login;
  if (!tries || login === undefined || password === undefined) {
    return note('Users', user.name, 'The password is there; it was not tried.', 'Leave out --no-sign-in to try it once.');
  }
  await turns.turn();
  const begin = seat.clock.monotonic();
  try {
    const trust = isTrusted ? { trustedServer: await readTrustedServer(seat.environment) } : {};
    const options = signInOptionsFor({ ...seat, ...trust, takeOver: false }, { ...user, login }, { server: user.pool }, password);
    const agent = await signIn(options);
    const { hops } = agent.registration;
    const took = humanDuration(seat.clock.monotonic() - begin);
    const problems = await agent.signOut();
    const where = hops.at(-1)?.server ?? user.pool;
    const text = isTrusted
      ? `${where} takes this host for a trusted server that speaks for the user, after ${took}.`
      : `Signed in at ${where} after ${took}.`;
    if (problems.length === 0) return ready('Users', user.name, text);
    return note(
      'Users',
      user.name,
      `${text} Signing out did not work: ${problems.join('; ')}.`,
      'The sign-in expires by itself.',
    );
  } catch (error) {
    return blinded('Users', user.name, error);
  }
}
