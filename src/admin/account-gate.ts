import { type CoexistenceError, isCoexistenceError } from '../errors/index.ts';

/**
 * Lets lanes log on with an account one after another, until its password was refused: from then on nobody in this run tries it again. Side
 * by side, three lanes with an old password would be three failed logons at once.
 */
export class AccountGate {
  readonly #refused = new Map<string, CoexistenceError>();
  readonly #last = new Map<string, Promise<unknown>>();

  /** @throws CoexistenceError CREDENTIALS_REFUSED, of this logon or of one before it */
  logOn<T>(login: string | undefined, open: () => Promise<T>): Promise<T> {
    if (login === undefined) return open();
    const account = login.toLowerCase();
    const opened = (this.#last.get(account) ?? Promise.resolve()).then(async () => {
      const refused = this.#refused.get(account);
      if (refused !== undefined) throw refused;
      try {
        return await open();
      } catch (error) {
        if (isCoexistenceError(error) && error.code === 'CREDENTIALS_REFUSED') this.#refused.set(account, error);
        throw error;
      }
    });
    this.#last.set(
      account,
      opened.catch(() => undefined),
    );
    return opened;
  }
}
