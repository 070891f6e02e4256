import { spellHidden } from '#agents/judge/spell-hidden.ts';

/** Text from outside for one line of a terminal: nothing in it moves the cursor or hides. */
export function oneLine(text: string): string {
  return spellHidden(text.replaceAll(/\s+/g, ' ').trim());
}

const segmenter = new Intl.Segmenter();

/** What a person sees as one character each. */
const charactersOf = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);

export const widthOf = (text: string): number => charactersOf(text).length;

export function clip(text: string, columns: number): string {
  const characters = charactersOf(text);
  return characters.length <= columns ? text : `${characters.slice(0, Math.max(0, columns - 1)).join('')}…`;
}
