import type { Command } from '#bots/contract.ts';
import { commandsFor, findDeclaration, type CommandDeclaration, type Where } from './catalog.ts';
import { closest } from './closest.ts';
import { splitWords, type Word } from './words.ts';

/** A command that fits its declaration. */
export interface ReadCommand {
  readonly declaration: CommandDeclaration;
  /** Options by name; an option without a value is `true`. */
  readonly flags: Readonly<Record<string, string | true>>;
  /** The subject that was named by its URL. */
  readonly url?: string;
  readonly words: readonly string[];
  /** What a `text` command was told, as it was written. */
  readonly text: string;
}

export type CommandReading =
  | { readonly kind: 'known'; readonly command: ReadCommand }
  | { readonly kind: 'unknown'; readonly name: string; readonly didYouMean?: string }
  /** There is such a command, but not in this place. */
  | { readonly kind: 'elsewhere'; readonly declaration: CommandDeclaration }
  | { readonly kind: 'wrong-use'; readonly declaration: CommandDeclaration; readonly problem: string };

const maxQuoted = 40;

/** Reads what somebody asked for against the catalogue. Never throws. */
export function readCommand(command: Command, where: Where): CommandReading {
  const declaration = findDeclaration(command.name);
  if (!declaration) {
    const didYouMean = closest(
      command.name,
      commandsFor(where).map(({ name }) => name),
    );
    const name = shown(command.name);
    return { kind: 'unknown', name, ...(didYouMean === undefined ? {} : { didYouMean }) };
  }
  if (!declaration.where.includes(where)) return { kind: 'elsewhere', declaration };
  const rest = command.rest ?? command.args.join(' ');
  const read = declaration.takes === 'text' ? readText(declaration, rest) : readWords(declaration, rest);
  if ('problem' in read) return { kind: 'wrong-use', declaration, problem: read.problem };
  const isLacking = declaration.needs !== undefined && read.text === '';
  if (isLacking) return { kind: 'wrong-use', declaration, problem: `It needs ${declaration.needs}.` };
  return { kind: 'known', command: { declaration, ...read } };
}

type Read = Omit<ReadCommand, 'declaration'>;
interface Problem {
  readonly problem: string;
}

function readWords(declaration: CommandDeclaration, rest: string): Read | Problem {
  const [line = ''] = rest.split(/\r\n|\r|\n/, 1);
  const { words, openQuote } = splitWords(line);
  if (openQuote !== undefined) return { problem: `The quote ${openQuote} is not closed.` };
  const taken = takeOptions(declaration, words);
  if ('problem' in taken) return taken;
  const { flags, left } = taken;
  const url = left.find(({ text }) => isWebAddress(text))?.text;
  const others = left.filter(({ text }) => !isWebAddress(text)).map(({ text }) => text);
  const [stray] = others;
  if (declaration.takes === 'nothing' && stray !== undefined) {
    return { problem: `It does not take ${quoted(stray)}.` };
  }
  return { flags, ...(url === undefined ? {} : { url }), words: others, text: '' };
}

/** Options and a URL may stand before the text; everything from its first word on is the text. */
function readText(declaration: CommandDeclaration, rest: string): Read | Problem {
  const { words } = splitWords(rest);
  const leading: Word[] = [];
  let url: string | undefined;
  let places: readonly string[] = [];
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    const isValue = before !== undefined && leading.includes(before) && takesValue(declaration, before);
    if (isOption(word) || isValue) leading.push(word);
    else if (url === undefined && isWebAddress(word.text)) url = word.text;
    else if (places.length === 0 && declaration.name === 'wrong' && isPlace(word.text)) places = [word.text];
    else return withText(declaration, { leading, url, places, text: rest.slice(before?.end ?? 0).trim() });
  }
  return withText(declaration, { leading, url, places, text: '' });
}

function withText(
  declaration: CommandDeclaration,
  found: { leading: readonly Word[]; url: string | undefined; places: readonly string[]; text: string },
): Read | Problem {
  const taken = takeOptions(declaration, found.leading);
  if ('problem' in taken) return taken;
  const { url, places, text } = found;
  return { flags: taken.flags, ...(url === undefined ? {} : { url }), words: places, text };
}

type Taken = { readonly flags: Read['flags']; readonly left: readonly Word[] } | Problem;

function takeOptions(declaration: CommandDeclaration, words: readonly Word[]): Taken {
  const flags: Record<string, string | true> = {};
  const left: Word[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (!word) break;
    if (!isOption(word)) {
      left.push(word);
      continue;
    }
    const [name = '', given] = word.text.slice(2).split('=', 2);
    const flag = Object.hasOwn(declaration.flags, name) ? declaration.flags[name] : undefined;
    if (!flag) return { problem: unknownOption(declaration, name) };
    if (!flag.values) {
      if (given !== undefined) return { problem: `\`--${name}\` takes no value.` };
      flags[name] = true;
      continue;
    }
    const value = given ?? words[(index += 1)]?.text ?? '';
    if (!flag.values.includes(value)) {
      return { problem: `\`--${name}\` is one of ${flag.values.map(quoted).join(', ')}.` };
    }
    flags[name] = value;
  }
  return { flags, left };
}

function unknownOption({ flags }: CommandDeclaration, name: string): string {
  const near = closest(name, Object.keys(flags));
  const hint = near === undefined ? '.' : `: did you mean \`--${near}\`?`;
  return `There is no option ${quoted(`--${name}`)}${hint}`;
}

const isOption = ({ text, isQuoted }: Word): boolean => !isQuoted && /^--[a-z]/i.test(text);

function takesValue({ flags }: CommandDeclaration, { text }: Word): boolean {
  const name = text.slice(2);
  return Object.hasOwn(flags, name) && flags[name]?.values !== undefined;
}

const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/** `src/run.ts:5`, the way findings name their place. */
const isPlace = (text: string): boolean => /^[^\s:]+:\d+$/.test(text);

const shown = (text: string): string => text.replaceAll('`', "'").slice(0, maxQuoted).toWellFormed();

const quoted = (text: string): string => `\`${shown(text)}\``;
