import type { Call, Expression, Item } from '../../code/expression.ts';
import type { FunctionShape, Grammar, Import, Parameter, Read, Write } from '../../code/grammar.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import {
  binaryOf,
  callOf,
  collectionOf,
  constantAt,
  field,
  inner,
  literalOf,
  nameAt,
  nameOf,
  numberAt,
  writeTo,
} from '../reading.ts';

/** Go by tree-sitter-go's kinds of nodes. */
export const grammar: Grammar = {
  expressions: {
    identifier: nameAt,
    field_identifier: nameAt,
    package_identifier: nameAt,
    type_identifier: nameAt,
    int_literal: numberAt,
    float_literal: numberAt,
    true: constantAt,
    false: constantAt,
    nil: constantAt,
    rune_literal: constantAt,
    interpreted_string_literal: (node, read) => literalOf(node, read, /_content$/),
    raw_string_literal: (node, read) => literalOf(node, read, /_content$/),
    parenthesized_expression: inner,
    literal_element: inner,
    expression_statement: inner,
    type_conversion_expression: (node, read) => field(node, 'operand', read),
    type_assertion_expression: (node, read) => field(node, 'operand', read),
    slice_expression: (node, read) => ({
      kind: 'index',
      node,
      object: field(node, 'operand', read),
      index: undefined,
    }),
    index_expression: (node, read) => ({
      kind: 'index',
      node,
      object: field(node, 'operand', read),
      index: field(node, 'index', read),
    }),
    selector_expression: (node, read) => memberOf(node, 'operand', 'field', read),
    qualified_type: (node, read) => memberOf(node, 'package', 'name', read),
    call_expression: (node, read) =>
      callOf(
        node,
        field(node, 'function', read),
        (node.field('arguments')?.children ?? []).map((argument) =>
          argument.kind === 'variadic_argument'
            ? { value: inner(argument, read), spread: true }
            : { value: read(argument) },
        ),
      ),
    binary_expression: (node, read) => binaryOf(node, read),
    unary_expression: (node, read) =>
      node.token('operator') === '!'
        ? { kind: 'not', node, operand: field(node, 'operand', read) }
        : field(node, 'operand', read),
    composite_literal: (node, read) =>
      collectionOf(node, itemsOf(node.field('body'), read), typeName(node.fieldText('type'))),
    literal_value: (node, read) => collectionOf(node, itemsOf(node, read)),
    expression_list: (node, read) =>
      collectionOf(
        node,
        node.children.map((child) => ({ value: read(child) })),
      ),
    func_literal: (node) => ({ kind: 'function', node }),
  },
  writes: {
    short_var_declaration: (node, read) => assigned(node, read, 'set'),
    assignment_statement: (node, read) =>
      assigned(node, read, node.token('operator') === '=' ? 'set' : 'append'),
    var_spec: specOf,
    const_spec: specOf,
    range_clause: (node, read) => {
      const left = node.field('left');
      const last = left?.children.at(-1);
      return last === undefined ? [] : writeTo(read(last), field(node, 'right', read), node, 'part');
    },
  },
  declarations: {
    field_declaration: (node) => typed(node, 'field_identifier'),
    var_spec: (node) => (node.field('value') === undefined ? typed(node, 'identifier') : []),
  },
  fills: filledBy,
  functions: {
    function_declaration: (node) => shapeOf(node),
    method_declaration: (node) => shapeOf(node),
    func_literal: (node) => shapeOf(node),
  },
  classes: new Set(['source_file']),
  imports: { import_spec: (node) => [importOf(node)] },
  conditions: {
    if_statement: (node, read) => ({
      condition: field(node, 'condition', read),
      whenTrue: node.field('consequence'),
    }),
  },
  cases: { expression_case: (node) => node.parent?.field('value') },
  returns: {
    return_statement: (node) => {
      const [list] = node.children;
      return list?.kind === 'expression_list' ? list.children[0] : list;
    },
  },
  blocks: new Set(['statement_list', 'block', 'source_file', 'expression_case', 'default_case']),
  exits: /^(return|continue|break|goto)_statement$/,
  exitCalls: /^(panic|log\.Fatal\w*|os\.Exit|t\.Fatal\w*)\(/,
  calls: new Set(['call_expression']),
  self: /^$/,
};

function memberOf(node: SyntaxNode, object: string, name: string, read: Read): Expression {
  return { kind: 'member', node, object: field(node, object, read), name: node.fieldText(name) };
}

function itemsOf(body: SyntaxNode | undefined, read: Read): readonly Item[] {
  return (body?.children ?? []).map((item): Item => {
    const [key, value] = item.children;
    if (item.kind !== 'keyed_element' || key === undefined || value === undefined)
      return { value: read(item) };
    return { key: read(key), value: read(value) };
  });
}

/** Of `x, err := f()` the first is what the call is for. */
function assigned(node: SyntaxNode, read: Read, mode: Write['mode']): readonly Write[] {
  const left = node.field('left');
  const right = node.field('right');
  if (left === undefined || right === undefined) return [];
  const [first] = left.children;
  const [only, second] = right.children;
  if (left.children.length > 1 && second === undefined && first !== undefined && only !== undefined)
    return writeTo(read(first), read(only), node, mode);
  return left.children.flatMap((target, place) => {
    const value = right.children[place];
    return value === undefined ? [] : writeTo(read(target), read(value), node, mode);
  });
}

function specOf(node: SyntaxNode, read: Read): readonly Write[] {
  const names = node.children.filter(({ kind }) => kind === 'identifier');
  const values = node.field('value')?.children ?? [];
  const type = typeName(node.fieldText('type'));
  return names.flatMap((name, place): readonly Write[] => {
    const value = values[place];
    return value === undefined
      ? []
      : [{ target: name.text, value: read(value), node, mode: 'set', ...(type === '' ? {} : { type }) }];
  });
}

function typed(node: SyntaxNode, kind: string): readonly { name: string; type: string }[] {
  const type = typeName(node.fieldText('type'));
  return node.children.filter((child) => child.kind === kind).map((child) => ({ name: child.text, type }));
}

const filling =
  /^(Decode|Bind\w*|ShouldBind\w*|MustBind\w*|BodyParser|QueryParser|ParamsParser|Unmarshal|ReadJSON|DecodeJSON)$/;

/** A decoder puts what it reads into the place its argument points to. */
function filledBy(call: Call): { readonly target: Expression; readonly value: Expression } | undefined {
  if (call.callee.kind !== 'member' || !filling.test(call.callee.name)) return undefined;
  const [first, second] = call.arguments.map(({ value }) => value);
  if (call.callee.name === 'Unmarshal')
    return first === undefined || second === undefined ? undefined : { target: second, value: first };
  if (first === undefined) return undefined;
  return { target: first, value: call.callee.name === 'Decode' ? call.callee.object : call };
}

function shapeOf(node: SyntaxNode): FunctionShape {
  const receiver = (node.field('receiver')?.children ?? []).flatMap((one) => parametersOf(one, true));
  const parameters = (node.field('parameters')?.children ?? []).flatMap((one) => parametersOf(one, false));
  const name = nameOf(node);
  return {
    node,
    name,
    parameters: [...receiver, ...parameters],
    body: node.field('body'),
    annotations: [],
    exported: /^[A-Z]/.test(name),
  };
}

function parametersOf(node: SyntaxNode, receiver: boolean): readonly Parameter[] {
  const type = typeName(node.fieldText('type'));
  return node.children
    .filter(({ kind }) => kind === 'identifier')
    .map((name): Parameter => ({
      name: name.text,
      node: name,
      type,
      annotations: [],
      ...(receiver ? { receiver } : {}),
    }));
}

function typeName(type: string): string {
  return type.replace(/^\*+/, '').replace(/\[.*\]$/s, '');
}

function importOf(node: SyntaxNode): Import {
  const origin = node
    .fieldText('path')
    .slice(1, -1)
    .replace(/\/v\d+(?=$|\/)/, '')
    .replace(/\.v\d+$/, '');
  const alias = node.field('name')?.text;
  const last = origin.slice(origin.lastIndexOf('/') + 1).replace(/^go-/, '');
  return { local: alias ?? last, origin };
}
