import type { Span } from '../span.ts';
import { type HclAttribute, type HclBlock, type HclValue, readHcl } from './hcl.ts';

export interface TerraformFile {
  readonly text: string;
  readonly root: HclBlock;
  /** `resource` and `data` blocks. */
  readonly resources: readonly HclBlock[];
  readonly gap: string | undefined;
}

/** Reading is linear, yet nobody writes a longer file. */
const maxTerraformChars = 400_000;

export function readTerraform(text: string): TerraformFile {
  const isLong = text.length > maxTerraformChars;
  const root = readHcl(isLong ? '' : text);
  const resources = root.blocks.filter(({ type }) => type === 'resource' || type === 'data');
  return { text, root, resources, gap: isLong ? 'too-intricate' : undefined };
}

export function kindOf({ labels }: HclBlock): string {
  return labels[0] ?? '';
}

export function idOf({ type, labels }: HclBlock): string {
  return [type === 'resource' ? '' : type, ...labels].filter((part) => part !== '').join('.');
}

export function attributeOf(block: HclBlock | undefined, name: string): HclAttribute | undefined {
  return block?.attributes.find((attribute) => attribute.name === name);
}

export function blocksOf(block: HclBlock, type: string): readonly HclBlock[] {
  return block.blocks.filter((inner) => inner.type === type);
}

/** What a value is: literals as they are, variables by their default and locals by their value in the same file. */
export function resolve(file: TerraformFile, value: HclValue | undefined, hops = 3): HclValue | undefined {
  if (value?.kind !== 'expression' || hops === 0) return value;
  const [, scope, name = ''] = /^(var|local)\.([\w-]+)$/.exec(value.text) ?? [];
  if (scope === undefined) return value;
  const found =
    scope === 'var'
      ? attributeOf(
          file.root.blocks.find(({ type, labels }) => type === 'variable' && labels[0] === name),
          'default',
        )
      : file.root.blocks
          .filter(({ type }) => type === 'locals')
          .flatMap(({ attributes }) => attributes)
          .find((attribute) => attribute.name === name);
  return found === undefined ? value : resolve(file, found.value, hops - 1);
}

export function textOf(file: TerraformFile, value: HclValue | undefined): string | undefined {
  const resolved = resolve(file, value);
  return resolved?.kind === 'literal' ? resolved.text : undefined;
}

/** The literals of a list, or a literal alone. */
export function textsOf(file: TerraformFile, value: HclValue | undefined): readonly string[] {
  const resolved = resolve(file, value);
  if (resolved?.kind === 'call') return resolved.arguments.flatMap((item) => textsOf(file, item));
  if (resolved?.kind === 'list') return resolved.items.flatMap((item) => textsOf(file, item));
  return resolved?.kind === 'literal' ? [resolved.text] : [];
}

/** Every block below a block, it included. */
export function* withInner(block: HclBlock): Generator<HclBlock> {
  yield block;
  for (const inner of block.blocks) yield* withInner(inner);
}

/** Where a value stands when it comes from another place of the file. */
export function trailOf(file: TerraformFile, value: HclValue): readonly Span[] {
  const resolved = resolve(file, value);
  return resolved === undefined || resolved === value ? [] : [resolved];
}
