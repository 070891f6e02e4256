import { calleeOf, enclosingFunction, lastName, normaliseText, unwrap } from '../../syntax/expressions.ts';
import { ancestors, descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { counterpartOf, isStillDone, linesOnlyIn } from '../removed/counterpart.ts';
import { type GuardKind, guardKindOf } from '../removed/guard-kinds.ts';
import { shortText } from '../sink-rule.ts';
import type { SourceFile } from '../source-file.ts';

interface Guard {
  /** The statement that is gone, and the part of it that says what it checks. */
  readonly node: SyntaxNode;
  readonly check: SyntaxNode;
  readonly refuses: boolean;
  /** What it guarded: the statements after it, or inside it. */
  readonly guarded: readonly SyntaxNode[];
}

export const removedCheck = defineRule({
  id: 'security/removed-check',
  title: 'The change removes {sink}: `{source}`',
  summary: 'The change removes a check and keeps what it guarded',
  cwe: 'CWE-693',
  severity: 'high',
  confidence: 0.6,
  side: 'old',
  why: 'What the check `{source}` let through or stopped is still done in the new version, and nothing of its kind takes its place.',
  instead: 'Keep the check, or say in the change what does its work now.',
  example: 'if (!canEdit(user, document)) throw new Forbidden();',
  *find(file): Iterable<Match> {
    const after = file.after?.();
    if (after === undefined) return;
    let added: string | undefined;
    for (const guard of guardsOf(file)) {
      const kind = guardKindOf(guard.check.text);
      if (kind === undefined || (kind.needsRefusal && !guard.refuses)) continue;
      added ??= linesOnlyIn(after.text, file.text);
      if (isKept(guard, kind, after, added)) continue;
      const source = shortText(guard.check);
      yield {
        node: guard.node,
        trail: [guard.check],
        sink: kind.what,
        source,
        severity: kind.severity,
        cwe: kind.cwe,
        anchor: '',
      };
    }
  },
});

function* guardsOf(file: SourceFile): Iterable<Guard> {
  for (const node of file.nodes('if_statement')) {
    const check = node.field('condition');
    const consequence = node.field('consequence');
    if (check === undefined || consequence === undefined) continue;
    if (leaves(consequence)) yield { node, check, refuses: isRefusal(consequence), guarded: followers(node) };
    else if (node.field('alternative') === undefined)
      yield { node, check, refuses: false, guarded: statementsOf(consequence) };
  }
  for (const node of file.nodes('expression_statement')) {
    const call = node.children[0] === undefined ? undefined : unwrap(node.children[0]);
    if (call?.kind === 'call_expression' && asserts(lastName(calleeOf(call))))
      yield { node, check: call, refuses: true, guarded: followers(node) };
  }
}

const asserting =
  /^(assert|ensure|require|check|verify|authori[sz]e|authenticate|validate|enforce|guard|deny|forbid|reject)([A-Z_]\w*)?$/;

function asserts(name: string): boolean {
  return asserting.test(name) && !/^(require|check|validate|assert)$/.test(name);
}

function leaves(statement: SyntaxNode): boolean {
  const last = statementsOf(statement).at(-1);
  return (
    last !== undefined && (/^(return|throw|continue|break)_statement$/.test(last.kind) || isAnswer(last.text))
  );
}

function statementsOf(statement: SyntaxNode): readonly SyntaxNode[] {
  return statement.kind === 'statement_block' ? statement.children : [statement];
}

function isAnswer(text: string): boolean {
  return /^(return\s+)?(await\s+)?(process\.exit|notFound|forbidden|unauthorized|redirect|reject|next|callback|cb|done)\(/.test(
    text,
  );
}

function isRefusal(consequence: SyntaxNode): boolean {
  return /\bthrow\b|Error\b|\b4\d\d\b|reject\(|forbidden|unauthori|bad_?request|not_?allowed|invalid|fail\w*\(/i.test(
    consequence.text,
  );
}

/** The statements after one, in its block and in the blocks around it, up to its function. */
function followers(statement: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let inner = statement;
  for (const outer of ancestors(statement)) {
    if (outer.kind === 'statement_block' || outer.kind === 'switch_case')
      found.push(...outer.children.slice(outer.children.indexOf(inner) + 1));
    if (/function|method/.test(outer.kind)) break;
    inner = outer;
  }
  return found;
}

/** Whether the new version still has the check, has another of its kind, or no longer does what was guarded. */
function isKept(guard: Guard, kind: GuardKind, after: SourceFile, added: string): boolean {
  const fn = enclosingFunction(guard.node);
  const counterpart = fn === undefined ? undefined : counterpartOf(fn, after);
  if (counterpart === undefined) return true;
  const core = normaliseText(guard.check.text).replace(/^\(?!?\(*|\)+$/g, '');
  if (normaliseText(after.text).includes(core) || callsStill(guard.check, counterpart)) return true;
  return kind.instead.test(withoutImports(added)) || !isStillDone(guard.guarded, counterpart);
}

/** Whether a function that the check asked is still asked. */
function callsStill(check: SyntaxNode, fn: SyntaxNode): boolean {
  const text = normaliseText(fn.text);
  return [...descendants(check)].some((node) => {
    const callee = node.kind === 'call_expression' ? calleeOf(node) : undefined;
    return callee !== undefined && text.includes(`${normaliseText(callee.text)}(`);
  });
}

function withoutImports(text: string): string {
  return text.replace(/^\s*import\b.*$/gm, '');
}
