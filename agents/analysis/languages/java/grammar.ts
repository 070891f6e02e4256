import type { Expression } from '../../code/expression.ts';
import type { FunctionShape, Grammar, Import, Parameter, Read, Write } from '../../code/grammar.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
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
  numberAt,
  writeTo,
} from '../reading.ts';

/** Java by tree-sitter-java's kinds of nodes. */
export const grammar: Grammar = {
  expressions: {
    identifier: nameAt,
    type_identifier: nameAt,
    this: nameAt,
    super: nameAt,
    decimal_integer_literal: numberAt,
    hex_integer_literal: numberAt,
    decimal_floating_point_literal: numberAt,
    true: constantAt,
    false: constantAt,
    null_literal: constantAt,
    character_literal: constantAt,
    class_literal: constantAt,
    string_literal: (node, read) => literalOf(node, read, /string_fragment$/),
    parenthesized_expression: inner,
    expression_statement: inner,
    cast_expression: (node, read) => field(node, 'value', read),
    generic_type: inner,
    scoped_type_identifier: last,
    scoped_identifier: (node, read) => ({
      kind: 'member',
      node,
      object: field(node, 'scope', read),
      name: node.fieldText('name'),
    }),
    field_access: (node, read) => ({
      kind: 'member',
      node,
      object: field(node, 'object', read),
      name: node.fieldText('field'),
    }),
    array_access: (node, read) => ({
      kind: 'index',
      node,
      object: field(node, 'array', read),
      index: field(node, 'index', read),
    }),
    method_invocation: callAt,
    object_creation_expression: (node, read) => callOf(node, typeAt(node, read), given(node, read), true),
    array_creation_expression: (node, read) => field(node, 'value', read),
    array_initializer: (node, read) =>
      collectionOf(
        node,
        node.children.map((child) => ({ value: read(child) })),
      ),
    binary_expression: (node, read) => binaryOf(node, read),
    unary_expression: (node, read) =>
      node.token('operator') === '!'
        ? { kind: 'not', node, operand: field(node, 'operand', read) }
        : field(node, 'operand', read),
    ternary_expression: (node, read) => ({
      kind: 'choice',
      node,
      condition: field(node, 'condition', read),
      options: [field(node, 'consequence', read), field(node, 'alternative', read)],
    }),
    assignment_expression: (node, read) => field(node, 'right', read),
    lambda_expression: (node) => ({ kind: 'function', node }),
    switch_expression: (node, read) => ({
      kind: 'choice',
      node,
      condition: undefined,
      options: armsOf(node).map(read),
    }),
    element_value_pair: (node, read) => field(node, 'value', read),
  },
  writes: {
    variable_declarator: declared,
    assignment_expression: (node, read) =>
      writeTo(
        field(node, 'left', read),
        field(node, 'right', read),
        node,
        node.token('operator') === '=' ? 'set' : 'append',
      ),
    enhanced_for_statement: (node, read) => [
      {
        target: nameOf(node),
        value: field(node, 'value', read),
        node,
        mode: 'part',
        type: typeName(node.fieldText('type')),
      },
    ],
    resource: (node, read) =>
      node.field('value') === undefined
        ? []
        : [
            {
              target: nameOf(node),
              value: field(node, 'value', read),
              node,
              mode: 'set',
              type: typeName(node.fieldText('type')),
            },
          ],
  },
  declarations: {
    field_declaration: (node) =>
      node.children
        .filter(({ kind }) => kind === 'variable_declarator')
        .map((child) => ({ name: nameOf(child), type: typeName(node.fieldText('type')) })),
  },
  functions: { method_declaration: shapeOf, constructor_declaration: shapeOf, lambda_expression: lambdaOf },
  classes: new Set(['class_declaration', 'enum_declaration', 'record_declaration', 'class_body']),
  imports: { import_declaration: (node) => importOf(node) },
  conditions: {
    if_statement: conditionOf,
    while_statement: conditionOf,
    ternary_expression: conditionOf,
  },
  cases: {
    switch_block_statement_group: (node) => node.parent?.parent?.field('condition')?.children[0],
    switch_rule: (node) => node.parent?.parent?.field('condition')?.children[0],
  },
  returns: { return_statement: (node) => node.children[0] },
  blocks: new Set(['block', 'constructor_body', 'switch_block_statement_group']),
  exits: /^(return|throw|continue|break)_statement$/,
  exitCalls: /^System\.exit\(/,
  calls: new Set(['method_invocation', 'object_creation_expression']),
  self: /^this$/,
};

function callAt(node: SyntaxNode, read: Read): Expression {
  const name = node.field('name') ?? node;
  const object = node.field('object');
  const callee: Expression =
    object === undefined
      ? nameAt(name)
      : { kind: 'member', node: name, object: read(object), name: name.text };
  return callOf(node, callee, given(node, read));
}

function typeAt(node: SyntaxNode, read: Read): Expression {
  const type = node.field('type') ?? node;
  return type === node ? nameAt(node) : read(type);
}

function given(node: SyntaxNode, read: Read): { readonly value: Expression }[] {
  return (node.field('arguments')?.children ?? []).map((argument) => ({ value: read(argument) }));
}

function armsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return (node.field('body')?.children ?? []).flatMap((arm) =>
    arm.kind === 'switch_rule' ? arm.children.slice(1) : [],
  );
}

function conditionOf(node: SyntaxNode, read: Read): ReturnType<NonNullable<Grammar['conditions'][string]>> {
  return {
    condition: field(node, 'condition', read),
    whenTrue: node.field('consequence') ?? node.field('body'),
  };
}

function declared(node: SyntaxNode, read: Read): readonly Write[] {
  const type = typeName(node.parent?.fieldText('type') ?? '');
  if (node.field('value') === undefined) return [];
  return [
    {
      target: nameOf(node),
      value: field(node, 'value', read),
      node: node.parent ?? node,
      mode: 'set',
      ...(type === 'var' ? {} : { type }),
    },
  ];
}

function shapeOf(node: SyntaxNode): FunctionShape {
  const parameters = (node.field('parameters')?.children ?? []).map(parameterOf);
  const modifiers = modifiersOf(node);
  return {
    node,
    name: nameOf(node),
    parameters,
    body: node.field('body'),
    annotations: annotationsOf(node),
    exported: !/\bprivate\b/.test(modifiers?.text ?? ''),
  };
}

function lambdaOf(node: SyntaxNode): FunctionShape {
  const list = node.field('parameters');
  const names = list?.kind === 'identifier' ? [list] : (list?.children ?? []);
  const body = node.field('body');
  const parameters = names.map((one): Parameter =>
    one.kind === 'identifier' ? { name: one.text, node: one, type: '', annotations: [] } : parameterOf(one),
  );
  return {
    node,
    name: '',
    parameters,
    body,
    annotations: [],
    exported: false,
    ...(body?.kind === 'block' ? {} : { result: body }),
  };
}

function parameterOf(node: SyntaxNode): Parameter {
  const name = nameOf(node) || (node.children.at(-1)?.field('name')?.text ?? '');
  return { name, node, type: typeName(node.fieldText('type')), annotations: annotationsOf(node) };
}

function modifiersOf(node: SyntaxNode): SyntaxNode | undefined {
  return node.children.find(({ kind }) => kind === 'modifiers');
}

/** Without their sign: `GetMapping("/x")`. */
export function annotationsOf(node: SyntaxNode): readonly string[] {
  return (modifiersOf(node)?.children ?? [])
    .filter(({ kind }) => kind.endsWith('annotation'))
    .map(({ text }) => text.slice(1));
}

/** `List<String>` by what it holds nothing of: its own name, without its package. */
function typeName(type: string): string {
  return type
    .replace(/<.*$/s, '')
    .replace(/\[\]$/, '')
    .replace(/^(?:[a-z_]\w*\.)+(?=[A-Z])/, '');
}

function importOf(node: SyntaxNode): readonly Import[] {
  const written = node.children[0]?.text ?? '';
  const isStatic = /^import\s+static\b/.test(node.text);
  if (node.children.some(({ kind }) => kind === 'asterisk')) return [];
  const parts = written.split('.');
  const local = parts.at(-1) ?? '';
  // A static import keeps its class; a class is known by its own name.
  return [{ local, origin: isStatic ? parts.slice(-2).join('.') : local }];
}
