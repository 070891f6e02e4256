import { argumentsOf, calleeOf, isCall, lastName, objectOf } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { ParameterBinding, VariableBinding } from './bindings.ts';
import type { Flow, Question } from './flow.ts';
import { functionName, isExported, passedTo } from './functions.ts';
import { isHarmlessType, typeAt } from './types.ts';
import {
  carried,
  cleanValue,
  concatenated,
  constantValue,
  either,
  isTainted,
  taintedValue,
  through,
  unknownValue,
  type Value,
} from './value.ts';

/** The value of a name, by its declaration. */
export function evaluateName(flow: Flow, node: SyntaxNode, question: Question): Value {
  const binding = flow.bindings.resolve(node);
  if (binding === undefined) return ofGlobal(flow, node, question);
  switch (binding.kind) {
    case 'variable':
      return ofVariable(flow, node, binding, question);
    case 'parameter':
      return ofParameter(flow, node, binding, question);
    case 'import':
    case 'enum':
    case 'function':
    case 'class':
      return cleanValue;
    case 'caught':
      return unknownValue;
  }
}

function ofGlobal(flow: Flow, node: SyntaxNode, question: Question): Value {
  if (/^(undefined|NaN|Infinity)$/.test(node.text)) return constantValue('');
  if (/^(__dirname|__filename|process|[A-Z][A-Z\d]*(_[A-Z\d]+)+)$/.test(node.text)) return cleanValue;
  return flow.sourceOf(node, question.path) ?? unknownValue;
}

function ofVariable(flow: Flow, node: SyntaxNode, binding: VariableBinding, question: Question): Value {
  const path = [...(binding.loop ? ['*'] : []), ...binding.path, ...question.path];
  if (binding.path.length > 0 || binding.loop) {
    const source = flow.sourceOf(node, question.path);
    if (source !== undefined) return through(source, binding.node);
  }
  if (question.hops === 0) return unknownValue;
  const next = { ...question, path, hops: question.hops - 1 };
  const values = [
    ...(binding.value === undefined ? [] : [flow.evaluate(binding.value, next)]),
    ...writesBefore(flow, node, binding).map((write) => ofWrite(flow, write, next)),
  ];
  if (values.length === 0) return unknownValue;
  const value = joinWrites(values);
  const shaped = binding.loop || binding.path.length > 0 ? carriedUnlessConstant(value) : value;
  return through(shaped, binding.value?.parent ?? binding.node);
}

/** A text put together by several statements: its shape is all of them, in order. */
function joinWrites(values: readonly Value[]): Value {
  if (values.length === 1) return values[0] as Value;
  return concatenated(values, ' ');
}

function carriedUnlessConstant(value: Value): Value {
  return value.grade === 'constant' ? value : carried(value);
}

/** The writes nearest before a read decide it; a variable written more often is built by a table. */
const maxWrites = 40;

/** The writes that may decide a variable at a read: those before it, or any of a variable of the whole file. */
function writesBefore(flow: Flow, read: SyntaxNode, binding: VariableBinding): readonly SyntaxNode[] {
  if (binding.loop) return [];
  const isGlobal = binding.scope.kind === 'program';
  return flow.calls
    .writesTo(binding.name)
    .filter((write) => isGlobal || write.start < read.start)
    .slice(-maxWrites)
    .filter((write) => isWriteOf(flow, write, binding) && !write.contains(read));
}

function isWriteOf(flow: Flow, write: SyntaxNode, binding: VariableBinding): boolean {
  if (!isCall(write)) {
    const target = write.field('left');
    return !binding.constant && target !== undefined && flow.bindings.resolve(target) === binding;
  }
  const callee = calleeOf(write);
  const list = callee === undefined ? undefined : objectOf(callee);
  return list !== undefined && flow.bindings.resolve(list) === binding;
}

function ofWrite(flow: Flow, write: SyntaxNode, question: Question): Value {
  if (isCall(write)) return either(argumentsOf(write).map((argument) => flow.evaluate(argument, question)));
  const right = write.field('right');
  return right === undefined ? unknownValue : flow.evaluate(right, question);
}

function ofParameter(flow: Flow, node: SyntaxNode, binding: ParameterBinding, question: Question): Value {
  const path = [...binding.path, ...question.path];
  let isOfOtherFile = false;
  if (question.frame?.fn === binding.fn) {
    const given = question.frame.values[binding.index];
    const value = given ?? defaultValue(flow, binding, question);
    return path.length > 0 ? carriedUnlessConstant(value) : value;
  }
  if (binding.parameter.type !== undefined) {
    const type = typeAt(binding.parameter.type, path);
    if (type !== undefined && isHarmlessType(type)) return cleanValue;
    isOfOtherFile = path.length === 0 && type?.kind === 'type_identifier';
  }
  const source = flow.sourceOf(node, question.path);
  if (source !== undefined) return through(source, binding.node);
  const passed = ofCallback(flow, binding, question) ?? ofCallers(flow, binding, { ...question, path });
  if (passed !== undefined) return through(passed, binding.node);
  // A named type of another file is a union or an id more often than free text.
  if (isOfOtherFile) return unknownValue;
  const label = [binding.parameter.pattern.kind === 'identifier' ? binding.name : '', ...path]
    .filter((step) => step !== '' && step !== '*')
    .join('.');
  const origin = {
    kind: 'parameter' as const,
    label: label || binding.name,
    exported: isExported(binding.fn),
  };
  return taintedValue(origin, [binding.node]);
}

function defaultValue(flow: Flow, binding: ParameterBinding, question: Question): Value {
  const { defaultValue: value } = binding.parameter;
  return value === undefined ? constantValue('') : flow.evaluate(value, { ...question, path: [] });
}

const elementMethods =
  /^(map|forEach|filter|flatMap|some|every|find|findIndex|findLast|reduce|reduceRight|sort|toSorted|then|flat|from|each|mapSeries)$/;

/** What a callback gets: an element of the list, or the value of the promise, it is called for. */
function ofCallback(flow: Flow, binding: ParameterBinding, question: Question): Value | undefined {
  const passed = passedTo(binding.fn);
  const callee = passed === undefined ? undefined : calleeOf(passed.call);
  if (passed === undefined || callee === undefined) return undefined;
  const method = lastName(callee);
  if (!elementMethods.test(method)) return undefined;
  const isReduce = method.startsWith('reduce');
  if (!isReduce && binding.index > 0 && method !== 'sort') return cleanValue;
  const list = method === 'from' ? argumentsOf(passed.call)[0] : objectOf(callee);
  if (list === undefined || question.hops === 0) return undefined;
  const step = method === 'then' ? [] : ['*'];
  const path = [...step, ...binding.path, ...question.path];
  return carriedUnlessConstant(flow.evaluate(list, { ...question, path, hops: question.hops - 1 }));
}

/** Calls looked at to learn what a local function is given. */
const maxCallers = 8;

/** For a function that nothing outside the file can call: what the file's own calls pass. */
function ofCallers(flow: Flow, binding: ParameterBinding, question: Question): Value | undefined {
  const name = functionName(binding.fn);
  if (name === undefined || question.hops === 0 || isExported(binding.fn)) return undefined;
  const calls = flow.calls.callsOf(name).filter((call) => isCallOf(flow, call, binding.fn));
  if (calls.length === 0) return undefined;
  const values = calls.slice(0, maxCallers).map((call) => {
    const argument = argumentsOf(call)[binding.index];
    if (argument === undefined) return defaultValue(flow, binding, question);
    return through(
      flow.evaluate(argument, { ...question, hops: question.hops - 1, frame: undefined }),
      argument,
    );
  });
  const value = either(values);
  return isTainted(value) || value.grade === 'unknown' ? carriedPath(value, question.path) : value;
}

function carriedPath(value: Value, path: readonly string[]): Value {
  return path.length > 0 ? carried(value) : value;
}

function isCallOf(flow: Flow, call: SyntaxNode, fn: SyntaxNode): boolean {
  const callee = calleeOf(call);
  if (callee?.kind === 'identifier') {
    const binding = flow.bindings.resolve(callee);
    const target = binding?.kind === 'function' || binding?.kind === 'variable' ? binding.value : undefined;
    return target === fn;
  }
  return callee !== undefined && objectOf(callee)?.kind === 'this' && fn.kind === 'method_definition';
}
