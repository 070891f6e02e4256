import { argumentsOf, calleeOf, lastName, objectOf, unwrap } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { Bindings } from './bindings.ts';
import { implies, mentions, type Subject } from './conditions.ts';
import { escapeRegExp } from './functions.ts';
import type { Purpose } from './value.ts';

/** Checks stand near their use; looking further back costs more than it finds. */
const maxSiblings = 60;

/**
 * Whether a check that the code passes on its way to this read makes the value harmless for the purpose: an allow-list,
 * equality with a literal, an anchored pattern, a validating function, with the use inside or an early exit before it.
 */
export function isGuarded(read: SyntaxNode, purpose: Purpose, bindings: Bindings): boolean {
  const subject = subjectOf(read, purpose, bindings);
  const scope = rootScope(read, bindings);
  let inner = read;
  for (let outer = read.parent; outer !== undefined; outer = outer.parent) {
    if (branchGuards(outer, inner, subject) || earlierGuards(outer, inner, subject)) return true;
    if (outer === scope || outer.kind === 'function_declaration' || outer.kind === 'method_definition') {
      return false;
    }
    inner = outer;
  }
  return false;
}

function subjectOf(read: SyntaxNode, purpose: Purpose, bindings: Bindings): Subject {
  const text = escapeRegExp(read.text).replaceAll('\\?\\.', '\\??\\.');
  return { pattern: new RegExp(`(?<![\\w$.])${text}(?![\\w$]|\\??\\.length\\b)`), purpose, bindings };
}

/** Beyond the scope that declares the name, the same text means another variable. */
function rootScope(read: SyntaxNode, bindings: Bindings): SyntaxNode | undefined {
  let root = read;
  for (let object = objectOf(root); object !== undefined; object = objectOf(root)) root = object;
  return root.kind === 'identifier' ? bindings.resolve(root)?.scope : undefined;
}

/** The part of a branch that only runs when its condition has let it. */
function branchGuards(outer: SyntaxNode, inner: SyntaxNode, subject: Subject): boolean {
  switch (outer.kind) {
    case 'if_statement':
    case 'ternary_expression':
    case 'while_statement':
      return conditionGuards(outer, inner, subject);
    case 'binary_expression':
      return operandGuards(outer, inner, subject);
    case 'switch_case': {
      const chosen = outer.parent?.parent?.field('value');
      return chosen !== undefined && outer.field('value') !== inner && mentions(chosen, subject);
    }
    default:
      return false;
  }
}

function conditionGuards(outer: SyntaxNode, inner: SyntaxNode, subject: Subject): boolean {
  const condition = outer.field('condition');
  if (condition === undefined || condition === inner) return false;
  return implies(condition, outer.field('alternative') !== inner, subject);
}

/** `valid(x) && use(x)`, `!valid(x) || use(x)` */
function operandGuards(outer: SyntaxNode, inner: SyntaxNode, subject: Subject): boolean {
  const operator = outer.token('operator');
  const left = outer.field('left');
  if (left === undefined || outer.field('right') !== inner) return false;
  if (operator === '&&') return implies(left, true, subject);
  return operator === '||' && implies(left, false, subject);
}

function earlierGuards(block: SyntaxNode, inner: SyntaxNode, subject: Subject): boolean {
  if (!['statement_block', 'program', 'switch_case', 'switch_default'].includes(block.kind)) return false;
  const index = block.children.indexOf(inner);
  return block.children
    .slice(Math.max(0, index - maxSiblings), Math.max(0, index))
    .some((statement) => isEarlyExit(statement, subject) || isAssertion(statement, subject));
}

function isEarlyExit(statement: SyntaxNode, subject: Subject): boolean {
  if (statement.kind !== 'if_statement') return false;
  const condition = statement.field('condition');
  const consequence = statement.field('consequence');
  if (condition === undefined || consequence === undefined || !exits(consequence)) return false;
  return implies(condition, false, subject);
}

function exits(statement: SyntaxNode): boolean {
  const last = statement.kind === 'statement_block' ? statement.children.at(-1) : statement;
  if (last === undefined) return false;
  if (/^(return|throw|continue|break)_statement$/.test(last.kind)) return true;
  return /^(await\s+)?(process\.exit|notFound|redirect|error|fail)\s*\(/.test(last.text);
}

/** `assertSafePath(x);`, `invariant(ALLOWED.has(x));` */
function isAssertion(statement: SyntaxNode, subject: Subject): boolean {
  const expression = statement.kind === 'expression_statement' ? statement.children[0] : undefined;
  const call = expression === undefined ? undefined : unwrap(expression);
  if (call?.kind !== 'call_expression') return false;
  const method = lastName(calleeOf(call));
  const given = argumentsOf(call);
  if (/^(assert|invariant|ok|strictEqual|precondition)$/.test(method)) {
    return given[0] !== undefined && implies(given[0], true, subject);
  }
  return (
    /^(assert|ensure|validate|verify|check|guard|require|reject|forbid|deny|enforce)[A-Z_]/.test(method) &&
    given.some((argument) => mentions(argument, subject))
  );
}
