import type { Change } from '#agents/contract.ts';
import type { Hidden } from '../hidden-text.ts';

const running =
  /\beval\s*\(|\bnew\s+Function\s*\(|\bvm\.(run|compile)\w*\(|(?<![.\w])(exec|compile)\s*\(|Runtime\.getRuntime|__import__|globalThis\[/;
/** Numbers of characters that nobody sees, or text that is made of numbers. */
const decoding =
  /fromCodePoint|fromCharCode|\bchr\s*\(|0x(fe0[0-9a-f]|e01[0-9a-f]{2}|200[b-d]|e00[0-7][0-9a-f])\b|\b(65024|917760|917504)\b/i;
/** Reading characters as numbers is part of many a parser; it decodes where bytes and text are made of them. */
const reading = /codePointAt|charCodeAt|\bord\s*\(/;
const making = /Buffer\.from|TextDecoder|Uint8Array|\bbytes\s*\(|\bbytearray\s*\(|\.decode\s*\(/;

/** How far the reading may stand from the running. */
const maxLinesApart = 6;

/** An added line that runs code near one that makes text of code points: how hidden characters come to life. */
export function decoderIn({
  hunks,
}: Change): { readonly hidden: Hidden; readonly line: number; readonly text: string } | undefined {
  const added = hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind === 'added');
  for (const { text, newLine = 1 } of added) {
    if (!running.test(text) || /^\s*(\/\/|#|\*)/.test(text)) continue;
    const near = added
      .filter((other) => Math.abs((other.newLine ?? 0) - newLine) <= maxLinesApart)
      .map((other) => other.text)
      .join('\n');
    if (!decoding.test(near) && !(reading.test(near) && making.test(near))) continue;
    const hidden: Hidden = {
      rule: 'decoder',
      severity: 'critical',
      what: 'code is made out of code points and run, unseen by whoever reads the change',
    };
    return { hidden, line: newLine, text };
  }
  return undefined;
}
