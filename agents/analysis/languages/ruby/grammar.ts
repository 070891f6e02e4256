import type { Argument, Expression } from '../../code/expression.ts';
import type { Condition, FunctionShape, Grammar, Parameter, Read, Write } from '../../code/grammar.ts';
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
  nameOf,
  numberAt,
  operatorOf,
  writeTo,
} from '../reading.ts';
import { heredocOf } from './heredoc.ts';
import { isMethodCall, isVerb } from './names.ts';

const isPiece = /^(string_content|heredoc_content)$/;
const text = (node: SyntaxNode, read: Read): Expression => literalOf(node, read, isPiece);

/** What ends with its value. */
const lastOf = Object.fromEntries(
  ['interpolation', 'parenthesized_statements', 'then', 'else', 'block_body'].map((kind) => [kind, last]),
);

/** Ruby by tree-sitter-ruby's kinds of nodes. Blocks are no functions of their own: what they are given is a variable. */
export const grammar: Grammar = {
  expressions: {
    identifier: identifierOf,
    constant: (node) => ({ kind: 'name', node, name: node.text }),
    scope_resolution: (node) => ({ kind: 'name', node, name: node.text.replace(/^::/, '') }),
    instance_variable: ownMember,
    class_variable: ownMember,
    global_variable: (node) => ({ kind: 'name', node, name: node.text }),
    self: (node) => ({ kind: 'name', node, name: 'self' }),
    integer: numberAt,
    float: numberAt,
    true: constantAt,
    false: constantAt,
    nil: constantAt,
    simple_symbol: constantAt,
    hash_key_symbol: constantAt,
    delimited_symbol: text,
    string: text,
    bare_string: text,
    bare_symbol: text,
    chained_string: (node, read) => ({ kind: 'joined', node, parts: node.children.map(read) }),
    heredoc_beginning: (node, read) => {
      const body = heredocOf(node);
      return body === undefined ? { kind: 'other', node, children: [] } : text(body, read);
    },
    regex: (node, read) =>
      node.children.some(({ kind }) => kind === 'interpolation')
        ? callOf(
            node,
            { kind: 'name', node, name: 'Regexp' },
            [{ value: text(node, unless(node, read)) }],
            true,
          )
        : { kind: 'constant', node, text: node.text },
    subshell: (node, read) =>
      callOf(node, { kind: 'name', node, name: 'subshell' }, [{ value: text(node, unless(node, read)) }]),
    ...lastOf,
    ensure: (node) => ({ kind: 'other', node, children: [] }),
    begin: othersOf,
    body_statement: othersOf,
    splat_argument: inner,
    element_reference: elementOf,
    call: callAt,
    array: listOf,
    string_array: listOf,
    symbol_array: listOf,
    right_assignment_list: listOf,
    left_assignment_list: listOf,
    hash: (node, read) =>
      collectionOf(
        node,
        node.children.map((item) =>
          item.kind === 'pair'
            ? { key: field(item, 'key', read), value: field(item, 'value', read) }
            : { value: inner(item, read), spread: true },
        ),
      ),
    binary: binaryAt,
    unary: (node, read) =>
      /^(!|not\b)/.test(node.text)
        ? { kind: 'not', node, operand: field(node, 'operand', read) }
        : field(node, 'operand', read),
    conditional: choiceOf,
    if: choiceOf,
    unless: choiceOf,
    case: (node, read) => ({
      kind: 'choice',
      node,
      condition: undefined,
      options: node.children
        .filter(({ kind }) => kind === 'when' || kind === 'else')
        .map((branch) => last(branch, read)),
    }),
    assignment: (node, read) => field(node, 'right', read),
    lambda: (node) => ({ kind: 'function', node }),
    rescue_modifier: (node, read) => field(node, 'body', read),
  },
  writes: {
    assignment: (node, read) => assigned(node, read, 'set'),
    operator_assignment: (node, read) =>
      assigned(node, read, /^\|\|?=|^&&=/.test(node.token('operator')) ? 'set' : 'append'),
    binary: (node, read) =>
      node.token('operator') === '<<' && node.parent?.kind !== 'class'
        ? targets(field(node, 'left', read), field(node, 'right', read), node, 'append')
        : [],
    block_parameters: blockWrites,
    for: (node, read) => targets(field(node, 'pattern', read), field(node, 'value', read), node, 'part'),
  },
  declarations: {},
  functions: { method: shapeOf, singleton_method: shapeOf },
  classes: new Set(['class', 'module']),
  imports: {},
  conditions: {
    if: conditionOf,
    elsif: conditionOf,
    while: conditionOf,
    conditional: conditionOf,
    if_modifier: conditionOf,
    unless: (node, read) => ({ ...conditionOf(node, read), negated: true }),
    unless_modifier: (node, read) => ({ ...conditionOf(node, read), negated: true }),
  },
  cases: { when: (node) => node.parent?.field('value') },
  returns: { return: (node) => node.children[0]?.children[0] },
  blocks: new Set(['body_statement', 'block_body', 'then', 'else', 'program', 'do', 'begin']),
  exits: /^(return|next|break|redo)$/,
  exitCalls: /^(raise|fail|halt|abort|exit|throw|not_found|forbidden|deny)\b|\band\s+return$/,
  calls: new Set(['call', 'element_reference', 'identifier', 'subshell', 'regex']),
  self: /^self$/,
};

/** A node that reads as itself would never end. */
function unless(node: SyntaxNode, read: Read): Read {
  return (child) => (child === node ? { kind: 'other', node, children: [] } : read(child));
}

function othersOf(node: SyntaxNode, read: Read): Expression {
  const parts = node.children.filter(({ kind }) => kind !== 'ensure' && kind !== 'empty_statement');
  const rescued = parts.filter(({ kind }) => kind === 'rescue');
  const end = parts.findLast(({ kind }) => kind !== 'rescue');
  const children = [
    ...(end === undefined ? [] : [end]),
    ...rescued.flatMap((one) => one.field('body') ?? []),
  ];
  return { kind: 'other', node, children: children.map(read) };
}

/** `Dir['*']` and `DB['SELECT …']` are calls in all but form. */
function elementOf(node: SyntaxNode, read: Read): Expression {
  const object = field(node, 'object', read);
  const index = node.children[1] === undefined ? undefined : read(node.children[1]);
  if (index === undefined || !/^(Dir|DB)$/.test(node.fieldText('object')))
    return { kind: 'index', node, object, index };
  return callOf(node, { kind: 'member', node: node.field('object') ?? node, object, name: '[]' }, [
    { value: index },
  ]);
}

/** A name without arguments is a variable, or a method of the file. */
function identifierOf(node: SyntaxNode): Expression {
  const name: Expression = { kind: 'name', node, name: node.text };
  return isMethodCall(node) ? callOf(node, name, []) : name;
}

/** `@name` belongs to the object whose method runs. */
function ownMember(node: SyntaxNode): Expression {
  const self: Expression = { kind: 'name', node, name: 'self' };
  return { kind: 'member', node, object: self, name: node.text.replace(/^@+/, '') };
}

function listOf(node: SyntaxNode, read: Read): Expression {
  return collectionOf(
    node,
    node.children.map((child) => ({
      value: read(child),
      ...(child.kind === 'splat_argument' ? { spread: true } : {}),
    })),
  );
}

/** Methods about the text they are called on, which the tables name like functions of it. */
const ofReceiver = /^(html_safe|constantize|safe_constantize|permit!|to_unsafe_h|to_unsafe_hash)$/;

/** A call with a receiver, or one of a function. */
function callAt(node: SyntaxNode, read: Read): Expression {
  const receiver = node.field('receiver');
  const name = node.fieldText('method');
  if (receiver !== undefined) return methodAt(node, receiver, read);
  return callOf(node, { kind: 'name', node: node.field('method') ?? node, name }, argumentsOf(node, read));
}

/** `a.b` names a part where `b` is no verb; `X.new(…)` makes an `X`. */
function methodAt(node: SyntaxNode, receiver: SyntaxNode, read: Read): Expression {
  const name = node.fieldText('method');
  const mapped = mapping.test(name) ? mappedBy(node, receiver, read) : undefined;
  if (mapped !== undefined) return mapped;
  const object = read(receiver);
  if (name === 'new' && /^(constant|scope_resolution)$/.test(receiver.kind))
    return callOf(node, object, argumentsOf(node, read), true);
  const place = node.field('method') ?? node;
  if (ofReceiver.test(name)) return callOf(node, { kind: 'name', node: place, name }, [{ value: object }]);
  const isBare = node.field('arguments') === undefined && node.field('block') === undefined;
  return isBare && !isVerb(node)
    ? { kind: 'member', node, object, name }
    : callOf(node, { kind: 'member', node: place, object, name }, argumentsOf(node, read));
}

const mapping = /^(flat_|filter_)?map!?$|^collect!?$/;

/** `list.map(&:to_i)` is what the method makes of each, `list.map { … }` what the block does. */
function mappedBy(node: SyntaxNode, receiver: SyntaxNode, read: Read): Expression | undefined {
  const body = node.field('block')?.field('body');
  if (body !== undefined) return { kind: 'other', node, children: [last(body, read)] };
  const method = /^&:(\w+[?!]?)$/.exec(node.field('arguments')?.children[0]?.text ?? '')?.[1];
  if (method === undefined) return undefined;
  const place = node.field('method') ?? node;
  return callOf(node, { kind: 'member', node: place, object: read(receiver), name: method }, []);
}

function argumentsOf(call: SyntaxNode, read: Read): readonly Argument[] {
  return (call.field('arguments')?.children ?? []).flatMap((argument): readonly Argument[] => {
    if (argument.kind === 'block_argument') return [];
    if (argument.kind === 'pair') {
      const key = argument.field('key');
      return [
        {
          name: key?.text.replace(/^[:'"]+|['"]+$/g, '') ?? '',
          value: field(argument, 'value', read),
        },
      ];
    }
    if (argument.kind === 'hash_splat_argument')
      return [{ name: '**', value: inner(argument, read), spread: true }];
    return [{ value: read(argument), ...(argument.kind === 'splat_argument' ? { spread: true } : {}) }];
  });
}

const operators: Readonly<Record<string, string>> = { and: 'and', or: 'or', '<<': '+' };

function binaryAt(node: SyntaxNode, read: Read): Expression {
  const written = node.token('operator');
  return binaryOf(node, read, operators[written] ?? operatorOf(written));
}

function choiceOf(node: SyntaxNode, read: Read): Expression {
  const options = ['consequence', 'alternative'].flatMap((name) => node.field(name) ?? []);
  const written = node.kind === 'unless' ? options.toReversed() : options;
  return {
    kind: 'choice',
    node,
    condition: field(node, 'condition', read),
    options: written.map(read),
  };
}

function assigned(node: SyntaxNode, read: Read, mode: Write['mode']): readonly Write[] {
  return targets(field(node, 'left', read), field(node, 'right', read), node, mode);
}

/** A member of the own object is written with its sign, which is no part of its name. */
function targets(
  target: Expression,
  value: Expression,
  node: SyntaxNode,
  mode: Write['mode'],
): readonly Write[] {
  const isOwn = target.kind === 'member' && target.object.kind === 'name' && target.object.name === 'self';
  if (isOwn) return [{ target: `this.${target.name}`, value, node, mode }];
  // What a framework gives is no variable of the method that puts something into it.
  if (target.kind === 'index' && /^(cookies|headers|session|params|env|flash)$/.test(target.object.node.text))
    return [{ target: `${target.object.node.text}[]`, value, node, mode: 'element', key: target.index }];
  return writeTo(target.kind === 'call' ? target.callee : target, value, node, mode);
}

const looping =
  /^(each\w*|map!?|flat_map|collect|select|filter|filter_map|reject|find|detect|find_all|all\?|any\?|none\?|sort_by|group_by|partition|times|tap|then|yield_self|inject|reduce|to_h|sum|upto|foreach|find_each|entries|glob)$/;

/** What a loop gives to its block: a part of what it goes over. */
function blockWrites(node: SyntaxNode, read: Read): readonly Write[] {
  const call = node.parent?.parent;
  const receiver = call?.field('receiver');
  if (receiver === undefined || !looping.test(call?.fieldText('method') ?? '')) return [];
  return node.children
    .flatMap((child) => (child.kind === 'identifier' ? [child] : child.children))
    .filter(({ kind }) => kind === 'identifier')
    .map((name) => ({ target: name.text, value: read(receiver), node, mode: 'part' as const }));
}

function conditionOf(node: SyntaxNode, read: Read): Condition {
  return {
    condition: field(node, 'condition', read),
    whenTrue: node.field('consequence') ?? node.field('body'),
  };
}

function shapeOf(node: SyntaxNode): FunctionShape {
  const body = node.field('body');
  return {
    node,
    name: nameOf(node),
    parameters: (node.field('parameters')?.children ?? []).map(parameterOf),
    body,
    ...(body === undefined ? {} : { result: body }),
    annotations: [],
    exported: !isPrivate(node),
  };
}

/** Below a bare `private` in its class, or with the word in front. */
function isPrivate(node: SyntaxNode): boolean {
  if (node.parent?.kind === 'argument_list')
    return /^(private|protected)\b/.test(node.parent.parent?.text ?? '');
  const siblings = node.parent?.children ?? [];
  return siblings
    .slice(0, siblings.indexOf(node))
    .some(({ text: written }) => /^(private|protected)$/.test(written));
}

function parameterOf(node: SyntaxNode): Parameter {
  const defaultValue = node.field('value');
  return {
    name: node.kind === 'identifier' ? node.text : nameOf(node),
    node,
    type: '',
    annotations: [],
    ...(defaultValue === undefined ? {} : { defaultValue }),
  };
}
