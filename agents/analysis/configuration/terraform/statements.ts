import type { Span } from '../span.ts';
import type { HclAttribute, HclBlock, HclValue } from './hcl.ts';
import { readHcl } from './hcl.ts';
import {
  attributeOf,
  blocksOf,
  idOf,
  type TerraformFile,
  textOf,
  textsOf,
  withInner,
} from './terraform-file.ts';

/** One statement of an IAM policy, from whichever form it is written in. */
export interface Statement {
  readonly owner: HclBlock;
  readonly id: string;
  readonly isAllow: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  /** Source of all conditions; empty where there are none. */
  readonly condition: string;
  readonly at: Span;
  /** Where actions, resources or principals stand. */
  readonly places: readonly Span[];
}

export function* statementsOf(file: TerraformFile): Generator<Statement> {
  for (const owner of file.resources) {
    for (const block of blocksOf(owner, 'statement')) yield fromBlock(file, owner, block);
    for (const inner of withInner(owner)) {
      for (const { value } of inner.attributes) yield* fromValue(file, owner, value);
    }
  }
}

function fromBlock(file: TerraformFile, owner: HclBlock, block: HclBlock): Statement {
  const named = ['actions', 'resources'].map((name) => attributeOf(block, name));
  const identifiers = blocksOf(block, 'principals').flatMap(
    (inner) => attributeOf(inner, 'identifiers') ?? [],
  );
  return {
    owner,
    id: `${idOf(owner)} ${textOf(file, attributeOf(block, 'sid')?.value) ?? ''}`,
    isAllow: textOf(file, attributeOf(block, 'effect')?.value) !== 'Deny',
    actions: textsOf(file, named[0]?.value),
    resources: textsOf(file, named[1]?.value),
    principals: identifiers.flatMap(({ value, at }) => [
      ...textsOf(file, value),
      file.text.slice(at.start, at.end),
    ]),
    condition: blocksOf(block, 'condition')
      .map(({ start, end }) => file.text.slice(start, end))
      .join('\n'),
    at: block.header,
    places: [...named, ...identifiers].flatMap((attribute) => attribute?.at ?? []),
  };
}

function* fromValue(file: TerraformFile, owner: HclBlock, value: HclValue): Generator<Statement> {
  if (value.kind === 'call' && value.name === 'jsonencode') {
    const [policy] = value.arguments;
    if (policy !== undefined) yield* fromPolicy(file, owner, policy, 0);
  } else if (value.kind === 'literal' && value.text.includes('"Statement"')) {
    // JSON is read as the object of an attribute: HCL takes both `:` and `=`.
    const offset = file.text.indexOf(value.text, value.start);
    const prefix = 'policy = ';
    const [attribute] = readHcl(`${prefix}${value.text.trim()}`).attributes;
    const shift = offset - prefix.length + (value.text.length - value.text.trimStart().length);
    if (attribute !== undefined) yield* fromPolicy(file, owner, attribute.value, shift);
  }
}

function* fromPolicy(
  file: TerraformFile,
  owner: HclBlock,
  policy: HclValue,
  shift: number,
): Generator<Statement> {
  if (policy.kind !== 'object') return;
  const list = entry(policy, 'Statement')?.value;
  const items = list?.kind === 'list' ? list.items : list === undefined ? [] : [list];
  for (const item of items) if (item.kind === 'object') yield fromItem(file, owner, item, shift);
}

function fromItem(file: TerraformFile, owner: HclBlock, item: HclValue, shift: number): Statement {
  const moved = ({ start, end }: Span): Span => ({ start: start + shift, end: end + shift });
  const texts = (name: string) => textsOf(file, entry(item, name)?.value);
  const named = ['Action', 'Resource', 'Principal'].flatMap((name) => entry(item, name) ?? []);
  const condition = entry(item, 'Condition');
  return {
    owner,
    id: `${idOf(owner)} ${texts('Sid').join()}`,
    isAllow: texts('Effect')[0] === 'Allow',
    actions: texts('Action'),
    resources: texts('Resource'),
    principals: leaves(file, entry(item, 'Principal')?.value),
    condition: condition === undefined ? '' : sourceOf(file, moved(condition.at)),
    at: moved(named[0]?.at ?? item),
    places: named.map(({ at }) => moved(at)),
  };
}

function sourceOf({ text }: TerraformFile, { start, end }: Span): string {
  return text.slice(start, end);
}

function entry(value: HclValue, name: string): HclAttribute | undefined {
  return value.kind === 'object' ? value.entries.find((one) => one.name === name) : undefined;
}

function leaves(file: TerraformFile, value: HclValue | undefined): readonly string[] {
  if (value?.kind === 'object') return value.entries.flatMap(({ value: inner }) => leaves(file, inner));
  return [
    ...textsOf(file, value),
    ...(value === undefined || value.kind === 'literal' ? [] : [file.text.slice(value.start, value.end)]),
  ];
}
