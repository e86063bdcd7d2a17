import type { VoiceUserFact } from '../admin/model.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';

/** What one user's dial plan makes of the numbers. */
export interface VoiceUser {
  readonly name: string;
  readonly uri: string;
  readonly answers: readonly VoiceUserFact[];
}

const shown = (translated: string): string => (translated === '' ? 'nothing matches' : translated);

/** Every number becomes the same for all users, and at least one becomes something. */
export function judgeNormalization(site: string, users: readonly VoiceUser[], numbers: readonly string[]): Finding {
  const table = numbers.map((number) => ({
    number,
    of: users.map(({ name, uri, answers }) => ({
      name,
      answer: answers.find((row) => row.number === number && row.sipAddress.toLowerCase() === uri.toLowerCase()),
    })),
  }));
  for (const { number, of } of table) {
    const silent = of.find(({ answer }) => answer === undefined);
    if (silent !== undefined) return undetermined('NOT_TOLD', `Nobody was told what becomes of ${number} for ${silent.name}.`);
  }
  const differing = table.filter(({ of }) => new Set(of.map(({ answer }) => answer?.translated)).size > 1);
  if (differing.length > 0) {
    return fail(
      'NUMBER_DIFFERS',
      `${differing.map(({ number }) => number).join(', ')} ${differing.length === 1 ? 'becomes' : 'become'} different numbers for users of ${site}.`,
      differing.flatMap(({ number, of }): Reason[] => {
        const [first, ...others] = of;
        const wanted = first?.answer?.translated ?? '';
        return others
          .filter(({ answer }) => answer?.translated !== wanted)
          .map(({ name, answer }) => ({
            text: `${number} for ${name}, compared with ${first?.name}`,
            expected: shown(wanted),
            observed: shown(answer?.translated ?? ''),
          }));
      }),
    );
  }
  if (table.every(({ of }) => of.every(({ answer }) => answer?.translated === '')))
    return undetermined(
      'NOT_TOLD',
      `None of the ${numbers.length} numbers matches anything for any user of ${site}: nothing was compared.`,
    );
  return pass(`${numbers.length} numbers become the same for ${users.map(({ name }) => name).join(', ')}.`);
}
