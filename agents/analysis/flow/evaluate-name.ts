import { argumentsOf, calleeOf, isCall, isFunction, lastName, objectOf } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { ImportBinding, ParameterBinding, VariableBinding } from './bindings.ts';
import { calledFunction, within } from './evaluate-call.ts';
import type { Flow, Question } from './flow.ts';
import { functionName, isExported, passedTo } from './functions.ts';
import { isRelative } from './modules.ts';
import { isHarmlessType, typeAt } from './types.ts';
import {
  carried,
  cleanValue,
  concatenated,
  constantValue,
  either,
  isTainted,
  partOf,
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
      return ofImport(flow, binding, question);
    case 'enum':
    case 'function':
    case 'class':
      return cleanValue;
    case 'caught':
    default:
      return unknownValue;
  }
}

/** A constant of another file of the change; what is not known of it was no outsider's. */
function ofImport(flow: Flow, binding: ImportBinding, question: Question): Value {
  const found = question.hops === 0 ? undefined : flow.foreign(binding);
  if (found === undefined || isFunction(found.node) || found.node.kind.startsWith('class')) return cleanValue;
  const inner = { ...question, hops: question.hops - 1, frame: undefined };
  const value = within(flow, found.flow, found.flow.evaluate(found.node, inner));
  return value.grade === 'unknown' ? cleanValue : value;
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
  const shaped = binding.loop || binding.path.length > 0 ? partOf(value) : value;
  return through(shaped, binding.value?.parent ?? binding.node);
}

/** A text put together by several statements: its shape is all of them, in order. */
function joinWrites(values: readonly Value[]): Value {
  if (values.length === 1) return values[0] as Value;
  return concatenated(values, ' ');
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
  if (question.frame?.fn === binding.fn) {
    const value = question.frame.values[binding.index] ?? defaultValue(flow, binding, question);
    return path.length > 0 ? partOf(value) : value;
  }
  if (cannotHoldText(binding, path)) return cleanValue;
  const known =
    flow.sourceOf(node, question.path) ??
    ofCallback(flow, binding, question) ??
    ofCallers(flow, binding, { ...question, path });
  if (known !== undefined) return through(known, binding.node);
  if (isOfUnknownType(binding, path)) return cleanValue;
  const written = binding.parameter.pattern.kind === 'identifier' ? [binding.name, ...path] : path;
  const label = written.filter((step) => step !== '*').join('.') || binding.name;
  return taintedValue({ kind: 'parameter', label, exported: isExported(binding.fn) }, [binding.node]);
}

function cannotHoldText({ parameter }: ParameterBinding, path: readonly string[]): boolean {
  const type = parameter.type === undefined ? undefined : typeAt(parameter.type, path);
  return type !== undefined && isHarmlessType(type);
}

/** A named type of another file is a union or an id more often than free text. */
function isOfUnknownType({ parameter }: ParameterBinding, path: readonly string[]): boolean {
  const type = parameter.type === undefined || path.length > 0 ? undefined : typeAt(parameter.type, []);
  return type?.kind === 'type_identifier';
}

function defaultValue(flow: Flow, binding: ParameterBinding, question: Question): Value {
  const { defaultValue: value } = binding.parameter;
  return value === undefined ? constantValue('') : flow.evaluate(value, { ...question, path: [] });
}

const elementMethods =
  /^(map|forEach|filter|flatMap|some|every|find|findIndex|findLast|reduce|reduceRight|sort|toSorted|then|flat|from|each|mapSeries)$/;

/** What a callback gets: an element of the list, or the value of the promise, it is called for. */
function ofCallback(flow: Flow, binding: ParameterBinding, question: Question): Value | undefined {
  const call = passedTo(binding.fn)?.call;
  const callee = call === undefined ? undefined : calleeOf(call);
  const method = lastName(callee);
  if (call === undefined || callee === undefined || !elementMethods.test(method)) return undefined;
  if (binding.index > 0 && !/^(reduce|reduceRight|sort|toSorted)$/.test(method)) return cleanValue;
  const list = method === 'from' ? argumentsOf(call)[0] : objectOf(callee);
  if (list === undefined || question.hops === 0) return undefined;
  const path = [...(method === 'then' ? [] : ['*']), ...binding.path, ...question.path];
  return partOf(flow.evaluate(list, { ...question, path, hops: question.hops - 1 }));
}

/** Calls looked at to learn what a local function is given. */
const maxCallers = 8;

/**
 * For a function that nothing outside the file can call: what the file's own calls pass. For an exported one: what the
 * worst of the calls in other files of the change passes, as far as that comes from outside.
 */
function ofCallers(flow: Flow, binding: ParameterBinding, question: Question): Value | undefined {
  const name = functionName(binding.fn);
  if (name === undefined || question.hops === 0) return undefined;
  if (isExported(binding.fn)) return ofImporters(flow, name, binding, question);
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

function ofImporters(
  flow: Flow,
  name: string,
  binding: ParameterBinding,
  question: Question,
): Value | undefined {
  if (flow.modules === undefined) return undefined;
  const values = flow.modules.importersOf(flow.path, name).flatMap((path) => {
    const other = flow.modules?.open(path);
    if (other === undefined || other === flow) return [];
    const names = new Set([
      name,
      ...other.bindings.importsOf(other.root).map((imported) => aliasOf(other, imported, binding.fn)),
    ]);
    const calls = [...names]
      .flatMap((called) => other.calls.callsOf(called))
      .filter((call) => mayCall(other, call, flow, binding.fn));
    return calls.slice(0, maxCallers).flatMap((call) => {
      const argument = argumentsOf(call)[binding.index];
      if (argument === undefined) return [];
      const inner = { ...question, hops: question.hops - 1, frame: undefined };
      return [within(flow, other, other.evaluate(argument, inner))];
    });
  });
  const value = values.find(({ grade }) => grade === 'tainted');
  return value === undefined ? undefined : carriedPath(value, question.path);
}

/** The name under which a file imports a function; empty when it is another's. */
function aliasOf(other: Flow, imported: ImportBinding, fn: SyntaxNode): string {
  return isRelative(imported.module) && other.foreign(imported)?.node === fn ? imported.name : '';
}

/** A call of the imported function itself, or of a method of that name on an object of the file's own. */
function mayCall(other: Flow, call: SyntaxNode, flow: Flow, fn: SyntaxNode): boolean {
  const callee = calleeOf(call);
  if (callee === undefined) return false;
  if (fn.kind !== 'method_definition') {
    const called = calledFunction(other, callee);
    return called?.flow === flow && called.node === fn;
  }
  const receiver = objectOf(callee);
  return receiver !== undefined && receiver.kind !== 'this' && other.names.nameOf(receiver) === undefined;
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
