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

/** Options, a place and a URL may stand before the text; everything from its first word on is the text. */
function readText(declaration: CommandDeclaration, rest: string): Read | Problem {
  const { words } = splitWords(rest);
  const count = leadingCount(declaration, words);
  const taken = takeOptions(declaration, words.slice(0, count));
  if ('problem' in taken) return taken;
  const url = taken.left.find(({ text }) => isWebAddress(text))?.text;
  return {
    flags: taken.flags,
    ...(url === undefined ? {} : { url }),
    words: taken.left.filter(({ text }) => isPlace(text)).map(({ text }) => text),
    text: rest.slice(words[count - 1]?.end ?? 0).trim(),
  };
}

/** How many words stand before the text: options with their values, one URL, and one place where a place is taken. */
function leadingCount(declaration: CommandDeclaration, words: readonly Word[]): number {
  let urls = 0;
  let places = 0;
  let count = 0;
  for (const word of words) {
    const before = words[count - 1];
    const isValue = before !== undefined && isOption(before) && takesValue(declaration, before);
    if (!isOption(word) && !isValue) {
      if (isWebAddress(word.text)) urls += 1;
      else if (declaration.takesPlace && isPlace(word.text)) places += 1;
      else break;
      if (urls > 1 || places > 1) break;
    }
    count += 1;
  }
  return count;
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
    const option = readOption(declaration, word, words[index + 1]);
    if ('problem' in option) return option;
    flags[option.name] = option.value;
    if (option.tookNext) index += 1;
  }
  return { flags, left };
}

interface Option {
  readonly name: string;
  readonly value: string | true;
  readonly tookNext: boolean;
}

function readOption(declaration: CommandDeclaration, word: Word, next: Word | undefined): Option | Problem {
  const [name = '', given] = word.text.slice(2).split('=', 2);
  const flag = Object.hasOwn(declaration.flags, name) ? declaration.flags[name] : undefined;
  if (!flag) return { problem: unknownOption(declaration, name) };
  if (!flag.values) {
    return given === undefined
      ? { name, value: true, tookNext: false }
      : { problem: `\`--${name}\` takes no value.` };
  }
  const value = given ?? next?.text ?? '';
  if (flag.values.includes(value)) return { name, value, tookNext: given === undefined };
  return { problem: `\`--${name}\` is one of ${flag.values.map(quoted).join(', ')}.` };
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
