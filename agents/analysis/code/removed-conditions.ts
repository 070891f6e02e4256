import type { Match } from '../rules/define-rule.ts';
import { linesOnlyIn } from '../rules/removed/counterpart.ts';
import { type GuardKind, guardKinds } from '../rules/removed/guard-kinds.ts';
import { normaliseText } from '../syntax/expressions.ts';
import { ancestors, descendants, type SyntaxNode } from '../syntax/syntax-node.ts';
import type { CodeFile } from './code-file.ts';
import { pairAround, shownName } from './counterpart.ts';
import { lastNameOf } from './expression.ts';
import type { FunctionShape } from './grammar.ts';
import { shortText } from './run-checks.ts';

interface Guard {
  /** The part that says what is checked. */
  readonly check: SyntaxNode;
  readonly refuses: boolean;
  /** What it guarded: the statements after it, or inside it. */
  readonly guarded: readonly SyntaxNode[];
}

/** Checks written as plain conditions or calls, in front of work that the new version still does. */
export function* removedConditions(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined) return;
  let added: string | undefined;
  for (const guard of guardsOf(file)) {
    const kind = kindOf(guard.check.text);
    if (kind === undefined || (kind.needsRefusal && !guard.refuses)) continue;
    added ??= camelCased(linesOnlyIn(after.text, file.text).replace(/^\s*(import|from|use)\b.*$/gm, ''));
    if (!kind.instead.test(added) && isLost(guard, file, after)) yield removalOf(guard.check, kind, file);
  }
}

function removalOf(check: SyntaxNode, { what, severity, cwe }: GuardKind, file: CodeFile): Match {
  const source = shortText(check.text);
  const around = file.flow.index.enclosing(check);
  const identity = `${source} in ${around === undefined ? '' : shownName(around, file)}`;
  return { node: check, sink: what, source, severity, cwe, identity, anchor: '' };
}

function isLost(guard: Guard, file: CodeFile, after: CodeFile): boolean {
  const pair = pairAround(guard.check, file, after);
  return pair !== undefined && !isKept(guard, pair.other, file);
}

/** `is_staff` as `isStaff`: the kinds of guards are told by such words. */
function camelCased(text: string): string {
  return text.replace(/(?<=[A-Za-z])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const access: GuardKind = {
  what: 'the check of who may do this',
  cwe: 'CWE-862',
  severity: 'high',
  pattern:
    /\b(is|has|can|check|require)?(Staff|Superuser|Perms?|Anonymous|Principal|Authority|Role)\b|\.(owner|ownerId|userId|authorId|createdBy|user)(\(\))?\b\s*[!=]=|[!=]==?\s*[\w.>$()-]*\b(owner|user|account)(Id|ID|\.id|\.ID|->id)?\b|\b(Get)?OwnerID?\b|\b(authori[sz]e|authenticate|checkObjectPermissions|checkAccess|denyUnless\w*|abortUnless|abortIf)\(|\bGate::|\bIsInRole\(|\bHasClaim\(/i,
  instead:
    /auth|permission|role|owner|guard|access|allowed|admin|staff|login|middleware|policy|user|Depends|Security\(|mixin|principal|deny/i,
  needsRefusal: true,
};

const model: GuardKind = {
  what: 'the validation of a value',
  cwe: 'CWE-20',
  severity: 'medium',
  pattern: /\bModelState\.IsValid\b/,
  instead: /valid/i,
  needsRefusal: true,
};

function kindOf(text: string): GuardKind | undefined {
  const words = camelCased(text);
  if (model.pattern.test(words)) return model;
  const found = guardKinds.find(({ pattern }) => pattern.test(words));
  if (access.pattern.test(words) && (found === undefined || found.severity !== 'high')) return access;
  return found?.cwe === 'CWE-862' ? { ...found, instead: access.instead, needsRefusal: true } : found;
}

/** Statements with a condition, in all the languages. */
const branches = ['if_statement', 'if_expression', 'if', 'unless', 'if_modifier', 'unless_modifier'];

function* guardsOf(file: CodeFile): Generator<Guard> {
  for (const node of file.nodes(...branches)) {
    const guard = conditionIn(node, file);
    if (guard !== undefined) yield guard;
  }
  for (const { node, call } of file.calls()) {
    const statement = statementOf(node, file);
    if (statement !== undefined && asserting.test(camelCased(lastNameOf(call.callee).replace(/[!?]$/, ''))))
      yield { check: node, refuses: true, guarded: followersOf(statement, file) };
  }
}

/** A call that is a statement of its own. */
function statementOf(call: SyntaxNode, { flow }: CodeFile): SyntaxNode | undefined {
  let { parent } = call;
  while (parent !== undefined && /^(try|await)_expression$/.test(parent.kind)) parent = parent.parent;
  if (parent?.kind === 'expression_statement') return parent;
  return parent !== undefined && flow.language.id === 'ruby' && flow.index.grammar.blocks.has(parent.kind)
    ? call
    : undefined;
}

/** A condition that leaves when it holds, or one without another way that work is done in. */
function conditionIn(node: SyntaxNode, file: CodeFile): Guard | undefined {
  const { grammar, read } = file.flow.index;
  const { condition, whenTrue } = grammar.conditions[node.kind]?.(node, read) ?? {};
  if (condition === undefined || whenTrue === undefined) return undefined;
  const check = condition.node;
  if (leaves(whenTrue, file))
    return { check, refuses: refusing.test(whenTrue.text), guarded: followersOf(node, file) };
  const hasOtherWay = /\belse\b|\belif\b/.test(node.text.slice(whenTrue.end - node.start));
  return hasOtherWay ? undefined : { check, refuses: true, guarded: statementsOf(whenTrue) };
}

const asserting =
  /^(assert|ensure|require|check|verify|validate|enforce|guard|deny|forbid|abort)[A-Z]\w*$|^(authori[sz]e|authenticate|enforce|denyAccessUnlessGranted|allows)\w*$/;
const refusing =
  /\b(raise|throw|panic)\b|Error\b|\b4\d\d\b|Forbid|Challenge|StatusCode|halt|Unauthori|PermissionDenied|AccessDenied|NotFound|redirect|abort|\bdeny|BadRequest|StatusBad|err[A-Z]\w*|\bfalse\b|\bFalse\b/i;

function leaves(block: SyntaxNode, { flow }: CodeFile): boolean {
  const last = statementsOf(block).at(-1);
  const { exits, exitCalls } = flow.index.grammar;
  return (
    last !== undefined &&
    (exits.test(last.kind) || exits.test(last.children[0]?.kind ?? '') || exitCalls.test(last.text))
  );
}

function statementsOf(block: SyntaxNode): readonly SyntaxNode[] {
  const [only, second] = block.children;
  if (only?.kind === 'statement_list' && second === undefined) return only.children;
  return /block|then|statement_list|compound_statement/.test(block.kind) ? block.children : [block];
}

/** The statements after one, in its block and in the blocks around it, up to its function. */
function followersOf(statement: SyntaxNode, { flow }: CodeFile): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let inner = statement;
  for (const outer of ancestors(statement)) {
    if (flow.index.grammar.blocks.has(outer.kind))
      found.push(...outer.children.slice(outer.children.indexOf(inner) + 1));
    if (flow.index.functionAt(outer) !== undefined) break;
    inner = outer;
  }
  return found;
}

/** Whether the new function still asks, or no longer does what was guarded. */
function isKept({ check, guarded }: Guard, counterpart: FunctionShape, file: CodeFile): boolean {
  const now = normaliseText(counterpart.node.text);
  const core = normaliseText(check.text).replace(/^\(?(!|not)?\(*|\)+$/g, '');
  return (
    now.includes(core) ||
    callsIn(check, file).some((called) => now.includes(called)) ||
    !isStillDone(guarded, now, file)
  );
}

/** Shorter texts stand anywhere by chance. */
const minWorkChars = 8;

function isStillDone(statements: readonly SyntaxNode[], now: string, file: CodeFile): boolean {
  return statements.some((statement) => {
    const own = normaliseText(statement.text);
    if (own.length >= minWorkChars && now.includes(own)) return true;
    return callsIn(statement, file).some((called) => called.length >= minWorkChars && now.includes(called));
  });
}

/** What is called inside of a node: `self.store.remove(`. */
function callsIn(node: SyntaxNode, { flow }: CodeFile): readonly string[] {
  return [...descendants(node)].flatMap((inner) => {
    if (!flow.index.grammar.calls.has(inner.kind)) return [];
    const end = inner.field('arguments')?.start ?? inner.start;
    const called = normaliseText(inner.text.slice(0, end - inner.start));
    return called === '' ? [] : [`${called}(`];
  });
}
