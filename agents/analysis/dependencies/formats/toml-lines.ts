import { groupsOf } from '../groups-of.ts';

/** One `key = value` of a TOML text, or one string of an array that is a value. */
export interface TomlItem {
  /** As written between the brackets: `tool.poetry.dependencies`. */
  readonly section: string;
  readonly key: string;
  /** The rest of the line without a comment; a string without its quotes. */
  readonly value: string;
  readonly line: number;
  /** Counts the headers: two `[[source]]` are two. */
  readonly table: number;
  readonly isArrayItem: boolean;
}

/**
 * The items of a TOML text with their lines. Reads what manifests are made of: tables, strings, inline tables on one
 * line, arrays of strings over several lines. Whatever else there is, is left out.
 */
export function* tomlItems(text: string): Iterable<TomlItem> {
  let section = '';
  let table = 0;
  let array: string | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const content = withoutComment(raw).trim();
    const place = { section, line: index + 1, table };
    const [header] = groupsOf(/^\[\[?\s*([^[\]]+?)\s*\]\]?$/, content);
    if (array !== undefined) {
      yield* arrayItems(content, { ...place, key: array });
      if (isClosed(content)) array = undefined;
    } else if (header !== '') {
      section = header.replace(/["']/g, '');
      table += 1;
    } else {
      const [key, value] = groupsOf(/^["']?([\w.-]+)["']?\s*=\s*(.+)$/, content);
      if (key !== '') yield* valueItems(value, { ...place, key });
      if (value.startsWith('[') && !isClosed(value)) array = key;
    }
  }
}

type Place = Omit<TomlItem, 'value' | 'isArrayItem'>;

function* valueItems(value: string, place: Place): Iterable<TomlItem> {
  if (value.startsWith('[')) yield* arrayItems(value, place);
  else yield { ...place, value: unquoted(value), isArrayItem: false };
}

function* arrayItems(text: string, place: Place): Iterable<TomlItem> {
  for (const value of stringsIn(text)) yield { ...place, value, isArrayItem: true };
}

function isClosed(text: string): boolean {
  return text.replace(/"[^"]*"|'[^']*'/g, '').includes(']');
}

/** `branch` of `{ git = "…", branch = "main" }`. */
export function fieldOf(table: string, name: string): string | undefined {
  return new RegExp(`(?<![\\w-])${name}\\s*=\\s*["']([^"']*)["']`).exec(table)?.[1];
}

function stringsIn(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, double, single]) => double ?? single ?? '');
}

function unquoted(value: string): string {
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
}

function withoutComment(line: string): string {
  return line.replace(/("[^"]*"|'[^']*')|#.*$/g, (_, text: string | undefined) => text ?? '');
}
