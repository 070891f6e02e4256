import { descendants, type SyntaxNode } from '../syntax/syntax-node.ts';
import type { CodeIndex } from './code-index.ts';
import { type Call, type Expression, keyText } from './expression.ts';

/** A named value: a keyword argument, a member of a literal, an assignment. */
export interface CodeOption {
  readonly name: string;
  readonly value: Expression;
  readonly node: SyntaxNode;
  /** What it belongs to: the call or literal; undefined for an assignment. */
  readonly owner: Expression | undefined;
}

export function* optionsIn(index: CodeIndex, calls: readonly Call[]): Generator<CodeOption> {
  for (const call of calls) yield* namedArguments(call);
  for (const node of descendants(index.root)) {
    const isRead = index.grammar.expressions[node.kind] !== undefined;
    const expression = isRead ? index.read(node) : undefined;
    if (expression?.kind === 'collection') yield* members(expression);
  }
  yield* assignments(index);
}

function* namedArguments(call: Call): Generator<CodeOption> {
  for (const { name, value } of call.arguments) {
    if (name !== undefined) yield { name, value, node: value.node.parent ?? call.node, owner: call };
  }
}

function* members(owner: Expression & { readonly kind: 'collection' }): Generator<CodeOption> {
  for (const { key, value } of owner.items) {
    const name = keyText(key);
    if (name !== undefined) yield { name, value, node: key?.node.parent ?? value.node, owner };
  }
}

function* assignments(index: CodeIndex): Generator<CodeOption> {
  for (const { target, value, node, mode, key } of index.writes) {
    const name = mode === 'element' ? keyText(key) : target;
    const isSet = mode === 'set' || mode === 'element';
    if (name !== undefined && isSet) yield { name, value, node, owner: undefined };
  }
}
