import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Span } from '../span.ts';
import { blankTemplates, templateMark } from './blank-templates.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode } from './yaml-node.ts';

export interface YamlFile {
  readonly text: string;
  /** The root of each document that holds anything. */
  readonly documents: readonly YamlNode[];
  /** Set when part of the text could not be read. */
  readonly gap: string | undefined;
}

/** Parsing takes about 10 ms per 1,000 characters of hostile text: a longer file is data, or generated. */
const maxYamlChars = 200_000;
/** Aliases followed in one document; more are a bomb. */
const maxAliases = 1_000;
/** Levels followed; nobody nests further by hand. */
const maxDepth = 60;

/** Reads a YAML text with positions. Never throws: what cannot be read is left out, and `gap` says so. */
export function readYaml(text: string): YamlFile {
  if (text.length > maxYamlChars) return { text, documents: [], gap: 'too-intricate' };
  try {
    const parsed = parseAllDocuments(blankTemplates(text), {
      uniqueKeys: false,
      strict: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    const documents = [...parsed];
    const roots = documents.flatMap((document) => new Converter(document).root() ?? []);
    const isBroken = documents.some(({ errors }) => errors.length > 0);
    return { text, documents: roots, gap: isBroken ? 'malformed' : undefined };
  } catch {
    return { text, documents: [], gap: 'malformed' };
  }
}

class Converter {
  readonly #document: Document;
  readonly #made = new Map<Node, YamlNode>();
  #aliases = 0;

  constructor(document: Document) {
    this.#document = document;
  }

  root(): YamlNode | undefined {
    const { contents } = this.#document;
    return contents === null ? undefined : this.#convert(contents, 0);
  }

  #convert(node: unknown, depth: number): YamlNode {
    if (depth > maxDepth || !isNode(node)) return nothing(undefined);
    if (isAlias(node)) return this.#follow(node, depth);
    const made = this.#made.get(node);
    if (made !== undefined) return made;
    if (isMap(node)) return this.#map(node, depth);
    if (isSeq(node)) return this.#list(node, depth);
    const scalar = isScalar(node) ? toScalar(node) : nothing(node);
    this.#made.set(node, scalar);
    return scalar;
  }

  #list(node: YAMLSeq, depth: number): YamlNode {
    const items: YamlNode[] = [];
    const list: YamlList = { kind: 'list', ...spanOf(node), via: [], items };
    this.#made.set(node, list);
    for (const item of node.items) items.push(this.#convert(isPair(item) ? item.value : item, depth + 1));
    return list;
  }

  #map(node: YAMLMap, depth: number): YamlNode {
    const entries: YamlEntry[] = [];
    const map: YamlMap = { kind: 'map', ...spanOf(node), via: [], entries };
    this.#made.set(node, map);
    const merged: YamlEntry[] = [];
    for (const pair of node.items) {
      const entry = this.#entry(pair, depth);
      if (entry.key === '<<') merged.push(...mergedFrom(entry));
      else entries.push(entry);
    }
    const own = new Set(entries.map(({ key }) => key));
    entries.push(...merged.filter(({ key }) => !own.has(key)));
    return map;
  }

  #entry({ key, value }: Pair, depth: number): YamlEntry {
    const keyAt = spanOf(key as Node);
    const converted = this.#convert(value, depth + 1);
    const valueAt = value === null || value === undefined ? keyAt : spanOf(value as Node);
    return {
      key: isScalar(key) ? String(key.value) : '',
      keyAt,
      at: { start: keyAt.start, end: Math.max(keyAt.end, valueAt.end) },
      value: value === null || converted.end === 0 ? { ...converted, ...keyAt } : converted,
    };
  }

  #follow(alias: Alias, depth: number): YamlNode {
    this.#aliases += 1;
    if (this.#aliases > maxAliases) return nothing(alias);
    const target = alias.resolve(this.#document);
    if (target === undefined) return nothing(alias);
    const node = this.#convert(target, depth + 1);
    return { ...node, via: [...node.via, spanOf(alias)] };
  }
}

/** The entries that a merge key brings in, each with the merge key among the places it comes from. */
function mergedFrom({ value, at }: YamlEntry): readonly YamlEntry[] {
  const maps = value.kind === 'list' ? value.items : [value];
  return maps.flatMap((map) =>
    map.kind === 'map'
      ? map.entries.map((entry) => ({
          ...entry,
          value: { ...entry.value, via: [...entry.value.via, ...map.via, at] },
        }))
      : [],
  );
}

function toScalar(node: Scalar): YamlNode {
  const raw = node.type === Scalar.PLAIN ? (node.source ?? '') : wholeText(node.value);
  const isNull = node.type === Scalar.PLAIN && /^(null|Null|NULL|~)$/.test(raw);
  return {
    kind: 'scalar',
    ...spanOf(node),
    via: [],
    text: isNull ? '' : raw,
    style: styleOf(node),
    isTemplated: raw.includes(templateMark),
  };
}

function wholeText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function styleOf({ type }: Scalar): 'plain' | 'quoted' | 'block' {
  if (type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL) return 'block';
  return type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE ? 'quoted' : 'plain';
}

function nothing(node: unknown): YamlNode {
  return { kind: 'scalar', ...spanOf(node as Node), via: [], text: '', style: 'plain', isTemplated: false };
}

function spanOf(node: Node | null | undefined): Span {
  const range = node?.range;
  return range === null || range === undefined
    ? { start: 0, end: 0 }
    : { start: range[0], end: Math.max(range[0], range[1]) };
}
