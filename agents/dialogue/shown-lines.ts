import { z } from 'zod';
import type { Batch } from '#agents/judge/hunk-batches.ts';
import { spellHidden } from '#agents/judge/spell-hidden.ts';

/** A line that a model names as proof of what it says. */
export const evidence = z.object({
  path: z.string(),
  side: z.enum(['new', 'old']),
  line: z.number(),
  quote: z.string(),
});
export type Evidence = z.infer<typeof evidence>;

export function hunkSections({ hunks }: Batch): string[] {
  const byPath = Map.groupBy(hunks, ({ path }) => path);
  return [...byPath].map(([path, group]) =>
    [`[file ${JSON.stringify(path)}]`, ...group.map(({ text }) => text)].join('\n'),
  );
}

/** The proofs that hold: their line was shown, and says what was quoted, white space aside. */
export function provenLines(shown: Batch, claimed: readonly Evidence[]): Evidence[] {
  return claimed.filter(({ path, side, line, quote }) => {
    const text = shown.hunks
      .find((hunk) => hunk.path === path && hunk.shown[side].has(line))
      ?.shown[side].get(line);
    if (text === undefined) return false;
    const [actual, quoted] = [squeeze(text), squeeze(spellHidden(quote))];
    return quoted !== '' && (actual === quoted || (quoted.length >= 8 && actual.includes(quoted)));
  });
}

const squeeze = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

export const placeOf = ({ path, line, side }: Evidence): string =>
  `\`${path.replaceAll('`', "'")}:${line}\`${side === 'old' ? ' (removed)' : ''}`;
