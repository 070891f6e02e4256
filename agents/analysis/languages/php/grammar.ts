import type { Argument, Expression } from '../../code/expression.ts';
import type { FunctionShape, Grammar, Parameter, Read, Write } from '../../code/grammar.ts';
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
  operatorOf,
  writeTo,
} from '../reading.ts';

const isPiece = /^(string_content|nowdoc_string)$/;

/** PHP by tree-sitter-php's kinds of nodes. Variables keep their sign. */
export const grammar: Grammar = {
  expressions: {
    variable_name: nameAt,
    name: nameAt,
    qualified_name: last,
    integer: numberAt,
    float: numberAt,
    boolean: constantAt,
    null: constantAt,
    string: (node, read) => literalOf(node, read, isPiece),
    encapsed_string: (node, read) => literalOf(node, read, isPiece),
    heredoc_body: (node, read) => literalOf(node, read, isPiece),
    heredoc: (node, read) => read(node.children.find(({ kind }) => kind === 'heredoc_body') ?? node),
    parenthesized_expression: inner,
    expression_statement: inner,
    error_suppression_expression: inner,
    cast_expression: castOf,
    member_access_expression: memberOf,
    nullsafe_member_access_expression: memberOf,
    class_constant_access_expression: constantAt,
    scoped_property_access_expression: (node, read) => ({
      kind: 'member',
      node,
      object: field(node, 'scope', read),
      name: node.fieldText('name'),
    }),
    subscript_expression: (node, read) => ({
      kind: 'index',
      node,
      object: inner(node, read),
      index: node.children[1] === undefined ? undefined : read(node.children[1]),
    }),
    function_call_expression: (node, read) => callOf(node, field(node, 'function', read), given(node, read)),
    member_call_expression: (node, read) => callOf(node, memberOf(node, read), given(node, read)),
    nullsafe_member_call_expression: (node, read) => callOf(node, memberOf(node, read), given(node, read)),
    scoped_call_expression: (node, read) =>
      callOf(
        node,
        {
          kind: 'member',
          node: node.field('name') ?? node,
          object: field(node, 'scope', read),
          name: node.fieldText('name'),
        },
        given(node, read),
      ),
    object_creation_expression: (node, read) => callOf(node, inner(node, read), given(node, read), true),
    echo_statement: (node, read) => statementCall(node, 'echo', read),
    print_intrinsic: (node, read) => statementCall(node, 'print', read),
    exit_statement: (node, read) => statementCall(node, 'exit', read),
    include_expression: (node, read) => statementCall(node, 'include', read),
    include_once_expression: (node, read) => statementCall(node, 'include', read),
    require_expression: (node, read) => statementCall(node, 'require', read),
    require_once_expression: (node, read) => statementCall(node, 'require', read),
    shell_command_expression: (node, read) =>
      callOf(node, { kind: 'name', node, name: 'shell_exec' }, [
        {
          value: literalOf(
            node,
            (child) => (child === node ? { kind: 'other', node, children: [] } : read(child)),
            isPiece,
          ),
        },
      ]),
    binary_expression: (node, read) => {
      const operator = node.token('operator');
      return binaryOf(node, read, operator === '.' ? '+' : operator === '+' ? 'plus' : operatorOf(operator));
    },
    unary_op_expression: (node, read) =>
      node.text.startsWith('!') ? { kind: 'not', node, operand: inner(node, read) } : inner(node, read),
    conditional_expression: (node, read) => {
      const condition = field(node, 'condition', read);
      const body = node.field('body');
      return {
        kind: 'choice',
        node,
        condition,
        options: [body === undefined ? condition : read(body), field(node, 'alternative', read)],
      };
    },
    assignment_expression: (node, read) => field(node, 'right', read),
    array_creation_expression: (node, read) =>
      collectionOf(
        node,
        node.children.map((item) => {
          const [first, second] = item.children;
          if (first === undefined) return { value: read(item) };
          return second === undefined ? { value: read(first) } : { key: read(first), value: read(second) };
        }),
      ),
    list_literal: (node, read) =>
      collectionOf(
        node,
        node.children.map((child) => ({ value: read(child) })),
      ),
    anonymous_function: (node) => ({ kind: 'function', node }),
    arrow_function: (node) => ({ kind: 'function', node }),
    match_expression: (node, read) => ({
      kind: 'choice',
      node,
      condition: undefined,
      options: (node.field('body')?.children ?? []).map((arm) => last(arm, read)),
    }),
  },
  writes: {
    assignment_expression: (node, read) =>
      writeTo(field(node, 'left', read), field(node, 'right', read), node, 'set'),
    augmented_assignment_expression: (node, read) =>
      writeTo(field(node, 'left', read), field(node, 'right', read), node, 'append'),
    foreach_statement: loopOf,
    property_element: (node, read) => {
      const value = node.children[1];
      return value === undefined
        ? []
        : [
            {
              target: `this.${(node.children[0]?.text ?? '').replace('$', '')}`,
              value: read(value),
              node,
              mode: 'set',
            },
          ];
    },
    const_element: (node, read) => [
      { target: node.children[0]?.text ?? '', value: last(node, read), node, mode: 'set' },
    ],
  },
  declarations: {
    property_declaration: (node) =>
      node.children
        .filter(({ kind }) => kind === 'property_element')
        .flatMap((child) => typed(child.children[0]?.text ?? '', node.fieldText('type'))),
    property_promotion_parameter: (node) => typed(nameOf(node), node.fieldText('type')),
  },
  functions: {
    function_definition: shapeOf,
    method_declaration: shapeOf,
    anonymous_function: shapeOf,
    arrow_function: shapeOf,
  },
  classes: new Set(['class_declaration', 'trait_declaration']),
  imports: {},
  conditions: {
    if_statement: conditionOf,
    else_if_clause: conditionOf,
    while_statement: conditionOf,
    conditional_expression: conditionOf,
  },
  cases: {
    case_statement: (node) => node.parent?.parent?.field('condition')?.children[0],
    match_conditional_expression: (node) => node.parent?.parent?.field('condition')?.children[0],
  },
  returns: { return_statement: (node) => node.children[0] },
  blocks: new Set(['compound_statement', 'program', 'case_statement']),
  exits: /^(return_statement|exit_statement|continue_statement|break_statement|throw_expression)$/,
  exitCalls: /^(die|exit|abort|wp_die|throw)\b/,
  calls: new Set([
    'function_call_expression',
    'member_call_expression',
    'nullsafe_member_call_expression',
    'scoped_call_expression',
    'object_creation_expression',
    'echo_statement',
    'print_intrinsic',
    'exit_statement',
    'include_expression',
    'include_once_expression',
    'require_expression',
    'require_once_expression',
    'shell_command_expression',
  ]),
  self: /^\$this$/,
};

function memberOf(node: SyntaxNode, read: Read): Expression & { readonly kind: 'member' } {
  return {
    kind: 'member',
    node: node.kind.includes('call') ? (node.field('name') ?? node) : node,
    object: field(node, 'object', read),
    name: node.fieldText('name'),
  };
}

function castOf(node: SyntaxNode, read: Read): Expression {
  const value = field(node, 'value', read);
  if (!/^(int|integer|float|double|bool|boolean)$/.test(node.fieldText('type').trim())) return value;
  return callOf(node, { kind: 'name', node, name: 'intval' }, [{ value }]);
}

function given(node: SyntaxNode, read: Read): readonly Argument[] {
  const list = node.field('arguments') ?? node.children.find(({ kind }) => kind === 'arguments');
  return (list?.children ?? []).map((argument): Argument => {
    const [first, second] = argument.children;
    if (first === undefined) return { value: read(argument) };
    return second === undefined ? { value: read(first) } : { name: first.text, value: read(second) };
  });
}

/** `echo $a, $b;` and the like are calls in all but form. */
function statementCall(node: SyntaxNode, name: string, read: Read): Expression {
  const values = node.children.flatMap((child) =>
    child.kind === 'sequence_expression' ? child.children : [child],
  );
  return callOf(
    node,
    { kind: 'name', node, name },
    values.map((value) => ({ value: read(value) })),
  );
}

function loopOf(node: SyntaxNode, read: Read): readonly Write[] {
  const [list, target] = node.children;
  const item = target?.kind === 'pair' ? target.children.at(-1) : target;
  return list === undefined || item === undefined ? [] : writeTo(read(item), read(list), node, 'part');
}

function conditionOf(node: SyntaxNode, read: Read): ReturnType<NonNullable<Grammar['conditions'][string]>> {
  return { condition: field(node, 'condition', read), whenTrue: node.field('body') };
}

function typed(name: string, type: string): readonly { name: string; type: string }[] {
  return type === '' ? [] : [{ name: name.replace('$', ''), type: typeName(type) }];
}

function shapeOf(node: SyntaxNode): FunctionShape {
  const parameters = (node.field('parameters')?.children ?? []).map(parameterOf);
  const body = node.field('body');
  const annotations = node.children
    .filter(({ kind }) => kind === 'attribute_list')
    .map(({ text }) => text.replace(/^#\[|\]$/g, ''));
  const exported = !/\b(private|protected)\b/.test(body === undefined ? '' : node.textBefore(body));
  return {
    node,
    name: nameOf(node),
    parameters,
    body,
    annotations,
    exported,
    ...(node.kind === 'arrow_function' ? { result: body } : {}),
  };
}

function parameterOf(node: SyntaxNode): Parameter {
  const defaultValue = node.field('default_value');
  return {
    name: nameOf(node),
    node,
    type: typeName(node.fieldText('type')),
    annotations: [],
    ...(defaultValue === undefined ? {} : { defaultValue }),
  };
}

function typeName(type: string): string {
  return type
    .replace(/^\?/, '')
    .replace(/^.*\\/, '')
    .replace(/\|null$/, '');
}
