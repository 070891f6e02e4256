import { calleeOf } from '../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../syntax/syntax-node.ts';

/** How often each fact about what code does stands in it. */
export type Behaviour = ReadonlyMap<string, number>;

const decisions =
  /^(if_statement|ternary_expression|for_statement|for_in_statement|while_statement|do_statement|switch_case|switch_default|catch_clause|throw_statement|await_expression)$/;
const literals = /^(number|true|false|null|undefined|regex)$/;
const unseen =
  /^(type_annotation|type_arguments|type_parameters|interface_declaration|type_alias_declaration)$/;

/**
 * Decisions, operators and plain values: what a caller notices when it differs. Names and most texts are left out, so
 * that renaming, formatting and reworded messages change nothing.
 */
export function behaviourOf(root: SyntaxNode): Behaviour {
  const facts = new Map<string, number>();
  for (const node of descendants(root, isRun)) {
    if (!isRun(node)) continue;
    const fact = factOf(node);
    if (fact !== undefined) facts.set(fact, (facts.get(fact) ?? 0) + 1);
  }
  return facts;
}

function isRun(node: SyntaxNode): boolean {
  if (unseen.test(node.kind)) return false;
  const callee = node.kind === 'call_expression' ? calleeOf(node) : undefined;
  return callee === undefined || !/^(this\.)?#?(console|log|logger|metrics?|debug)\b/i.test(callee.text);
}

function factOf(node: SyntaxNode): string | undefined {
  if (decisions.test(node.kind)) return node.kind;
  if (literals.test(node.kind)) return node.text;
  if (/^(binary|unary|update)_expression$/.test(node.kind)) return node.token('operator');
  // Other texts are words for people: these decide.
  const { parent } = node;
  if (node.kind !== 'string' || parent === undefined) return undefined;
  const isCompared = parent.kind === 'binary_expression' && /^[!=]==?$/.test(parent.token('operator'));
  return isCompared || parent.kind === 'switch_case' ? node.text.slice(1, -1) : undefined;
}

/** What one has more of (positive) or less of (negative) than the other. */
export function difference(now: Behaviour, before: Behaviour | undefined): Behaviour {
  const facts = new Set([...now.keys(), ...(before?.keys() ?? [])]);
  return new Map(
    [...facts]
      .map((fact) => [fact, (now.get(fact) ?? 0) - (before?.get(fact) ?? 0)] as const)
      .filter(([, count]) => count !== 0),
  );
}

export function sum(all: readonly Behaviour[]): Behaviour {
  const total = new Map<string, number>();
  for (const [fact, count] of all.flatMap((each) => [...each]))
    total.set(fact, (total.get(fact) ?? 0) + count);
  return total;
}
