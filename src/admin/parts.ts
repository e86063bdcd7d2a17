import { CoexistenceError } from '../errors/index.ts';
import type { Part, PartTrouble } from './model.ts';
import { codeOf } from './trouble.ts';

/** A part as it is decoded: several questions of a call are answered each by itself. */
interface Answered {
  readonly part: string;
  readonly rows: readonly unknown[];
  readonly error?: { readonly Id: string; readonly Category: string; readonly Message: string };
}

/**
 * Why a question of several was not answered. A refusal of one cmdlet among others is the lack of a right to look, and no sign that the site
 * could not be administered.
 */
function troubleOf(part: string, { Id, Category, Message }: NonNullable<Answered['error']>): PartTrouble {
  const code = codeOf({ category: Category, fullyQualifiedErrorId: Id });
  const message = `The question for ${part} was not answered: ${Message}`;
  return { code: code === 'ADMINISTRATION_REFUSED' ? 'CMDLET_NOT_OFFERED' : code, message };
}

/**
 * The parts of an answer by name.
 * @throws CoexistenceError ANSWER_UNKNOWN_SHAPE: one of them is not there
 */
export function partsOf<All extends { readonly [Name in keyof All]: Part<unknown> }>(
  label: string,
  names: readonly (keyof All & string)[],
  answered: readonly Answered[],
): All {
  const entries = names.map((name): [string, Part<unknown>] => {
    const found = answered.find(({ part }) => part === name);
    if (found === undefined) throw new CoexistenceError('ANSWER_UNKNOWN_SHAPE', `${label} answered without the part ${name}.`);
    return [name, found.error === undefined ? { rows: found.rows } : { trouble: troubleOf(name, found.error) }];
  });
  return Object.fromEntries(entries) as unknown as All;
}

/**
 * The rows of a part.
 * @throws CoexistenceError why there are none
 */
export function rowsOf<Row>(part: Part<Row>): readonly Row[] {
  if ('rows' in part) return part.rows;
  throw new CoexistenceError(part.trouble.code, part.trouble.message);
}
