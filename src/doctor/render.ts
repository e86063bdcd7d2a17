import type { Look, LookState } from './model.ts';

const words: Record<LookState, string> = { ready: 'ready', note: 'note ', blind: 'BLIND' };

/** The lines of the doctor for people: one for each thing, its remedy below it, and at the end what all of it means. */
export function renderLooks(looks: readonly Look[]): string {
  const width = Math.max(...looks.map(({ subject }) => subject.length));
  const sections = [...new Set(looks.map(({ section }) => section))];
  const lines = sections.flatMap((section) => [
    section,
    ...looks
      .filter((look) => look.section === section)
      .flatMap(({ subject, state, text, remedy }) => [
        `  ${words[state]}  ${subject.padEnd(width)}  ${text.replace(/\s+/g, ' ')}`,
        ...(remedy === undefined ? [] : [`  ${' '.repeat(words[state].length + 2 + width)}  → ${remedy.replace(/\s+/g, ' ')}`]),
      ]),
  ]);
  return [...lines, '', ending(looks)].join('\n');
}

function ending(looks: readonly Look[]): string {
  const blind = looks.filter(({ state }) => state === 'blind').length;
  if (blind === 0) return 'Everything can be looked at.';
  return `${blind} of ${looks.length} cannot be looked at from here: what depends on ${blind === 1 ? 'it' : 'them'} will be undetermined.`;
}

/** True where no check will be undetermined for want of a way to look. */
export const canLook = (looks: readonly Look[]): boolean => looks.every(({ state }) => state !== 'blind');
