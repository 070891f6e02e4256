import type { Change } from '#agents/contract.ts';
import type { Hidden } from '../hidden-text.ts';

const running =
  /\beval\s*\(|\bnew\s+Function\s*\(|\bvm\.(run|compile)\w*\(|\bexec\s*\(|\bcompile\s*\(|Runtime\.getRuntime|__import__|globalThis\[/;
const decoding =
  /codePointAt|charCodeAt|fromCodePoint|fromCharCode|\bord\s*\(|\bchr\s*\(|0x(fe0[0-9a-f]|e01[0-9a-f]{2}|200[b-d]|e00[0-7][0-9a-f])\b|\b(65024|917760|917504)\b/i;

/** How far the reading may stand from the running. */
const maxLinesApart = 6;

/** An added line that runs code near one that makes text of code points: how hidden characters come to life. */
export function decoderIn({
  hunks,
}: Change): { readonly hidden: Hidden; readonly line: number; readonly text: string } | undefined {
  const added = hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind === 'added');
  for (const { text, newLine = 1 } of added) {
    if (!running.test(text) || /^\s*(\/\/|#|\*)/.test(text)) continue;
    const near = added.some(
      (other) => Math.abs((other.newLine ?? 0) - newLine) <= maxLinesApart && decoding.test(other.text),
    );
    if (!near) continue;
    const hidden: Hidden = {
      rule: 'decoder',
      severity: 'critical',
      what: 'code is made out of code points and run, unseen by whoever reads the change',
    };
    return { hidden, line: newLine, text };
  }
  return undefined;
}
