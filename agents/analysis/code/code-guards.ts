import { escapeRegExp } from '../flow/functions.ts';
import type { Purpose } from '../flow/value.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import { implies, mentions, type Subject } from './code-conditions.ts';
import type { CodeFlow } from './code-flow.ts';
import { type Expression, lastNameOf } from './expression.ts';
import type { Condition } from './grammar.ts';

/** Checks stand near their use; looking further back costs more than it finds. */
const maxSiblings = 60;

/**
 * Whether a check that the code passes on its way to this read makes the value harmless for the purpose: an allow-list,
 * equality with a literal, an anchored pattern, a validating function, with the use inside or an early exit before it.
 */
export function isGuardedAt(flow: CodeFlow, read: Expression, purpose: Purpose): boolean {
  const text = escapeRegExp(read.node.text);
  const subject: Subject = {
    flow,
    purpose,
    text: read.node.text,
    pattern: new RegExp(`(?<![\\w$.])${text}(?![\\w$])`),
  };
  let inner = read.node;
  for (let outer = inner.parent; outer !== undefined; outer = outer.parent) {
    if (branchGuards(outer, inner, subject) || earlierGuards(outer, inner, subject)) return true;
    if (flow.index.functionAt(outer)?.name !== undefined && flow.index.functionAt(outer)?.name !== '')
      return false;
    inner = outer;
  }
  return false;
}

/** The part of a branch that only runs when its condition has let it. */
function branchGuards(outer: SyntaxNode, inner: SyntaxNode, subject: Subject): boolean {
  const { grammar, read } = subject.flow.index;
  const shape = grammar.conditions[outer.kind]?.(outer, read);
  if (shape !== undefined)
    return !shape.condition.node.contains(inner) && holds(shape, shape.whenTrue === inner, subject);
  const chosen = grammar.cases[outer.kind]?.(outer, read);
  if (chosen !== undefined)
    return !chosen.contains(inner) && isLiteralCase(outer) && mentions(read(chosen), subject);
  const expression = grammar.expressions[outer.kind] === undefined ? undefined : read(outer);
  return expression?.kind === 'binary' && operandGuards(expression, inner, subject);
}

/** A case that names the values it is for; the one for all others says nothing. */
function isLiteralCase({ text }: SyntaxNode): boolean {
  return !/^(default\b|else\b|_\b|case\s+_\b)/.test(text);
}

function holds({ condition, negated }: Condition, inFirst: boolean, subject: Subject): boolean {
  return implies(condition, inFirst !== (negated === true), subject);
}

/** `valid(x) and use(x)`, `not valid(x) or use(x)` */
function operandGuards(
  outer: Expression & { readonly kind: 'binary' },
  inner: SyntaxNode,
  subject: Subject,
): boolean {
  if (!outer.right.node.contains(inner)) return false;
  if (outer.operator === 'and') return implies(outer.left, true, subject);
  return outer.operator === 'or' && implies(outer.left, false, subject);
}

function earlierGuards(block: SyntaxNode, inner: SyntaxNode, subject: Subject): boolean {
  if (!subject.flow.index.grammar.blocks.has(block.kind)) return false;
  const index = block.children.indexOf(inner);
  return block.children
    .slice(Math.max(0, index - maxSiblings), Math.max(0, index))
    .some((statement) => isEarlyExit(unwrapped(statement), subject) || isAssertion(statement, subject));
}

function unwrapped(statement: SyntaxNode): SyntaxNode {
  const [only] = statement.children;
  return /^expression_statement$/.test(statement.kind) && only !== undefined ? only : statement;
}

function isEarlyExit(statement: SyntaxNode, subject: Subject): boolean {
  const { grammar, read } = subject.flow.index;
  const shape = grammar.conditions[statement.kind]?.(statement, read);
  if (shape === undefined) return false;
  if (shape.whenTrue !== undefined && leaves(shape.whenTrue, subject) && holds(shape, false, subject))
    return true;
  const others = statement.children.filter(
    (child) =>
      child !== shape.whenTrue &&
      !shape.condition.node.contains(child) &&
      !child.contains(shape.condition.node),
  );
  return others.some(
    (other) => isEarlyExit(other, subject) || (exits(other, subject) && holds(shape, true, subject)),
  );
}

/** A branch after which the value that was tested goes no further: it ends there, or the name gets another value. */
function leaves(branch: SyntaxNode, subject: Subject): boolean {
  if (exits(branch, subject)) return true;
  const { index } = subject.flow;
  return index
    .writesTo(subject.text)
    .some(
      ({ mode, node }) =>
        mode === 'set' && branch.contains(node) && index.enclosing(node) === index.enclosing(branch),
    );
}

function exits(statement: SyntaxNode, subject: Subject): boolean {
  const { exits: kinds, exitCalls } = subject.flow.index.grammar;
  let last: SyntaxNode | undefined = statement;
  while (
    last !== undefined &&
    !kinds.test(last.kind) &&
    /block|body|then|else|statement|list|clause|compound/.test(last.kind)
  ) {
    if (last.children.length === 0) break;
    last = last.children.at(-1);
  }
  return last !== undefined && (kinds.test(last.kind) || exitCalls.test(last.text));
}

/** `validate_path(x)` and `assert x in allowed` on a line of their own. */
function isAssertion(statement: SyntaxNode, subject: Subject): boolean {
  const { read } = subject.flow.index;
  if (statement.kind === 'assert_statement')
    return statement.children[0] !== undefined && implies(read(statement.children[0]), true, subject);
  const expression = read(unwrapped(statement));
  const call = expression.kind === 'other' ? expression.children[0] : expression;
  if (call?.kind !== 'call') return false;
  const method = lastNameOf(call.callee);
  if (/^(assert|isTrue|require|check|checkArgument|checkState|verify|assertTrue)$/.test(method)) {
    const [first] = call.arguments;
    if (first !== undefined && implies(first.value, true, subject)) return true;
  }
  return asserting.test(method) && call.arguments.some(({ value }) => mentions(value, subject));
}

const asserting =
  /^_?(assert|ensure|validate|verify|check|guard|require|reject|forbid|deny|enforce|Ensure|Validate|Verify|Check|Require|Assert)(_\w|[A-Z])/;
