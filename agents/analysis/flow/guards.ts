import {
  argumentsOf,
  calleeOf,
  isCall,
  isFunction,
  lastName,
  objectOf,
  returnedValues,
  stringValue,
  unwrap,
} from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { Bindings } from './bindings.ts';
import { escapeRegExp } from './functions.ts';
import type { Purpose } from './value.ts';

/** Checks stand near their use; looking further back costs more than it finds. */
const maxSiblings = 60;
const maxConditionDepth = 6;

/** A value at its place of use, and what it is for. */
interface Subject {
  readonly pattern: RegExp;
  readonly purpose: Purpose;
  readonly bindings: Bindings;
}

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
    if (outer === scope || outer.kind === 'function_declaration' || outer.kind === 'method_definition')
      return false;
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

function branchGuards(outer: SyntaxNode, inner: SyntaxNode, subject: Subject): boolean {
  if (['if_statement', 'ternary_expression', 'while_statement'].includes(outer.kind)) {
    const condition = outer.field('condition');
    if (condition === undefined || condition === inner) return false;
    return implies(condition, outer.field('alternative') !== inner, subject);
  }
  if (outer.kind === 'binary_expression' && outer.field('right') === inner) {
    const operator = outer.token('operator');
    const left = outer.field('left');
    if (left === undefined || (operator !== '&&' && operator !== '||')) return false;
    return implies(left, operator === '&&', subject);
  }
  if (outer.kind !== 'switch_case' || outer.field('value') === inner) return false;
  const discriminant = outer.parent?.parent?.field('value');
  return discriminant !== undefined && mentions(discriminant, subject);
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
  const call =
    statement.kind === 'expression_statement' ? unwrap(statement.children[0] ?? statement) : undefined;
  if (call?.kind !== 'call_expression') return false;
  const [first] = argumentsOf(call);
  if (first === undefined) return false;
  const method = lastName(calleeOf(call));
  if (/^(assert|invariant|ok|strictEqual|precondition)$/.test(method)) return implies(first, true, subject);
  return (
    /^(assert|ensure|validate|verify|check|guard|require|reject|forbid|deny|enforce)[A-Z_]/.test(method) &&
    argumentsOf(call).some((argument) => mentions(argument, subject))
  );
}

/** Whether the subject is harmless once the condition is known to be true, or false. */
function implies(
  condition: SyntaxNode,
  whenTrue: boolean,
  subject: Subject,
  depth = maxConditionDepth,
): boolean {
  if (depth === 0) return false;
  const node = unwrap(condition);
  if (node.kind === 'unary_expression' && node.token('operator') === '!') {
    const negated = node.field('argument');
    return negated !== undefined && implies(negated, !whenTrue, subject, depth - 1);
  }
  if (node.kind === 'binary_expression') return binaryImplies(node, whenTrue, subject, depth);
  if (node.kind === 'call_expression') return callImplies(node, whenTrue, subject, depth);
  if (node.kind === 'identifier') {
    const binding = subject.bindings.resolve(node);
    const value = binding?.kind === 'variable' && binding.constant ? binding.value : undefined;
    return value !== undefined && implies(value, whenTrue, subject, depth - 1);
  }
  return false;
}

function binaryImplies(node: SyntaxNode, whenTrue: boolean, subject: Subject, depth: number): boolean {
  const left = node.field('left');
  const right = node.field('right');
  if (left === undefined || right === undefined) return false;
  const operator = node.token('operator');
  if (operator === '&&' || operator === '||') {
    const sides = [left, right].map((side) => implies(side, whenTrue, subject, depth - 1));
    // Knowing that `a && b` holds tells both; knowing that it does not tells only one of them, not which.
    return (operator === '&&') === whenTrue ? sides.some(Boolean) : sides.every(Boolean);
  }
  if (operator === 'in') return whenTrue && mentions(left, subject);
  const searched = indexSearch(left, operator, right, subject);
  if (searched !== undefined) return searched === whenTrue;
  const equal = /^===?$/.test(operator) ? true : /^!==?$/.test(operator) ? false : undefined;
  return equal === whenTrue && equalityTells(left, right, subject);
}

/** `list.indexOf(x) !== -1`: true when the operator says that it was found. */
function indexSearch(
  left: SyntaxNode,
  operator: string,
  right: SyntaxNode,
  subject: Subject,
): boolean | undefined {
  const call = unwrap(left);
  if (call.kind !== 'call_expression' || lastName(calleeOf(call)) !== 'indexOf') return undefined;
  if (!argumentsOf(call).some((argument) => mentions(argument, subject))) return undefined;
  const test = operator.replace(/^([!=])==$/, '$1=') + right.text.replace(/\s/g, '');
  if (['!=-1', '>-1', '>=0'].includes(test)) return true;
  return ['==-1', '<0'].includes(test) ? false : undefined;
}

function equalityTells(left: SyntaxNode, right: SyntaxNode, subject: Subject): boolean {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (mentions(other, subject)) continue;
    const inner = unwrap(one);
    if (inner.kind === 'unary_expression' && inner.token('operator') === 'typeof') {
      const type = stringValue(other) ?? '';
      if (mentions(inner, subject))
        return type === 'number' || (type === 'string' && subject.purpose === 'nosql');
    }
    if (mentions(inner, subject) && other.text !== 'null' && other.text !== 'undefined') return true;
  }
  return false;
}

const membership = /^(has|includes|hasOwn|hasOwnProperty|contains)$/;
const approving =
  /valid|safe|allow|permit|trust|known|inside|within|contained|white_?list|uuid|isInt|isNumeric|isAlpha|isFinite|isSafeInteger|supported|sameOrigin|isRelative|isSub|legal|timingSafeEqual/i;
const refusing =
  /unsafe|invalid|forbidden|block|private|malicious|danger|denied|illegal|traversal|isNaN|reserved|untrusted/i;

function callImplies(call: SyntaxNode, whenTrue: boolean, subject: Subject, depth: number): boolean {
  const callee = calleeOf(call);
  const method = lastName(callee);
  const receiver = callee === undefined ? undefined : objectOf(callee);
  const given = argumentsOf(call);
  if (given.some((argument) => mentions(argument, subject))) {
    if (membership.test(method)) return whenTrue;
    if (method === 'test') return whenTrue && isAnchored(receiver, subject);
    if (refusing.test(method)) return !whenTrue;
    if (approving.test(method)) return whenTrue;
    if (/internal/i.test(method)) return whenTrue === (subject.purpose === 'redirect');
  }
  if (receiver !== undefined && mentions(receiver, subject)) {
    return receiverImplies(method, given[0], whenTrue, subject);
  }
  const callback = given[0];
  if ((method === 'some' || method === 'every') && callback !== undefined && isFunction(callback)) {
    return returnedValues(callback).some((value) => implies(value, whenTrue, subject, depth - 1));
  }
  return false;
}

/** What a string method of the value itself tells about it. */
function receiverImplies(
  method: string,
  argument: SyntaxNode | undefined,
  whenTrue: boolean,
  subject: Subject,
): boolean {
  if (argument === undefined) return false;
  const literal = stringValue(argument);
  if (method === 'match') return whenTrue && isAnchored(argument, subject);
  if (method === 'startsWith') return prefixTells(argument, literal, whenTrue, subject.purpose);
  if (method !== 'includes' || subject.purpose !== 'path') return false;
  return !whenTrue && (literal === '..' || literal === '/' || literal === '../');
}

function prefixTells(
  argument: SyntaxNode,
  literal: string | undefined,
  whenTrue: boolean,
  purpose: Purpose,
): boolean {
  if (purpose === 'path') {
    if (literal === '..' || literal === '../') return !whenTrue;
    return whenTrue && (/\bsep\b/.test(argument.text) || /\/['"`]$/.test(argument.text));
  }
  if (literal === undefined) return false;
  if (purpose === 'redirect' && literal === '//') return !whenTrue;
  return whenTrue && (purpose === 'redirect' || purpose === 'url') && /^https:\/\/[^/]+\//.test(literal);
}

/** A pattern that describes the whole text, and not by "anything". */
function isAnchored(expression: SyntaxNode | undefined, { bindings }: Subject): boolean {
  if (expression === undefined) return false;
  let node = unwrap(expression);
  if (node.kind === 'identifier') {
    const binding = bindings.resolve(node);
    if (binding === undefined || binding.kind !== 'variable' || binding.value === undefined) return true;
    node = unwrap(binding.value);
  }
  if (isCall(node)) node = argumentsOf(node)[0] ?? node;
  const pattern = node.kind === 'regex' ? node.field('pattern')?.text : stringValue(node);
  // A pattern from elsewhere was written to validate: its author is given the benefit of the doubt.
  if (pattern === undefined) return true;
  return pattern.startsWith('^') && /(?<!\\)\$$/.test(pattern) && !/(?<!\\)\.[*+]/.test(pattern);
}

/** Whether an expression speaks of the subject, directly or through one derived variable. */
function mentions(expression: SyntaxNode, subject: Subject): boolean {
  const node = unwrap(expression);
  if (isFunction(node)) return false;
  if (matches(node, subject)) return true;
  let root = node;
  for (let object = objectOf(root); object !== undefined; object = objectOf(root)) root = object;
  if (root.kind !== 'identifier') return false;
  const binding = subject.bindings.resolve(root);
  return (
    binding?.kind === 'variable' && binding.value !== undefined && matches(unwrap(binding.value), subject)
  );
}

function matches(node: SyntaxNode, { pattern, purpose }: Subject): boolean {
  // The extension of a path says nothing about where it leads.
  if (purpose === 'path' && /\bextname\(/.test(node.text)) return false;
  return pattern.test(node.text);
}
