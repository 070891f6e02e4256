import type { Span } from '../span.ts';

interface Placed extends Span {
  /** Places outside of it that put it here: an alias, a merge key. */
  readonly via: readonly Span[];
}

export interface YamlScalar extends Placed {
  readonly kind: 'scalar';
  /** The value as text, escapes resolved and without quotes; empty for null. */
  readonly text: string;
  readonly style: 'plain' | 'quoted' | 'block';
  /** Whether an expression of a template stands in it, so that its value is unknown. */
  readonly isTemplated: boolean;
}

export interface YamlEntry {
  readonly key: string;
  /** From the key to the end of the value. */
  readonly at: Span;
  readonly keyAt: Span;
  readonly value: YamlNode;
}

export interface YamlMap extends Placed {
  readonly kind: 'map';
  /** Own entries, then those of merge keys that none of its own covers. */
  readonly entries: readonly YamlEntry[];
}

export interface YamlList extends Placed {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export type YamlNode = YamlScalar | YamlMap | YamlList;

/** The entry under a key, or under a path of keys. */
export function entryOf(node: YamlNode | undefined, ...path: readonly string[]): YamlEntry | undefined {
  let current = node;
  let entry: YamlEntry | undefined;
  for (const key of path) {
    entry =
      current?.kind === 'map' ? current.entries.findLast((candidate) => candidate.key === key) : undefined;
    if (entry === undefined) return undefined;
    current = entry.value;
  }
  return entry;
}

export function valueOf(node: YamlNode | undefined, ...path: readonly string[]): YamlNode | undefined {
  return entryOf(node, ...path)?.value;
}

/** The text of a scalar, or of the scalar under a path of keys. */
export function textAt(node: YamlNode | undefined, ...path: readonly string[]): string | undefined {
  const value = path.length === 0 ? node : valueOf(node, ...path);
  return value?.kind === 'scalar' ? value.text : undefined;
}

export function entriesAt(node: YamlNode | undefined, ...path: readonly string[]): readonly YamlEntry[] {
  const value = path.length === 0 ? node : valueOf(node, ...path);
  return value?.kind === 'map' ? value.entries : [];
}

/** The items of a list; none for anything else. */
export function itemsAt(node: YamlNode | undefined, ...path: readonly string[]): readonly YamlNode[] {
  const value = path.length === 0 ? node : valueOf(node, ...path);
  return value?.kind === 'list' ? value.items : [];
}

/** One scalar or a list of them: many keys take both. */
export function scalarsOf(node: YamlNode | undefined): readonly YamlScalar[] {
  if (node?.kind === 'scalar') return [node];
  return itemsAt(node).flatMap((item) => (item.kind === 'scalar' ? [item] : []));
}

/** `true`, in the spellings of YAML 1.1 too, which Compose, Ansible and others still read. */
export function isTrue(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.style === 'plain' && /^(true|yes|on|y)$/i.test(node.text);
}

export function isFalse(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.style === 'plain' && /^(false|no|off|n)$/i.test(node.text);
}

/** Where a fault is, with the places that put it there. */
export function placeOf(entry: YamlEntry | YamlNode): { readonly at: Span; readonly trail: readonly Span[] } {
  return 'value' in entry
    ? { at: entry.at, trail: [entry.keyAt, ...entry.value.via] }
    : { at: entry, trail: entry.via };
}

/** Every entry of every map below a node, once each, outer ones first. */
export function* allEntries(root: YamlNode): Generator<YamlEntry> {
  const seen = new Set<YamlNode>();
  const open: YamlNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'list') open.push(...node.items.toReversed());
    if (node.kind !== 'map') continue;
    yield* node.entries;
    open.push(...node.entries.map(({ value }) => value).toReversed());
  }
}
