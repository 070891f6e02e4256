import type { Command } from '#bots/contract.ts';

const maxWords = 50;
const maxLineChars = 2_000;

/**
 * The command a comment asks for: its first line that is neither code nor quotation says `/amas <verb> …`, or mentions
 * one of `names` and goes on with the same words. A bare address asks for `help`. Undefined: the comment asks nothing.
 */
export function parseCommand(body: string, names: readonly string[]): Command | undefined {
  const words = firstOwnLine(body).slice(0, maxLineChars).trim().split(/\s+/).slice(0, maxWords);
  const [address = '', verb = 'help', ...args] = words;
  return isAddress(address, names) ? { name: verb.toLowerCase(), args } : undefined;
}

function isAddress(word: string, names: readonly string[]): boolean {
  const lower = word.toLowerCase();
  if (lower === '/amas') return true;
  const mentioned = /^@([\w-]+)(\[bot\])?[,:]?$/.exec(lower)?.[1];
  return mentioned !== undefined && names.some((name) => name.toLowerCase() === mentioned);
}

/** People quote and paste commands to talk about them; only what they say themselves counts. */
function firstOwnLine(body: string): string {
  let fence: string | undefined;
  for (const line of body.replaceAll(/<!--[\s\S]*?(-->|$)/g, '').split(/\r\n|\r|\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
    } else if (mark !== undefined) {
      fence = mark;
    } else if (line.trim() !== '' && !isQuotationOrCode(line)) {
      return line;
    }
  }
  return '';
}

const isQuotationOrCode = (line: string): boolean => /^( {0,3}>| {4}|\t)/.test(line);
