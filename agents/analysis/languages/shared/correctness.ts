import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Match } from '../../rules/define-rule.ts';
import { shortText } from '../../code/run-checks.ts';
import { escapeRegExp } from '../../flow/functions.ts';
import { withoutBlanks } from '../../syntax/expressions.ts';
import { ancestors, descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';

/** Faults of correctness that languages have in common; each names the kinds of its nodes. */

export function correctness(rule: string, find: (file: CodeFile) => Iterable<Match>): Check {
  return { kind: 'file', rule: `correctness/${rule}`, find };
}

/** A match that shows the text of its node. */
export function shown(node: SyntaxNode, more: Partial<Match> = {}): Match {
  return { node, source: shortText(node.text), ...more };
}

export function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${escapeRegExp(name)}(?!\\w)`).test(text);
}

/** Calls without arguments that answer the same every time. */
const asking =
  /\.(len|is_empty|length|size|to_(ascii_)?(lower|upper)case|to(Lower|Upper)Case|To(Lower|Upper)(Invariant)?|as_str|trim|Trim|strip|lower|upper|isEmpty)\(\)$/;

/** Whether reading it twice may give two answers. */
function hasEffect(node: SyntaxNode): boolean {
  return [...descendants(node)].some(
    ({ kind, text }) =>
      /call|invocation|creation|update_expression|assignment|await|named_expression/.test(kind) &&
      !asking.test(text),
  );
}

/** Chains of conditions in which an equal one stands twice. */
export function* repeated(chains: Iterable<readonly SyntaxNode[]>): Generator<Match> {
  for (const chain of chains) {
    const seen = new Set<string>();
    for (const condition of chain) {
      const text = withoutBlanks(condition.text);
      if (seen.has(text))
        yield { node: condition, source: shortText(condition.text.replace(/^\(([\s\S]*)\)$/, '$1')) };
      if (!hasEffect(condition)) seen.add(text);
    }
  }
}

/** Comparisons and conjunctions whose sides are the same text; `mayDiffer` tells those that two reads make different. */
export function* sameSides(
  file: CodeFile,
  kinds: readonly string[],
  operators: RegExp,
  mayDiffer: (side: SyntaxNode) => boolean = hasEffect,
): Generator<Match> {
  for (const node of file.nodes(...kinds)) {
    const [left, right] = [node.field('left') ?? node.children[0], node.field('right') ?? node.children[1]];
    if (left === undefined || right === undefined || node.children.length !== 2) continue;
    if (!operators.test(left.textAfterUntil(right).trim())) continue;
    if (withoutBlanks(left.text) !== withoutBlanks(right.text) || mayDiffer(left)) continue;
    if (/literal|^(integer|float|string|true|false)/.test(left.kind)) continue;
    yield shown(node);
  }
}

/** `i <= items.length` where the loop starts at 0 and reads `items[i]`; `lengthOf` takes the list out of its length. */
export function* pastEnd(
  file: CodeFile,
  lengthOf: (text: string) => string | undefined,
  reads: (list: string, index: string) => readonly string[],
): Generator<Match> {
  for (const loop of file.nodes('for_statement')) {
    const clause = loop.children.find(({ kind }) => kind === 'for_clause') ?? loop;
    const condition = clause.field('condition');
    if (condition?.token('operator') !== '<=') continue;
    const [index, length] = [condition.fieldText('left'), condition.fieldText('right')];
    const list = lengthOf(length);
    if (list === undefined || !/=\s*0\s*;/.test(clause.textBefore(condition))) continue;
    const body = withoutBlanks(loop.fieldText('body'));
    const isKnown =
      ['<', '==', '>=', '!='].some((sign) => body.includes(withoutBlanks(`${index}${sign}${length}`))) ||
      body.includes('break');
    const isRead = reads(list, index).some((read) => body.includes(withoutBlanks(read)));
    if (isRead && !isKnown) yield { node: condition, source: list };
  }
}

/** `catch` clauses and the like with nothing in them, not even a reason. */
export function* silentHandlers(
  file: CodeFile,
  kind: string,
  isLeftOut: (clause: SyntaxNode) => boolean,
): Generator<Match> {
  for (const clause of file.nodes(kind)) {
    const body = clause.field('body');
    if (body === undefined || !/^\{\s*\}$/.test(body.text) || isLeftOut(clause)) continue;
    if (isExplained(file.text, clause.end) || isCleanUp(clause.parent?.field('body')?.text ?? '')) continue;
    yield { node: clause };
  }
}

/** A remark behind the end of a clause. */
export function isExplained(text: string, end: number): boolean {
  return /^[^\n]*(\/\/|\/\*|#)/.test(text.slice(end, end + 200));
}

/** A remark on the line above a statement. */
export function isExplainedAbove(text: string, start: number): boolean {
  return /\n[^\n]*(\/\/|#)[^\n]*\n[^\n]*$/.test(text.slice(Math.max(0, start - 300), start));
}

/** Whatever fails while something is given back cannot be helped. */
export function isCleanUp(text: string): boolean {
  return /\b\w*(close|dispose|end|cancel|abort|unlink|delete|remove|rmtree|kill|stop|release|disconnect|rollback|terminate|cleanup|clean_up|shutdown|sleep|flush|exit|join|interrupt)\w*\(/i.test(
    text,
  );
}

/** Statements that leave the error on its way: `return` in `finally`. */
export function* returnsInFinally(file: CodeFile, isFunction: RegExp): Generator<Match> {
  for (const clause of file.nodes('finally_clause')) {
    const found = [...descendants(clause, ({ kind }) => !isFunction.test(kind))].find(
      ({ kind }) => kind === 'return_statement',
    );
    if (found !== undefined) yield { node: found, source: 'return' };
  }
}

/** The statement that a node is part of, and the list it stands in. */
export function statementOf(
  node: SyntaxNode,
  blocks: ReadonlySet<string>,
): { readonly statement: SyntaxNode; readonly list: readonly SyntaxNode[] } | undefined {
  let statement = node;
  for (const outer of ancestors(node)) {
    if (blocks.has(outer.kind)) return { statement, list: outer.children };
    statement = outer;
  }
  return undefined;
}

/** The nearest node around one whose kind fits. */
export function around(node: SyntaxNode, kinds: RegExp): SyntaxNode | undefined {
  for (const outer of ancestors(node)) if (kinds.test(outer.kind)) return outer;
  return undefined;
}

/** The parent of a node, where it is of a kind. */
export function parentOf(node: SyntaxNode | undefined, kind: string): SyntaxNode | undefined {
  return node?.parent?.kind === kind ? node.parent : undefined;
}

/** What stands in a field of a node. */
export function partsAt(node: SyntaxNode | undefined, field: string): readonly SyntaxNode[] {
  return node?.field(field)?.children ?? [];
}

/** What stands beside a node: 1 for the next, -1 for the one before. */
export function siblingOf(node: SyntaxNode, step: number): SyntaxNode | undefined {
  const list = node.parent?.children ?? [];
  return list[list.indexOf(node) + step];
}

/** A loop over a collection from which its own body takes elements, and goes on. */
export function* changedWhileRead(
  file: CodeFile,
  loops: { readonly kind: string; readonly list: string; readonly blocks: ReadonlySet<string> },
  changes: (list: string, loop: SyntaxNode) => Iterable<SyntaxNode>,
): Generator<Match> {
  for (const loop of file.nodes(loops.kind)) {
    const list = loop.field(loops.list)?.text;
    if (list === undefined) continue;
    for (const change of changes(list, loop)) {
      const place = statementOf(change, loops.blocks);
      const after = place === undefined ? [] : place.list.slice(place.list.indexOf(place.statement) + 1);
      const isLeft = after.some(({ kind }) => /^(break|return|raise|throw)_statement$/.test(kind));
      if (!isLeft) yield shown(change, { trail: [loop] });
    }
  }
}

/**
 * The conditions of each `if` with its `else if`, where the grammar makes these its alternatives. `conditionOf` says
 * what a language takes for one; undefined is left out.
 */
export function* conditionsOfChains(
  file: CodeFile,
  conditionOf: (one: SyntaxNode) => SyntaxNode | undefined = (one) => one.field('condition') ?? one,
): Generator<readonly SyntaxNode[]> {
  for (const statement of file.nodes('if_statement')) {
    if (statement.parent?.field('alternative') === statement) continue;
    const chain: SyntaxNode[] = [];
    for (
      let one: SyntaxNode | undefined = statement;
      one?.kind === 'if_statement';
      one = one.field('alternative')
    ) {
      const condition = conditionOf(one);
      if (condition !== undefined) chain.push(condition);
    }
    yield chain;
  }
}
