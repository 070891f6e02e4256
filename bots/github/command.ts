import { splitWords } from '#bots/commands/words.ts';
import type { Command } from '#bots/contract.ts';

const maxLineChars = 2_000;
const maxRestChars = 8_000;

/**
 * The command a comment asks for: its first line that is neither code nor quotation says `/amas <verb> …`, or mentions
 * one of `names` and goes on with the same words. A bare address asks for `help`. Undefined: the comment asks nothing.
 */
export function parseCommand(body: string, names: readonly string[]): Command | undefined {
  const { line, after } = ownText(body);
  const [address = '', verb = 'help'] = line.split(/\s+/, 2);
  if (!isAddress(address, names)) return undefined;
  const said = line.slice(address.length).trimStart().slice(verb.length).trim();
  return toCommand(verb || 'help', said, after);
}

/**
 * What a reply in a thread means when the thread turns out to be one of AMAS's own: contesting its finding, confirming
 * a request, taking back, or a question. Undefined for anything else: people talk to each other there.
 */
export function impliedCommand(body: string): Command | undefined {
  const { line, after } = ownText(body);
  const plain = /^(confirm|undo)[.!]?$/i.exec(line)?.[1];
  if (plain !== undefined) return { ...toCommand(plain, '', ''), isImplied: true };
  const wrong = /^wrong\b[\s,:–-]*(.*)$/i.exec(line) ?? /^(false positive\b.*)$/i.exec(line);
  if (wrong) return { ...toCommand('wrong', wrong[1] ?? '', after), isImplied: true };
  if (!/\?\s*$/.test(line) && !/\?\s*$/m.test(after)) return undefined;
  return { ...toCommand('ask', line, after), isImplied: true };
}

function toCommand(verb: string, said: string, after: string): Command {
  // What takes words reads the first line only: it stays the first, also when it is empty.
  const rest = (after === '' ? said : `${said}\n${after}`).slice(0, maxRestChars).toWellFormed();
  return {
    name: verb.toLowerCase(),
    args: splitWords(said).words.map(({ text }) => text),
    ...(rest === '' ? {} : { rest }),
  };
}

function isAddress(word: string, names: readonly string[]): boolean {
  const lower = word.toLowerCase();
  if (lower === '/amas') return true;
  const mentioned = /^@([\w-]+)(\[bot\])?[,:]?$/.exec(lower)?.[1];
  return mentioned !== undefined && names.some((name) => name.toLowerCase() === mentioned);
}

/** People quote and paste commands to talk about them; only what they say themselves counts. */
function ownText(body: string): { readonly line: string; readonly after: string } {
  const lines = body.replaceAll(/<!--[\s\S]*?(-->|$)/g, '').split(/\r\n|\r|\n/);
  let fence: string | undefined;
  for (const [index, line] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
    } else if (mark !== undefined) {
      fence = mark;
    } else if (line.trim() !== '' && !isQuotationOrCode(line)) {
      return {
        line: line.slice(0, maxLineChars).toWellFormed().trim(),
        after: ownLines(lines.slice(index + 1)),
      };
    }
  }
  return { line: '', after: '' };
}

const isQuotationOrCode = (line: string): boolean => /^( {0,3}>| {4}|\t)/.test(line);

/** Mail programs put the message that was answered below the answer, often without quotation marks. */
const mailQuote = /^(On .{5,200} wrote:|-{2,} ?Original Message ?-{2,}|_{10,}|From: .+)\s*$/i;

function ownLines(lines: readonly string[]): string {
  const end = lines.findIndex((line) => mailQuote.test(line));
  return (end === -1 ? lines : lines.slice(0, end))
    .filter((line) => !/^ {0,3}>/.test(line))
    .join('\n')
    .trim();
}
