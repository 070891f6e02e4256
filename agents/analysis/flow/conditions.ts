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
  withoutBlanks,
} from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { Bindings } from './bindings.ts';
import type { Purpose } from './value.ts';

/** A value at its place of use, and what it is for. */
export interface Subject {
  /** Finds the value's text. */
  readonly pattern: RegExp;
  readonly purpose: Purpose;
  readonly bindings: Bindings;
}

/** Conditions nest no deeper where people read them. */
const maxDepth = 6;

/** Whether the subject is harmless once the condition is known to be true, or false. */
export function implies(
  condition: SyntaxNode,
  whenTrue: boolean,
  subject: Subject,
  depth = maxDepth,
): boolean {
  if (depth === 0) return false;
  const node = unwrap(condition);
  if (node.kind === 'binary_expression') return binaryImplies(node, whenTrue, subject, depth);
  if (node.kind === 'call_expression') return callImplies(node, whenTrue, subject, depth);
  if (node.kind === 'unary_expression' && node.token('operator') === '!') {
    const negated = node.field('argument');
    return negated !== undefined && implies(negated, !whenTrue, subject, depth - 1);
  }
  const named = node.kind === 'identifier' ? constantValueOf(node, subject) : undefined;
  return named !== undefined && implies(named, whenTrue, subject, depth - 1);
}

function constantValueOf(name: SyntaxNode, { bindings }: Subject): SyntaxNode | undefined {
  const binding = bindings.resolve(name);
  return binding?.kind === 'variable' && binding.constant ? binding.value : undefined;
}

/** Whether an expression speaks of the subject, directly or through one derived variable. */
export function mentions(expression: SyntaxNode, subject: Subject): boolean {
  const node = unwrap(expression);
  if (isFunction(node)) return false;
  if (matches(node, subject)) return true;
  let root = node;
  for (let object = objectOf(root); object !== undefined; object = objectOf(root)) root = object;
  const binding = root.kind === 'identifier' ? subject.bindings.resolve(root) : undefined;
  const value = binding?.kind === 'variable' ? binding.value : undefined;
  return value !== undefined && matches(unwrap(value), subject);
}

function matches(node: SyntaxNode, { pattern, purpose }: Subject): boolean {
  // The extension of a path says nothing about where it leads.
  if (purpose === 'path' && /\bextname\(/.test(node.text)) return false;
  return pattern.test(node.text);
}

function binaryImplies(node: SyntaxNode, whenTrue: boolean, subject: Subject, depth: number): boolean {
  const left = node.field('left');
  const right = node.field('right');
  if (left === undefined || right === undefined) return false;
  const operator = node.token('operator').replace(/^([!=]=)=$/, '$1');
  if (operator === '&&' || operator === '||') {
    const sides = [left, right].map((side) => implies(side, whenTrue, subject, depth - 1));
    // Knowing that `a && b` holds tells both; knowing that it does not tells only one of them, not which.
    return (operator === '&&') === whenTrue ? sides.some(Boolean) : sides.every(Boolean);
  }
  return comparisonTells(left, operator, right, subject) === whenTrue;
}

/** The outcome of a comparison that says that the subject is harmless; undefined when none does. */
function comparisonTells(
  left: SyntaxNode,
  operator: string,
  right: SyntaxNode,
  subject: Subject,
): boolean | undefined {
  if (operator === 'in') return mentions(left, subject) ? true : undefined;
  const found = searchTells(left, operator + withoutBlanks(right.text), subject);
  if (found !== undefined) return found;
  if (subject.purpose === 'size' && /^[<>]=?$/.test(operator)) return limitTells(left, operator, subject);
  if ((operator !== '==' && operator !== '!=') || !equalityTells(left, right, subject)) return undefined;
  return operator === '==';
}

/** `size > max` says that it is too large, `size <= max` that it is not. */
function limitTells(left: SyntaxNode, operator: string, subject: Subject): boolean {
  return operator.startsWith('<') === mentions(left, subject);
}

/** `list.indexOf(x) !== -1` says that it was found, and `=== -1` that it was not. */
function searchTells(left: SyntaxNode, test: string, subject: Subject): boolean | undefined {
  const call = unwrap(left);
  if (call.kind !== 'call_expression' || lastName(calleeOf(call)) !== 'indexOf') return undefined;
  if (!argumentsOf(call).some((argument) => mentions(argument, subject))) return undefined;
  if (['!=-1', '>-1', '>=0'].includes(test)) return true;
  return ['==-1', '<0'].includes(test) ? false : undefined;
}

/** Equality with anything the subject is not part of: a literal, a setting, the own origin. */
function equalityTells(left: SyntaxNode, right: SyntaxNode, subject: Subject): boolean {
  const [one, other] = mentions(left, subject) ? [unwrap(left), right] : [unwrap(right), left];
  if (!mentions(one, subject) || mentions(other, subject)) return false;
  if (one.kind === 'unary_expression' && one.token('operator') === 'typeof') {
    const type = stringValue(other) ?? '';
    return type === 'number' || (type === 'string' && subject.purpose === 'nosql');
  }
  return other.text !== 'null' && other.text !== 'undefined';
}

const membership = /^(has|includes|hasOwn|hasOwnProperty|contains)$/;
const approving =
  /valid|safe|allow|permit|trust|known|inside|within|contained|white_?list|uuid|isInt|isNumeric|isAlpha|isFinite|isSafeInteger|supported|sameOrigin|isRelative|isSub|legal|timingSafeEqual/i;
const refusing =
  /unsafe|invalid|forbidden|block|private|malicious|danger|denied|illegal|traversal|isNaN|reserved|untrusted/i;

function callImplies(call: SyntaxNode, whenTrue: boolean, subject: Subject, depth: number): boolean {
  const callee = calleeOf(call);
  const receiver = callee === undefined ? undefined : objectOf(callee);
  const given = argumentsOf(call);
  const method = lastName(callee);
  if (given.some((argument) => mentions(argument, subject))) {
    const told = checkTells(method, receiver, subject);
    if (told !== undefined) return told === whenTrue;
  }
  const [first] = given;
  if (first === undefined) return false;
  if (receiver !== undefined && mentions(receiver, subject)) {
    return receiverImplies(method, first, whenTrue, subject);
  }
  if (!/^(some|every)$/.test(method) || !isFunction(first)) return false;
  return returnedValues(first).some((value) => implies(value, whenTrue, subject, depth - 1));
}

/** The answer of a check that takes the subject which says that it is harmless; undefined when none does. */
function checkTells(method: string, receiver: SyntaxNode | undefined, subject: Subject): boolean | undefined {
  if (membership.test(method)) return true;
  if (method === 'test') return isAnchored(receiver, subject) ? true : undefined;
  if (refusing.test(method)) return false;
  if (approving.test(method)) return true;
  return /internal/i.test(method) ? subject.purpose === 'redirect' : undefined;
}

/** What a string method of the value itself tells about it. */
function receiverImplies(method: string, argument: SyntaxNode, whenTrue: boolean, subject: Subject): boolean {
  if (method === 'match') return whenTrue && isAnchored(argument, subject);
  if (method === 'startsWith') return prefixTells(argument, whenTrue, subject.purpose);
  const literal = stringValue(argument) ?? '';
  return method === 'includes' && subject.purpose === 'path' && !whenTrue && /^(\.\.\/?|\/)$/.test(literal);
}

function prefixTells(argument: SyntaxNode, whenTrue: boolean, purpose: Purpose): boolean {
  const literal = stringValue(argument);
  if (purpose === 'path') {
    if (literal === '..' || literal === '../') return !whenTrue;
    return whenTrue && (/\bsep\b/.test(argument.text) || /\/['"`]$/.test(argument.text));
  }
  if (purpose === 'redirect' && literal === '//') return !whenTrue;
  if (literal === undefined || (purpose !== 'redirect' && purpose !== 'url')) return false;
  return whenTrue && /^https:\/\/[^/]+\//.test(literal);
}

/** One slash and then no second one of either kind: a path of the own site. */
const ownPath = /^\^\\?\/(\(\?!\[[^\]]*\/[^\]]*\]\)|\[\^[^\]]*\/[^\]]*\]|\[\w)/;

/** A pattern that describes the whole text, and not by "anything". */
function isAnchored(expression: SyntaxNode | undefined, { bindings, purpose }: Subject): boolean {
  if (expression === undefined) return false;
  const pattern = patternOf(unwrap(expression), bindings);
  // A pattern from elsewhere was written to validate: its author is given the benefit of the doubt.
  if (pattern === undefined) return true;
  if (purpose === 'redirect' && ownPath.test(pattern)) return true;
  return pattern.startsWith('^') && /(?<!\\)\$$/.test(pattern) && !/(?<!\\)\.[*+]/.test(pattern);
}

function patternOf(expression: SyntaxNode, bindings: Bindings): string | undefined {
  const binding = expression.kind === 'identifier' ? bindings.resolve(expression) : undefined;
  const value = binding?.kind === 'variable' ? binding.value : undefined;
  const node = value === undefined ? expression : unwrap(value);
  if (node.kind === 'regex') return node.field('pattern')?.text;
  return stringValue(isCall(node) ? argumentsOf(node)[0] : node);
}
