import type { Argument, Expression } from '../../code/expression.ts';
import type { Read } from '../../code/grammar.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { callOf, collectionOf } from '../reading.ts';
import { formatted } from './format-text.ts';
import { argumentGroups, readTokens, type Tokens } from './tokens.ts';

const formatting =
  /^(format|format_args|concat|print|println|eprint|eprintln|panic|write|writeln|bail|anyhow|eyre|trace|debug|info|warn|error|log|event|todo|unreachable)$/;
const asserting = /^(assert|debug_assert|ensure|require)$/;

/** A macro by what it is given. Its tokens are read as far as they are names, members, calls and literals. */
export function macroOf(node: SyntaxNode, read: Read): Expression {
  const name = node.fieldText('macro').replaceAll('::', '.');
  const tree = node.children.find(({ kind }) => kind === 'token_tree');
  const callee: Expression = { kind: 'name', node: node.field('macro') ?? node, name };
  return tree === undefined ? callOf(node, callee, []) : expand({ node, name, tree }, read);
}

interface Macro {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly tree: SyntaxNode;
}

/** What a macro's name and tokens mean. */
export function expand({ node, name, tree }: Macro, read: Read): Expression {
  const last = name.split('.').at(-1) ?? name;
  const groups = argumentGroups(tree);
  const tokens = (group: Tokens) => readTokens(group, read, (macro) => expand(macro, read));
  if (last === 'vec')
    return collectionOf(
      node,
      groups.map((group) => ({ value: tokens(group) })),
    );
  if (last === 'matches') return matched(node, groups, tokens);
  if (/^(doc|json|bson)$/.test(last)) return { kind: 'other', node, children: groups.map(tokens) };
  const at = formatting.test(last)
    ? groups.findIndex(({ nodes }) => nodes[0]?.kind.endsWith('string_literal') === true)
    : -1;
  const literal = groups[at]?.nodes[0];
  const callee: Expression = {
    kind: 'name',
    node,
    name: asserting.test(last) ? 'assert' : `${name}!`,
  };
  if (literal === undefined)
    return callOf(
      node,
      callee,
      groups.map((group) => argumentOf(group, tokens)),
    );
  const text = formatted(
    literal,
    groups.slice(at + 1).map((group) => argumentOf(group, tokens)),
  );
  if (/^(format|format_args|concat)$/.test(last)) return { kind: 'joined', node, parts: text };
  const before = groups.slice(0, at).map((group) => argumentOf(group, tokens));
  return callOf(node, callee, [...before, { value: { kind: 'joined', node: literal, parts: text } }]);
}

function argumentOf(group: Tokens, tokens: (group: Tokens) => Expression): Argument {
  return { value: tokens(group), ...(group.name === undefined ? {} : { name: group.name }) };
}

/** `matches!(sort, "name" | "age")` is a comparison with a list. */
function matched(
  node: SyntaxNode,
  groups: readonly Tokens[],
  tokens: (group: Tokens) => Expression,
): Expression {
  const [subject, pattern] = groups;
  const isList = pattern?.nodes.every(({ kind }) => kind.endsWith('literal')) === true;
  if (subject === undefined || pattern === undefined || !isList) return { kind: 'other', node, children: [] };
  return {
    kind: 'binary',
    node,
    operator: 'in',
    left: tokens(subject),
    right: collectionOf(node, []),
  };
}
