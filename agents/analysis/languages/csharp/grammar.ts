import type { Argument, Expression } from '../../code/expression.ts';
import type { FunctionShape, Grammar, Import, Parameter, Read, Write } from '../../code/grammar.ts';
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
  numberAt,
  writeTo,
} from '../reading.ts';

const isPiece = /^(string_literal_content|string_content|raw_string_content)$/;

/** C# by tree-sitter-c-sharp's kinds of nodes. */
export const grammar: Grammar = {
  expressions: {
    identifier: nameAt,
    predefined_type: nameAt,
    this: nameAt,
    base: nameAt,
    integer_literal: numberAt,
    real_literal: numberAt,
    boolean_literal: constantAt,
    null_literal: constantAt,
    character_literal: constantAt,
    typeof_expression: constantAt,
    string_literal: (node, read) => literalOf(node, read, isPiece),
    raw_string_literal: (node, read) => literalOf(node, read, isPiece),
    interpolated_string_expression: (node, read) => literalOf(node, read, isPiece),
    interpolation: (node, read) => {
      const value = node.children.find(({ kind }) => !/_brace$|_clause$/.test(kind));
      return value === undefined ? { kind: 'other', node, children: [] } : read(value);
    },
    verbatim_string_literal: (node) => ({
      kind: 'text',
      node,
      text: node.text.slice(2, -1).replaceAll('""', '"'),
    }),
    parenthesized_expression: inner,
    expression_statement: inner,
    await_expression: inner,
    checked_expression: inner,
    postfix_unary_expression: inner,
    generic_name: inner,
    arrow_expression_clause: inner,
    argument: last,
    as_expression: (node, read) => field(node, 'left', read),
    cast_expression: castOf,
    qualified_name: memberOf,
    member_access_expression: memberOf,
    conditional_access_expression: last,
    member_binding_expression: (node, read) => ({
      kind: 'member',
      node,
      object: conditionalObject(node, read),
      name: plainName(node),
    }),
    element_binding_expression: (node, read) => ({
      kind: 'index',
      node,
      object: conditionalObject(node, read),
      index: node.children[0] === undefined ? undefined : read(node.children[0]),
    }),
    element_access_expression: (node, read) => ({
      kind: 'index',
      node,
      object: field(node, 'expression', read),
      index: last(node.field('subscript') ?? node, read),
    }),
    invocation_expression: (node, read) =>
      callOf(node, field(node, 'function', read), given(node.field('arguments'), read)),
    object_creation_expression: (node, read) =>
      callOf(
        node,
        field(node, 'type', read),
        [...given(node.field('arguments'), read), ...members(node.field('initializer'), read)],
        true,
      ),
    implicit_object_creation_expression: (node, read) =>
      callOf(
        node,
        { kind: 'name', node, name: node.parent?.parent?.fieldText('type') ?? '' },
        [
          ...given(child(node, 'argument_list'), read),
          ...members(child(node, 'initializer_expression'), read),
        ],
        true,
      ),
    array_creation_expression: arrayOf,
    implicit_array_creation_expression: arrayOf,
    initializer_expression: itemsOf,
    collection_expression: itemsOf,
    binary_expression: (node, read) => binaryOf(node, read),
    is_pattern_expression: patternTest,
    prefix_unary_expression: (node, read) =>
      node.text.startsWith('!') ? { kind: 'not', node, operand: inner(node, read) } : inner(node, read),
    conditional_expression: (node, read) => ({
      kind: 'choice',
      node,
      condition: field(node, 'condition', read),
      options: [field(node, 'consequence', read), field(node, 'alternative', read)],
    }),
    switch_expression: (node, read) => ({
      kind: 'choice',
      node,
      condition: undefined,
      options: node.children
        .filter(({ kind }) => kind === 'switch_expression_arm')
        .map((arm) => last(arm, read)),
    }),
    assignment_expression: (node, read) => field(node, 'right', read),
    lambda_expression: (node) => ({ kind: 'function', node }),
    anonymous_method_expression: (node) => ({ kind: 'function', node }),
  },
  writes: {
    variable_declarator: declared,
    property_declaration: (node, read) => {
      const value = node.field('value');
      return value === undefined
        ? []
        : [{ target: nameOf(node), value: read(value), node, mode: 'set', type: typeOf(node) }];
    },
    assignment_expression: (node, read) =>
      node.parent?.kind === 'initializer_expression'
        ? []
        : writeTo(
            field(node, 'left', read),
            field(node, 'right', read),
            node,
            /^\s*(=|\?\?=)/.test(between(node)) ? 'set' : 'append',
          ),
    foreach_statement: (node, read) =>
      writeTo(field(node, 'left', read), field(node, 'right', read), node, 'part'),
  },
  declarations: {
    field_declaration: (node) => {
      const declaration = child(node, 'variable_declaration');
      return (declaration?.children ?? [])
        .filter(({ kind }) => kind === 'variable_declarator')
        .map((one) => ({ name: nameOf(one), type: typeName(declaration?.fieldText('type') ?? '') }));
    },
    property_declaration: (node) => [{ name: nameOf(node), type: typeOf(node) }],
  },
  functions: {
    method_declaration: shapeOf,
    constructor_declaration: shapeOf,
    local_function_statement: shapeOf,
    lambda_expression: lambdaOf,
    anonymous_method_expression: lambdaOf,
  },
  classes: new Set(['class_declaration', 'record_declaration', 'struct_declaration']),
  imports: { using_directive: (node) => importOf(node) },
  conditions: {
    if_statement: conditionOf,
    while_statement: conditionOf,
    conditional_expression: conditionOf,
  },
  cases: {
    switch_section: (node) => node.parent?.parent?.field('value'),
    switch_expression_arm: (node) => node.parent?.children[0],
  },
  returns: { return_statement: (node) => node.children[0] },
  blocks: new Set(['block', 'switch_section', 'compilation_unit']),
  exits: /^(return|throw|continue|break)_statement$/,
  exitCalls: /^Environment\.Exit\(/,
  calls: new Set([
    'invocation_expression',
    'object_creation_expression',
    'implicit_object_creation_expression',
    'cast_expression',
  ]),
  self: /^this$/,
};

function child(node: SyntaxNode, kind: string): SyntaxNode | undefined {
  return node.children.find((one) => one.kind === kind);
}

/** The operator of an assignment. */
function between(node: SyntaxNode): string {
  const [left, right] = [node.field('left'), node.field('right')];
  return left === undefined || right === undefined ? '' : left.textAfterUntil(right);
}

/** Without its type arguments. */
function plainName(node: SyntaxNode): string {
  return node.fieldText('name').replace(/<.*$/s, '');
}

function memberOf(node: SyntaxNode, read: Read): Expression {
  const object = node.field('expression') ?? node.children[0];
  return {
    kind: 'member',
    node,
    object: object === undefined ? { kind: 'other', node, children: [] } : read(object),
    name: plainName(node),
  };
}

/** `a` of `a?.B` */
function conditionalObject(node: SyntaxNode, read: Read): Expression {
  for (const outer of ancestors(node)) {
    const object = outer.kind === 'conditional_access_expression' ? outer.children[0] : undefined;
    if (object !== undefined && !object.contains(node)) return read(object);
  }
  return { kind: 'other', node, children: [] };
}

/** A cast to a number is no text any more; one to markup is a call that says so. */
function castOf(node: SyntaxNode, read: Read): Expression {
  const value = field(node, 'value', read);
  const type = node.field('type');
  const converts =
    type !== undefined && /^(int|long|short|byte|double|float|decimal|MarkupString)$/.test(type.text);
  return converts ? callOf(node, { kind: 'name', node: type, name: `(${type.text})` }, [{ value }]) : value;
}

function given(list: SyntaxNode | undefined, read: Read): readonly Argument[] {
  return (list?.children ?? []).map((argument): Argument => {
    const value = last(argument, read);
    const name = argument.children.length > 1 ? argument.fieldText('name') : '';
    return name === '' ? { value } : { name, value };
  });
}

/** `{ FileName = "git", … }` behind a type. */
function members(list: SyntaxNode | undefined, read: Read): readonly Argument[] {
  return (list?.children ?? []).flatMap((one): readonly Argument[] =>
    one.kind === 'assignment_expression'
      ? [{ name: one.fieldText('left'), value: field(one, 'right', read) }]
      : [],
  );
}

function itemsOf(node: SyntaxNode, read: Read): Expression {
  return collectionOf(
    node,
    node.children.map((one) =>
      one.kind === 'assignment_expression'
        ? { key: field(one, 'left', read), value: field(one, 'right', read) }
        : { value: read(one) },
    ),
  );
}

function arrayOf(node: SyntaxNode, read: Read): Expression {
  const list = child(node, 'initializer_expression');
  return list === undefined ? collectionOf(node, []) : itemsOf(list, read);
}

/** `sort is "name" or "age"` is a comparison with a list. */
function patternTest(node: SyntaxNode, read: Read): Expression {
  const value = field(node, 'expression', read);
  const pattern = node.field('pattern');
  const written = pattern?.text ?? '';
  if (pattern === undefined || !/^(not\s+)?\(?\s*"[^"]*"(\s+or\s+"[^"]*")*\s*\)?$/.test(written))
    return { kind: 'other', node, children: [] };
  const operator = written.startsWith('not') ? 'not in' : 'in';
  return { kind: 'binary', node, operator, left: value, right: collectionOf(pattern, []) };
}

function declared(node: SyntaxNode, read: Read): readonly Write[] {
  const value = node.children.length > 1 ? node.children.at(-1) : undefined;
  if (value === undefined) return [];
  const type = typeName(node.parent?.fieldText('type') ?? '');
  return [
    {
      target: nameOf(node),
      value: read(value),
      node:
        node.parent?.parent?.kind === 'using_statement' ? node.parent.parent : (node.parent?.parent ?? node),
      mode: 'set',
      ...(/^(var|string|object|dynamic)?$/.test(type) ? {} : { type }),
    },
  ];
}

function conditionOf(node: SyntaxNode, read: Read): ReturnType<NonNullable<Grammar['conditions'][string]>> {
  return {
    condition: field(node, 'condition', read),
    whenTrue: node.field('consequence') ?? node.field('body'),
  };
}

function shapeOf(node: SyntaxNode): FunctionShape {
  const body = node.field('body');
  const modifiers = node.children.filter(({ kind }) => kind === 'modifier').map(({ text }) => text);
  return {
    node,
    name: nameOf(node),
    parameters: parametersOf(node),
    body,
    annotations: attributesOf(node),
    exported: modifiers.includes('public') || modifiers.includes('internal'),
    ...(body?.kind === 'arrow_expression_clause' ? { result: body } : {}),
  };
}

function lambdaOf(node: SyntaxNode): FunctionShape {
  const body = node.field('body') ?? child(node, 'block');
  return {
    node,
    name: '',
    parameters: parametersOf(node),
    body,
    annotations: attributesOf(node),
    exported: false,
    ...(body?.kind === 'block' ? {} : { result: body }),
  };
}

function parametersOf(node: SyntaxNode): readonly Parameter[] {
  const single = child(node, 'implicit_parameter');
  if (single !== undefined) return [{ name: single.text, node: single, type: '', annotations: [] }];
  const list = node.field('parameters') ?? child(node, 'parameter_list');
  return (list?.children ?? [])
    .filter(({ kind }) => kind === 'parameter')
    .map((one) => ({ name: nameOf(one), node: one, type: typeOf(one), annotations: attributesOf(one) }));
}

/** Attributes without their brackets: `HttpGet("x")`. */
export function attributesOf(node: SyntaxNode): readonly string[] {
  return node.children
    .filter(({ kind }) => kind === 'attribute_list')
    .flatMap((list) => list.children.map(({ text }) => text));
}

function typeOf(node: SyntaxNode): string {
  return typeName(node.fieldText('type'));
}

/** `List<string>?` by its own name, without its namespace. */
function typeName(type: string): string {
  return type
    .replace(/<.*$/s, '')
    .replace(/(\[\]|\?)+$/, '')
    .replace(/^(?:\w+\.)+/, '');
}

function importOf(node: SyntaxNode): readonly Import[] {
  const local = nameOf(node);
  const origin = node.children.at(-1)?.text.split('.').at(-1) ?? '';
  return local === '' || node.field('name') === node.children.at(-1) ? [] : [{ local, origin }];
}
