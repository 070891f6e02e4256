import type { ContextPart } from '../contract.ts';
import { hiddenPieces } from './hidden-pieces.ts';
import type { ReadPart } from './strangers-findings.ts';

const leftOut = '[left out: text that tells a reviewer or a model what to do]';

/**
 * A text as a model may read it: orders to it are left out, and what a reader would not see is said to be hidden. The
 * rest stays as it was written, and is data in every prompt.
 */
export function asData({ part, passages }: ReadPart): ContextPart {
  const lines = part.text.split('\n');
  const orders = passages.filter(({ severity }) => severity !== 'info' || part.isBystanders === true);
  for (const { passage } of orders) {
    for (let line = passage.line; line <= passage.endLine; line += 1) lines[line - 1] = leftOut;
  }
  const kept = lines.filter((line, index) => line !== leftOut || lines[index - 1] !== leftOut).join('\n');
  return { ...part, text: spellPieces(kept) };
}

function spellPieces(text: string): string {
  const pieces = hiddenPieces(text).toSorted((one, other) => one.from - other.from);
  let spelled = '';
  let at = 0;
  for (const piece of pieces) {
    if (piece.from < at || piece.isFolded) continue;
    spelled += `${text.slice(at, piece.from)}[hidden ${piece.how}: ${piece.text.trim()}]`;
    at = piece.to;
  }
  return spelled + text.slice(at);
}
