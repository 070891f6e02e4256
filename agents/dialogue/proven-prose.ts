import { safeMarkdown } from '#agents/judge/safe-markdown.ts';
import type { Batch } from '#agents/judge/hunk-batches.ts';
import { placeOf, provenLines, type Evidence } from './shown-lines.ts';

const maxListed = 8;
const maxQuoteChars = 160;

/**
 * What a model wrote, fit to be posted: sentences that name a line without a proof that holds are left out, and the
 * lines that were proven stand below with their text.
 */
export function provenProse(
  said: { readonly text: string; readonly evidence: readonly Evidence[] },
  shown: Batch,
  maxChars: number,
): { readonly markdown: string; readonly notes: readonly string[] } {
  const proven = provenLines(shown, said.evidence);
  let dropped = said.evidence.length - proven.length;
  const prose = safeMarkdown(said.text, maxChars)
    .split(/(```[\s\S]*?(?:```|$))/)
    .map((part, index) => (index % 2 === 1 ? part : keepProven(part, proven, () => (dropped += 1))))
    .join('');
  const lines = proven
    .slice(0, maxListed)
    .map(
      (line) => `- ${placeOf(line)}: \`${line.quote.trim().replaceAll('`', "'").slice(0, maxQuoteChars)}\``,
    );
  return {
    markdown: [prose.trim(), ...(lines.length === 0 ? [] : [lines.join('\n')])].join('\n\n'),
    notes:
      dropped > 0 ? [`Claims of the model about lines that do not say so were dropped: ${dropped}.`] : [],
  };
}

function keepProven(prose: string, proven: readonly Evidence[], drop: () => void): string {
  return prose
    .split(/(?<=[.!?])(\s+)/)
    .filter((sentence) => {
      const named = [...sentence.matchAll(/\blines? (\d+)|[\w./-]+\.\w+:(\d+)/gi)].map(([, one, other]) =>
        Number(one ?? other),
      );
      const holds = named.every((line) => proven.some((proof) => proof.line === line));
      if (!holds) drop();
      return holds;
    })
    .join('');
}
