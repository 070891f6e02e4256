import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import type { z } from 'zod';
import { keyNames, keys, type Key, type KeyName, type Settings } from './keys.ts';
import type { Layer, LayerName, Problem } from './layer.ts';
import { nearestName } from './near-key.ts';

/** A larger file is no configuration. */
export const maxFileBytes = 64 * 1_024;
const maxProblems = 20;

export interface LayerSource {
  readonly name: LayerName;
  readonly place: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads one `.amas.yml`. Never throws: what cannot be used is a problem with its line, and the rest of the file counts.
 * A file that is no YAML counts for nothing.
 */
export function parseLayer({ name, place, bytes }: LayerSource): Layer {
  const file = new FileReader();
  file.read(bytes);
  const shown = file.problems.slice(0, maxProblems);
  const more = file.problems.length - shown.length;
  return {
    name,
    place,
    values: file.values,
    lines: file.lines,
    problems: more > 0 ? [...shown, { message: `and ${more} more problems` }] : shown,
  };
}

class FileReader {
  readonly problems: Problem[] = [];
  values: Partial<Settings> = {};
  lines: Partial<Record<KeyName, number>> = {};
  readonly #counter = new LineCounter();

  read(bytes: Uint8Array): void {
    if (bytes.byteLength > maxFileBytes) {
      this.#add(undefined, `the file is larger than ${maxFileBytes / 1_024} kB and was not read`);
      return;
    }
    const document = this.#parse(bytes);
    if (!document || this.#hasReferences(document)) return;
    const { contents } = document;
    if (isMap(contents)) this.#readMap(document, contents, '');
    else if (contents !== null && !(isScalar(contents) && contents.value === null)) {
      this.#add(contents, 'expected keys such as `review:`');
    }
  }

  #parse(bytes: Uint8Array): Document.Parsed | undefined {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      const document = parseDocument(text, {
        lineCounter: this.#counter,
        prettyErrors: false,
        uniqueKeys: true,
        logLevel: 'error',
      });
      for (const { message, pos } of [...document.errors, ...document.warnings]) {
        this.problems.push({ line: this.#counter.linePos(pos[0]).line, message: firstLine(message) });
      }
      return document.errors.length > 0 ? undefined : document;
    } catch (error) {
      const isText = !(error instanceof TypeError);
      this.#add(undefined, isText ? 'the file is nested too deeply' : 'the file is no UTF-8 text');
      return undefined;
    }
  }

  /** A few bytes of aliases can stand for gigabytes; nothing here needs them. */
  #hasReferences(document: Document.Parsed): boolean {
    let found: Node | undefined;
    visit(document, {
      Node: (_key, node) => {
        const isReference = isAlias(node) || ('anchor' in node && node.anchor !== undefined);
        if (!isReference) return undefined;
        found = node;
        return visit.BREAK;
      },
    });
    if (found) this.#add(found, 'anchors and aliases are not taken: write the value out where it is used');
    return found !== undefined;
  }

  #readMap(document: Document.Parsed, map: YAMLMap, prefix: string): void {
    for (const { key, value } of map.items) {
      const node = isNode(key) ? key : undefined;
      const name = `${prefix}${isScalar(key) ? String(key.value) : '?'}`;
      if (Object.hasOwn(keys, name)) this.#readValue(document, name as KeyName, node, value);
      else if (keyNames.some((known) => known.startsWith(`${name}.`))) {
        if (isMap(value)) this.#readMap(document, value, `${name}.`);
        else if (!isEmpty(value)) this.#add(node, `\`${name}\` holds keys of its own: ${childrenOf(name)}`);
      } else this.#add(node, unknownKey(name, prefix));
    }
  }

  #readValue(document: Document.Parsed, name: KeyName, key: Node | undefined, value: unknown): void {
    if (isEmpty(value)) return;
    const { schema, expected }: Key = keys[name];
    const parsed = schema.safeParse(isNode(value) ? value.toJS(document) : value);
    if (parsed.success) {
      this.values = { ...this.values, [name]: parsed.data };
      const line = this.#lineOf(key);
      if (line !== undefined) this.lines[name] = line;
      return;
    }
    const [issue] = parsed.error.issues;
    const at = issue ? nodeAt(value, issue.path) : undefined;
    this.#add(
      at ?? key,
      `\`${placeText(name, issue)}\` is not used: ${issueText(issue)}; expected ${expected}`,
    );
  }

  #add(node: unknown, message: string): void {
    const line = this.#lineOf(node);
    this.problems.push({ ...(line === undefined ? {} : { line }), message });
  }

  #lineOf(node: unknown): number | undefined {
    const start = isNode(node) ? node.range?.[0] : undefined;
    return start === undefined ? undefined : this.#counter.linePos(start).line;
  }
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (isScalar(value) && value.value === null);

function nodeAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let node: unknown = value;
  for (const part of path) {
    const inner: unknown =
      isNode(node) && 'get' in node && typeof node.get === 'function'
        ? (node.get as (key: unknown, keepScalar: boolean) => unknown).call(node, part, true)
        : undefined;
    if (!isNode(inner)) return node;
    node = inner;
  }
  return node;
}

function placeText(name: KeyName, issue: z.core.$ZodIssue | undefined): string {
  return (issue?.path ?? []).reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${clean(String(part))}`),
    name,
  );
}

/** zod's own words, without the value: it may be anything. */
function issueText(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `unknown key ${clean(issue.keys.join(', '))}`;
  return firstLine(issue?.message ?? 'it does not fit');
}

function unknownKey(name: string, prefix: string): string {
  const siblings = [
    ...new Set(keyNames.filter((known) => known.startsWith(prefix)).map((known) => childOf(known, prefix))),
  ];
  const own = name.slice(prefix.length);
  const near = nearestName(own, siblings);
  const hint = near === undefined ? (nearestName(name, keyNames) ?? elsewhere(own)) : `${prefix}${near}`;
  const known = hint === undefined ? `known here: ${siblings.join(', ')}` : `did you mean \`${hint}\`?`;
  return `unknown key \`${clean(name)}\`; ${known}`;
}

/** A right name in the wrong place. */
const elsewhere = (own: string): string | undefined => keyNames.find((known) => known.endsWith(`.${own}`));

const childOf = (known: string, prefix: string): string => known.slice(prefix.length).split('.')[0] ?? '';

function childrenOf(name: string): string {
  const prefix = `${name}.`;
  return [
    ...new Set(keyNames.filter((known) => known.startsWith(prefix)).map((known) => childOf(known, prefix))),
  ].join(', ');
}

const firstLine = (text: string): string => clean(text.split('\n')[0] ?? '');
const clean = (text: string): string => text.replaceAll(/[`\p{C}]/gu, '').slice(0, 120);
