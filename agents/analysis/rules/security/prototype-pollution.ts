import {
  calleeOf,
  enclosingFunction,
  lastName,
  objectOf,
  propertyOf,
  returnedValues,
  stringValue,
  unwrap,
} from '../../syntax/expressions.ts';
import { functionName, passedTo } from '../../flow/functions.ts';
import { ancestors, descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { shortText } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const deepMerges =
  /^(lodash(\.(merge|mergeWith|defaultsDeep|set|setWith|zipObjectDeep)|\.merge|\.set)?|deepmerge|merge-deep|deep-extend|object-path\.set|dot-prop\.(set|setProperty)|set-value|just-extend|defaults-deep)$|^lodash\/(merge|set|defaultsDeep)$/;
const keyCheck =
  /__proto__|\bhas(Own\w*)?(\.call)?\(|isPrototypePolluted|isSafeKey|Object\.create\(null\)|new Map\b|FORBIDDEN|BLOCKED|UNSAFE_KEYS/;

export const prototypePollution = defineRule({
  id: 'security/prototype-pollution',
  title: '`{source}` can reach `Object.prototype` through `{sink}`',
  cwe: 'CWE-1321',
  severity: 'high',
  why: 'The key `__proto__` (or `constructor`, `prototype`) writes to the prototype of every object: the attacker sets `isAdmin` or an option for code that never heard of it.',
  instead: 'Refuse those keys, or use a `Map` or an object without prototype.',
  example: "if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue;",
  *find(file): Iterable<Match> {
    for (const node of file.nodes('assignment_expression', 'augmented_assignment_expression')) {
      yield* nestedWrite(file, node);
    }
    for (const call of file.calls()) yield* mergedInput(file, call);
  },
});

function* nestedWrite(file: SourceFile, node: SyntaxNode): Iterable<Match> {
  const target = node.field('left');
  const key = freeKeyOf(target);
  const object = target === undefined ? undefined : objectOf(target);
  if (target === undefined || key === undefined || object === undefined) return;
  const outerKey = freeKeyOf(object);
  const sink = shortText(target);
  if (outerKey !== undefined) {
    // `o[a][b] = v`
    const value = file.flow.valueOf(outerKey, 'key');
    const source = value.origin?.label ?? outerKey.text;
    if (value.grade === 'tainted') yield { node, trail: value.trail, sink, source };
  } else if (object.kind === 'identifier' && isUncheckedWalk(node, object.text, key)) {
    yield { node, sink, source: key.text, confidence: 0.7, severity: 'medium' };
  }
}

/** The key of `o[key]`, when it is neither written out nor an index. */
function freeKeyOf(node: SyntaxNode | undefined): SyntaxNode | undefined {
  const key = node?.kind === 'subscript_expression' ? node.field('index') : undefined;
  return key === undefined || isFixedKey(key) ? undefined : key;
}

/** A walk `node = node[key]` that ends in `node[key] = v`, or a merge that calls itself, without a look at the keys. */
function isUncheckedWalk(write: SyntaxNode, name: string, key: SyntaxNode): boolean {
  const fn = enclosingFunction(write);
  if (fn === undefined || keyCheck.test(namedFunction(fn).text)) return false;
  return walks(fn, name, key) || mergesItself(write, key);
}

function isFixedKey(key: SyntaxNode): boolean {
  const node = unwrap(key);
  return (
    stringValue(node) !== undefined ||
    /^(number|update_expression|binary_expression)$/.test(node.kind) ||
    /^(i|j|idx|index|\w*Index)$/.test(node.text)
  );
}

function namedFunction(fn: SyntaxNode): SyntaxNode {
  let current = fn;
  for (const outer of ancestors(fn)) {
    if (functionName(current) !== undefined) break;
    if (/function|method_definition/.test(outer.kind)) current = outer;
  }
  return current;
}

/** `current = current[part]` in a loop over the parts of a path. */
function walks(fn: SyntaxNode, name: string, key: SyntaxNode): boolean {
  const whole = namedFunction(fn);
  if (!/\.split\(|path|keys|parts|segments/i.test(whole.text)) return false;
  if (isReduced(fn, name)) return true;
  return [...descendants(whole)].some((node) => {
    if (node.kind !== 'assignment_expression' || node.field('left')?.text !== name) return false;
    const right = node.field('right');
    const read = right === undefined ? undefined : unwrap(right);
    return (
      read !== undefined &&
      /^\w+\[[^'"\d]/.test(read.text) &&
      propertyOf(read) === undefined &&
      key.text !== ''
    );
  });
}

/** `path.reduce((node, key) => node[key], root)` */
function isReduced(fn: SyntaxNode, name: string): boolean {
  const passed = passedTo(fn);
  if (passed === undefined || lastName(calleeOf(passed.call)) !== 'reduce') return false;
  return returnedValues(fn).some(
    (value) => unwrap(value).kind === 'subscript_expression' && value.text.startsWith(`${name}[`),
  );
}

/** `target[key] = merge(target[key], source[key])` over the keys of a source. */
function mergesItself(write: SyntaxNode, key: SyntaxNode): boolean {
  const loop = [...ancestors(write)].find(
    (outer) =>
      outer.kind === 'for_in_statement' ||
      (outer.kind === 'call_expression' && /\.(forEach|reduce)\(/.test(outer.text)),
  );
  const fn = enclosingFunction(write);
  if (loop === undefined || fn === undefined) return false;
  const name = functionName(namedFunction(fn));
  if (name === undefined) return false;
  const recursive = new RegExp(
    `\\b${name}\\(\\s*\\(?\\w+\\[\\s*${key.text.replace(/[^\w$]/g, '\\$&')}\\s*\\]`,
  );
  return recursive.test(loop.text);
}

function* mergedInput(file: SourceFile, call: CallSite): Iterable<Match> {
  const isDeepExtend = /^(\$|jQuery)\.extend$/.test(call.callee.text) && call.arguments[0]?.text === 'true';
  if (!deepMerges.test(call.name) && !isDeepExtend) return;
  for (const argument of call.arguments.slice(isDeepExtend ? 2 : 1)) {
    const value = file.flow.valueOf(argument, 'key');
    if (value.grade !== 'tainted') continue;
    yield {
      node: call.node,
      trail: value.trail,
      sink: call.callee.text,
      source: value.origin?.label ?? argument.text,
    };
    return;
  }
}
