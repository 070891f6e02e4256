import type { Argument, Expression } from '../../code/expression.ts';
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
  others,
  writeTo,
} from '../reading.ts';

/** Python by tree-sitter-python's kinds of nodes. */
export const python: Grammar = {
  expressions: {
    identifier: nameAt,
    integer: numberAt,
    float: numberAt,
    true: constantAt,
    false: constantAt,
    none: constantAt,
    string: (node, read) => literalOf(node, read, /^string_content$/),
    concatenated_string: (node, read) => joinedOf(node, read),
    interpolation: inner,
    parenthesized_expression: inner,
    await: inner,
    expression_statement: inner,
    type_conversion: (node) => collectionOf(node, []),
    attribute: (node, read) => ({
      kind: 'member',
      node,
      object: field(node, 'object', read),
      name: node.fieldText('attribute'),
    }),
    subscript: (node, read) => indexOf(node, read),
    call: (node, read) => callOf(node, field(node, 'function', read), argumentsOf(node, read)),
    binary_operator: (node, read) => binaryOf(node, read),
    boolean_operator: (node, read) => binaryOf(node, read, node.token('operator')),
    comparison_operator: (node, read) => comparisonOf(node, read),
    not_operator: (node, read) => ({ kind: 'not', node, operand: field(node, 'argument', read) }),
    unary_operator: inner,
    conditional_expression: (node, read) => {
      const [whenTrue, condition, whenFalse] = node.children.map(read);
      return {
        kind: 'choice',
        node,
        condition,
        options: [whenTrue, whenFalse].filter((one) => one !== undefined),
      };
    },
    named_expression: (node, read) => field(node, 'value', read),
    lambda: (node) => ({ kind: 'function', node }),
    list: (node, read) => listOf(node, read),
    tuple: (node, read) => listOf(node, read),
    set: (node, read) => listOf(node, read),
    pattern_list: (node, read) => listOf(node, read),
    tuple_pattern: (node, read) => listOf(node, read),
    expression_list: (node, read) => listOf(node, read),
    dictionary: (node, read) =>
      collectionOf(
        node,
        node.children.map((item) =>
          item.kind === 'pair'
            ? { key: field(item, 'key', read), value: field(item, 'value', read) }
            : { value: inner(item, read), spread: true },
        ),
      ),
    list_comprehension: (node, read) => field(node, 'body', read),
    set_comprehension: (node, read) => field(node, 'body', read),
    generator_expression: (node, read) => field(node, 'body', read),
    dictionary_comprehension: (node, read) => others(node.field('body') ?? node, read),
    format_specifier: (node) => collectionOf(node, []),
  },
  writes: {
    assignment: (node, read) => assigned(node, read),
    augmented_assignment: (node, read) =>
      writeTo(field(node, 'left', read), field(node, 'right', read), node, 'append'),
    named_expression: (node, read) =>
      writeTo(field(node, 'name', read), field(node, 'value', read), node, 'set'),
    for_statement: (node, read) => loopOf(node, read),
    for_in_clause: (node, read) => loopOf(node, read),
    as_pattern: (node, read) => {
      const target = node.children.at(-1)?.children[0];
      return target === undefined ? [] : writeTo(read(target), inner(node, read), node, 'set');
    },
  },
  declarations: {
    assignment: (node) => {
      const type = node.fieldText('type');
      return type === '' || node.field('right') !== undefined
        ? []
        : [{ name: node.fieldText('left'), type: typeName(type) }];
    },
  },
  functions: { function_definition: shapeOf, lambda: lambdaOf },
  classes: new Set(['class_definition']),
  imports: {
    import_statement: (node) => node.children.map(importOf),
    import_from_statement: fromImport,
    future_import_statement: () => [],
  },
  conditions: {
    if_statement: ifOf,
    elif_clause: ifOf,
    while_statement: (node, read) => ({
      condition: field(node, 'condition', read),
      whenTrue: node.field('body'),
    }),
    conditional_expression: (node, read) => ({
      condition: node.children[1] === undefined ? inner(node, read) : read(node.children[1]),
      whenTrue: node.children[0],
    }),
    if_clause: (node, read) => ({ condition: inner(node, read), whenTrue: undefined }),
  },
  cases: { case_clause: (node) => node.parent?.parent?.field('subject') ?? node.parent?.parent?.children[0] },
  returns: { return_statement: (node) => node.children[0], yield: (node) => node.children[0] },
  blocks: new Set(['block', 'module']),
  exits: /^(return|raise|continue|break)_statement$/,
  exitCalls:
    /^((flask\.)?abort|sys\.exit|exit|quit|self\.(fail|abort|send_error|set_status|finish)|pytest\.fail|ctx\.exit|parser\.error)\s*\(/,
  calls: new Set(['call']),
  self: /^(self|cls)$/,
};

function joinedOf(node: SyntaxNode, read: Read): Expression {
  const parts = node.children.map(read);
  if (parts.every((part) => part.kind === 'text'))
    return {
      kind: 'text',
      node,
      text: parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    };
  return { kind: 'joined', node, parts };
}

function indexOf(node: SyntaxNode, read: Read): Expression {
  const object = field(node, 'value', read);
  const index = node.field('subscript');
  return index?.kind === 'slice'
    ? { kind: 'index', node, object, index: undefined }
    : { kind: 'index', node, object, index: index === undefined ? undefined : read(index) };
}

function argumentsOf(node: SyntaxNode, read: Read): readonly Argument[] {
  const list = node.field('arguments');
  if (list === undefined) return [];
  if (list.kind !== 'argument_list') return [{ value: read(list) }];
  return list.children.map((argument) => {
    if (argument.kind === 'keyword_argument')
      return { name: argument.fieldText('name'), value: field(argument, 'value', read) };
    const spread = argument.kind.endsWith('_splat');
    return spread ? { value: inner(argument, read), spread } : { value: read(argument) };
  });
}

/** A chain such as `a < b < c` is read by its first pair. */
function comparisonOf(node: SyntaxNode, read: Read): Expression {
  const [left, right] = node.children;
  if (left === undefined || right === undefined) return others(node, read);
  const operator = left.textAfterUntil(right).trim().replace(/\s+/g, ' ');
  return { kind: 'binary', node, operator, left: read(left), right: read(right) };
}

function listOf(node: SyntaxNode, read: Read): Expression {
  return collectionOf(
    node,
    node.children.map((item) =>
      item.kind === 'list_splat' ? { value: inner(item, read), spread: true } : { value: read(item) },
    ),
  );
}

function assigned(node: SyntaxNode, read: Read): readonly Write[] {
  const right = node.field('right');
  const type = node.field('type')?.text ?? '';
  if (right === undefined) return [];
  const writes = writeTo(field(node, 'left', read), read(right), node, 'set');
  return type === '' ? writes : writes.map((write) => ({ ...write, type: typeName(type) }));
}

function loopOf(node: SyntaxNode, read: Read): readonly Write[] {
  return writeTo(field(node, 'left', read), field(node, 'right', read), node, 'part').map((write) => ({
    ...write,
    mode: 'part',
  }));
}

function ifOf(node: SyntaxNode, read: Read): ReturnType<Grammar['conditions'][string] & object> {
  return { condition: field(node, 'condition', read), whenTrue: node.field('consequence') };
}

function shapeOf(node: SyntaxNode): FunctionShape {
  const decorated = node.parent?.kind === 'decorated_definition' ? node.parent.children : [];
  const inClass =
    (decorated.length > 0 ? node.parent?.parent : node.parent)?.parent?.kind === 'class_definition';
  const annotations = decorated
    .filter(({ kind }) => kind === 'decorator')
    .map(({ text }) => text.slice(1).trim());
  const parameters = (node.field('parameters')?.children ?? []).flatMap((one, place) =>
    parameterOf(one, inClass && place === 0 && !annotations.includes('staticmethod')),
  );
  return {
    node,
    name: nameOf(node),
    parameters,
    body: node.field('body'),
    annotations,
    exported: !nameOf(node).startsWith('_'),
  };
}

function lambdaOf(node: SyntaxNode): FunctionShape {
  const parameters = (node.field('parameters')?.children ?? []).flatMap((one) => parameterOf(one, false));
  const body = node.field('body');
  return { node, name: '', parameters, body, result: body, annotations: [], exported: false };
}

function parameterOf(node: SyntaxNode, receiver: boolean): readonly Parameter[] {
  const named = node.field('name') ?? (node.kind === 'identifier' ? node : node.children[0]);
  const identifier = named?.kind === 'identifier' ? named : named?.children[0];
  if (identifier === undefined) return [];
  const type = node.fieldText('type');
  const defaultValue = node.field('value');
  return [
    {
      name: identifier.text,
      node,
      type: typeName(type),
      annotations: annotationsOf(type, defaultValue),
      ...(defaultValue === undefined ? {} : { defaultValue }),
      ...(receiver ? { receiver } : {}),
    },
  ];
}

/** FastAPI: `q: Annotated[str, Query()]` and `q: str = Query()`. */
function annotationsOf(type: string, defaultValue: SyntaxNode | undefined): readonly string[] {
  if (type.startsWith('Annotated[')) return [type];
  return defaultValue === undefined ? [] : [defaultValue.text];
}

/** `Optional[str]`, `str | None` and `Annotated[str, …]` by what they hold. */
export function typeName(type: string): string {
  const held = /^(?:typing\.)?(?:Optional|Annotated|Final|ClassVar)\[\s*([^,[\]]+)/.exec(type)?.[1] ?? type;
  return held
    .replace(/^["']|["']$/g, '')
    .replace(/\s*\|\s*None$/, '')
    .replace(/\[.*$/s, '')
    .trim();
}

function importOf(node: SyntaxNode): Import {
  if (node.kind === 'aliased_import')
    return { local: node.fieldText('alias'), origin: node.fieldText('name') };
  const [first = ''] = node.text.split('.');
  return { local: first, origin: first };
}

function fromImport(node: SyntaxNode): readonly Import[] {
  const module = node.field('module_name');
  const origin = module?.text ?? '';
  return node.children
    .filter((child) => child !== module)
    .map((child) => {
      if (child.kind === 'wildcard_import') return { local: '*', origin };
      const name = child.kind === 'aliased_import' ? child.fieldText('name') : child.text;
      const local = child.kind === 'aliased_import' ? child.fieldText('alias') : child.text;
      return { local, origin: `${origin}.${name}` };
    });
}
