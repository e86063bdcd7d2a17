import { troubleFinding } from '../checks/index.ts';
import type { Environment } from '../environment/index.ts';
import { type Finding, fail, notCovered, pass, undetermined } from '../outcome/index.ts';
import { Secret } from '../redaction/index.ts';
import { type Clock, isoTime } from '../time/index.ts';
import type { AgentPool } from './agents.ts';
import type { RefusalMemory } from './refusal-memory.ts';

/** A wrong password is refused. Sent only for refusal-probe users, and for each of them once in 24 hours. */
export function wrongPasswordProbe(options: {
  readonly environment: Environment;
  readonly agents: AgentPool;
  readonly memory: RefusalMemory;
  readonly random: (bytes: number) => Buffer;
  readonly clock: Clock;
}): (name: string) => Promise<Finding> {
  return async (name) => {
    const user = options.environment.users.find((known) => known.name === name);
    if (user === undefined || user.purpose !== 'refusal-probe') {
      return undetermined('UNEXPECTED', `${name} is not a refusal-probe user: no wrong password is ever sent for anybody else.`);
    }
    if (user.login === undefined) return undetermined('NO_CREDENTIALS', `${name} has no login in the environment file.`);
    const recent = options.memory.recent(user.uri);
    if (recent !== undefined) {
      return notCovered(
        'REFUSAL_PROBED_TODAY',
        `A wrong password was sent for ${name} at ${isoTime(recent)}; it is tried once in 24 hours.`,
      );
    }
    options.memory.remember(user.uri);
    const password = new Secret(`wrong-${options.random(12).toString('hex')}`);
    const { registration, trouble } = await options.agents.tryWrongPassword(name, { ...user, login: user.login }, password);
    if (registration !== undefined) {
      return fail('WRONG_PASSWORD_ACCEPTED', `${user.pool} signed ${name} in with a wrong password.`, [
        { text: 'Answer to a password that nobody has.', expected: '401', observed: '200' },
      ]);
    }
    if (trouble?.code === 'CREDENTIALS_REFUSED') return pass(`${user.pool} refused a wrong password of ${name}.`);
    return trouble === undefined ? undetermined('UNEXPECTED', `${name} got no answer.`) : troubleFinding(trouble);
  };
}
