import type { GenerationName } from '../generations/index.ts';
import type { Limit } from '../guide/index.ts';
import { type Finding, pass, type Reason, undetermined } from '../outcome/index.ts';

/** What was tried although it is documented not to work, and what shows that whoever tried it could have. */
export interface LimitObservation {
  readonly limit: Pick<Limit, 'id' | 'limit'>;
  /** Of what is documented not to work, judged as if it had to. */
  readonly tried: Finding;
  /** Codes with which {@link tried} fails where the limit holds; with any other it is a failure like all others. */
  readonly shownBy: readonly string[];
  /** What the same witness saw where there is no limit. */
  readonly controls: readonly Control[];
  /** Generation of the tools that lack what was to be tried, where they do and the limit says that they do. */
  readonly lackedBy?: GenerationName;
}

export interface Control {
  /** `Test-CsRegistration of legacy Lena` */
  readonly what: string;
  readonly finding: Finding;
}

/**
 * Whether a known limit holds. It does where what is documented not to work fails in the way in which it should, and everything works
 * with which the same witness could have failed for another reason: a broken shell, a wrong password or a partner whom nobody reaches
 * shows no limit. That something works against its documentation is told, and is nobody's failure.
 */
export function judgeLimit({ limit, tried, shownBy, controls, lackedBy }: LimitObservation): Finding {
  if (tried.outcome === 'pass')
    return {
      ...pass(`Limit ${limit.id} is not as documented here: it works. ${tried.message}`, [
        { text: limit.limit, expected: 'does not work', observed: 'works' },
        ...tried.reasons,
      ]),
      limit: 'works',
    };
  const isShown = lackedBy === 'lync-2010' || (tried.outcome === 'fail' && shownBy.includes(tried.code ?? ''));
  if (!isShown) return tried;
  const broken = controls.find(({ finding }) => finding.outcome !== 'pass');
  const seen: Reason = { text: tried.message };
  if (broken !== undefined)
    return undetermined(
      'DEPENDS_ON_OTHER',
      `Whether limit ${limit.id} holds cannot be told: ${broken.what} did not succeed. ${broken.finding.message}`,
      [seen, ...tried.reasons],
    );
  if (controls.length === 0)
    return undetermined('DEPENDS_ON_OTHER', `Whether limit ${limit.id} holds cannot be told: nothing else was tried.`, [
      seen,
      ...tried.reasons,
    ]);
  return {
    ...pass(`Limit ${limit.id} holds as documented: ${tried.message}`, [
      { text: limit.limit },
      ...tried.reasons,
      ...controls.map(({ what, finding }) => ({ text: `Control, ${what}: ${finding.message}` })),
    ]),
    limit: 'holds',
  };
}
