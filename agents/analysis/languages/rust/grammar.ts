import type { Argument, Expression } from '../../code/expression.ts';
import type { Condition, Grammar, Read, Write } from '../../code/grammar.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import {
  binaryOf,
  callOf,
  collectionOf,
  constantAt,
  field,
  inner,
  last,
  literalOf,
  nameAt,
  nameOf,
  writeTo,
} from '../reading.ts';
import { isExtractor, shapeOf, typeName } from './functions.ts';
import { importsOf } from './imports.ts';
import { macroOf } from './macros.ts';
import { namesIn } from './patterns.ts';

const nothing = (node: SyntaxNode): Expression => ({ kind: 'other', node, children: [] });

/** The name of a value that a framework hands to a closure. */
export const handed = 'request input';

/** Rust by tree-sitter-rust's kinds of nodes. Closures are no functions of their own; paths are members. */
export const grammar: Grammar = {
  expressions: {
    identifier: nameAt,
    self: nameAt,
    crate: nameAt,
    super: nameAt,
    primitive_type: nameAt,
    type_identifier: nameAt,
    shorthand_field_identifier: nameAt,
    integer_literal: (node) => ({ kind: 'number', node, value: numberIn(node.text) }),
    float_literal: (node) => ({ kind: 'number', node, value: numberIn(node.text) }),
    negative_literal: inner,
    boolean_literal: constantAt,
    char_literal: constantAt,
    string_literal: (node, read) => literalOf(node, read, /^string_content$/),
    raw_string_literal: (node, read) => literalOf(node, read, /^string_content$/),
    parenthesized_expression: inner,
    expression_statement: inner,
    await_expression: inner,
    try_expression: inner,
    reference_expression: (node, read) => field(node, 'value', read),
    type_cast_expression: (node, read) =>
      callOf(node, { kind: 'name', node, name: `as ${node.fieldText('type')}` }, [
        { value: field(node, 'value', read) },
      ]),
    generic_function: (node, read) => field(node, 'function', read),
    scoped_identifier: (node, read) => memberOf(node, node.field('path'), read),
    scoped_type_identifier: (node, read) => memberOf(node, node.field('path'), read),
    generic_type: (node, read) => field(node, 'type', read),
    generic_type_with_turbofish: (node, read) => field(node, 'type', read),
    field_expression: (node, read) => memberOf(node, node.field('value'), read, 'field'),
    index_expression: (node, read) => ({
      kind: 'index',
      node,
      object: inner(node, read),
      index: node.children[1] === undefined ? undefined : read(node.children[1]),
    }),
    call_expression: (node, read) => callOf(node, calleeOf(node, read), given(node, read)),
    macro_invocation: macroOf,
    binary_expression: (node, read) => binaryOf(node, read),
    unary_expression: (node, read) =>
      node.text.startsWith('!') ? { kind: 'not', node, operand: inner(node, read) } : inner(node, read),
    if_expression: (node, read) => ({
      kind: 'choice',
      node,
      condition: field(node, 'condition', read),
      options: ['consequence', 'alternative'].flatMap((name) => node.field(name) ?? []).map(read),
    }),
    else_clause: inner,
    match_expression: (node, read) => ({
      kind: 'choice',
      node,
      condition: undefined,
      options: (node.field('body')?.children ?? [])
        .filter(({ kind }) => kind === 'match_arm')
        .map((arm) => field(arm, 'value', read)),
    }),
    block: (node, read) => {
      const end = node.children.at(-1);
      return end === undefined || /_(statement|declaration|item)$/.test(end.kind) ? nothing(node) : read(end);
    },
    unsafe_block: last,
    async_block: last,
    return_expression: nothing,
    break_expression: nothing,
    continue_expression: nothing,
    let_condition: nothing,
    array_expression: listOf,
    tuple_expression: listOf,
    struct_expression: structOf,
    closure_expression: (node) => ({ kind: 'function', node }),
    assignment_expression: (node, read) => field(node, 'right', read),
  },
  writes: {
    let_declaration: declared,
    const_item: constantWrite,
    static_item: constantWrite,
    assignment_expression: (node, read) =>
      writeTo(field(node, 'left', read), field(node, 'right', read), node, 'set'),
    compound_assignment_expr: (node, read) =>
      writeTo(field(node, 'left', read), field(node, 'right', read), node, 'append'),
    for_expression: (node, read) => partsTo(node.field('pattern'), field(node, 'value', read), node),
    let_condition: (node, read) => partsTo(node.field('pattern'), field(node, 'value', read), node),
    match_arm: (node, read) => {
      const subject = node.parent?.parent?.field('value');
      return subject === undefined ? [] : partsTo(node.field('pattern'), read(subject), node);
    },
    closure_expression: closureWrites,
    macro_invocation: written,
  },
  declarations: {
    field_declaration: (node) => [{ name: nameOf(node), type: typeName(node.fieldText('type')) }],
  },
  functions: { function_item: shapeOf },
  classes: new Set(['impl_item', 'trait_item']),
  imports: { use_declaration: importsOf },
  conditions: { if_expression: conditionOf, while_expression: conditionOf },
  cases: { match_arm: subjectOf },
  returns: { return_expression: (node) => node.children[0] },
  blocks: new Set(['block', 'source_file']),
  exits: /^(return|break|continue)_expression$/,
  exitCalls: /^(bail|panic|unreachable|anyhow::bail|(std::)?process::(exit|abort)|abort)\b/,
  calls: new Set(['call_expression', 'macro_invocation']),
  macros: new Set(['macro_invocation']),
  self: /^self$/,
};

function numberIn(text: string): number {
  return Number(text.replaceAll('_', '').replace(/(?<=[\da-fA-F])([iu](8|16|32|64|128|size)|f(32|64))$/, ''));
}

function memberOf(node: SyntaxNode, object: SyntaxNode | undefined, read: Read, name = 'name'): Expression {
  if (object === undefined) return { kind: 'name', node, name: node.fieldText(name) };
  return { kind: 'member', node, object: read(object), name: node.fieldText(name) };
}

/** The callee stands where its last name does, so that a chain of calls has a place for each. */
function calleeOf(node: SyntaxNode, read: Read): Expression {
  const callee = field(node, 'function', read);
  const place = callee.kind === 'member' ? callee.node.field('field') : undefined;
  return callee.kind === 'member' && place !== undefined ? { ...callee, node: place } : callee;
}

function given(node: SyntaxNode, read: Read): readonly Argument[] {
  return (node.field('arguments')?.children ?? [])
    .filter(({ kind }) => kind !== 'attribute_item')
    .map((child) => ({ value: read(child) }));
}

function listOf(node: SyntaxNode, read: Read): Expression {
  return collectionOf(
    node,
    node.children.map((child) => ({ value: read(child) })),
  );
}

function structOf(node: SyntaxNode, read: Read): Expression {
  const items = (node.field('body')?.children ?? []).map((item) => {
    const key = item.field('field') ?? item.children[0];
    if (item.kind === 'base_field_initializer') return { value: inner(item, read), spread: true };
    const name = key === undefined ? undefined : constantAt(key);
    return {
      key: name,
      value: item.field('value') === undefined ? inner(item, read) : field(item, 'value', read),
    };
  });
  return collectionOf(node, items, typeName(node.fieldText('name')));
}

function declared(node: SyntaxNode, read: Read): readonly Write[] {
  const pattern = node.field('pattern');
  const value = node.field('value');
  if (pattern === undefined || value === undefined) return [];
  const type = typeName(node.fieldText('type'));
  if (pattern.kind === 'identifier')
    return [
      {
        target: pattern.text,
        value: read(value),
        node,
        mode: 'set',
        ...(type === '' ? {} : { type }),
      },
    ];
  if (pattern.kind === 'tuple_pattern' && value.kind === 'tuple_expression')
    return writeTo(listOf(pattern, read), read(value), node, 'set');
  return partsTo(pattern, read(value), node);
}

function constantWrite(node: SyntaxNode, read: Read): readonly Write[] {
  const value = node.field('value');
  return value === undefined ? [] : [{ target: nameOf(node), value: read(value), node, mode: 'set' }];
}

function partsTo(pattern: SyntaxNode | undefined, value: Expression, node: SyntaxNode): readonly Write[] {
  return namesIn(pattern).map((name) => ({
    target: name.text,
    value,
    node,
    mode: 'part' as const,
  }));
}

/** `write!(text, …)` adds to the text. */
function written(node: SyntaxNode, read: Read): readonly Write[] {
  if (!/^write(ln)?$/.test(node.fieldText('macro'))) return [];
  const call = read(node);
  const [target, value] = call.kind === 'call' ? call.arguments : [];
  return target === undefined || value === undefined
    ? []
    : writeTo(target.value, value.value, node, 'append');
}

/** What a closure is given: by a framework where the types or the filters say so, else a part of what it is called on. */
function closureWrites(node: SyntaxNode, read: Read): readonly Write[] {
  const receiver = node.parent?.parent?.field('function')?.field('value');
  return (node.field('parameters')?.children ?? []).flatMap((parameter): readonly Write[] => {
    const pattern = parameter.kind === 'parameter' ? parameter.field('pattern') : parameter;
    const isHanded =
      isExtractor(typeName(parameter.fieldText('type'))) ||
      /\bwarp::(path::param|path!|query|body|header)\b/.test(receiver?.text ?? '');
    if (isHanded) return partsTo(pattern, { kind: 'name', node: parameter, name: handed }, node);
    return receiver === undefined ? [] : partsTo(pattern, read(receiver), node);
  });
}

function conditionOf(node: SyntaxNode, read: Read): Condition {
  return {
    condition: field(node, 'condition', read),
    whenTrue: node.field('consequence') ?? node.field('body'),
  };
}

/** What is matched, for an arm with literals; one with a name takes everything. */
function subjectOf(arm: SyntaxNode): SyntaxNode | undefined {
  const pattern = arm.field('pattern');
  const isLiteral = /^(Some\()?"[^"]*"(\s*\|\s*"[^"]*")*\)?$/.test(pattern?.text ?? '');
  return isLiteral ? arm.parent?.parent?.field('value') : undefined;
}

/** The type that an `impl` is of. */
export function implOf(node: SyntaxNode): string {
  const outer = [...ancestors(node)].find(({ kind }) => kind === 'impl_item');
  return outer?.fieldText('type') ?? '';
}
