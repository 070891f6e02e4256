import {
  cleanValue,
  concatenated,
  either,
  isTainted,
  partOf,
  taintedValue,
  through,
  unknownValue,
  type Value,
} from '../flow/value.ts';
import { ancestors, type SyntaxNode } from '../syntax/syntax-node.ts';
import type { CodeFlow, CodeQuestion } from './code-flow.ts';
import type { Binding } from './code-index.ts';
import { isDead } from './constants.ts';
import { type Call, type Expression, keyText } from './expression.ts';
import type { FunctionShape, Parameter, Write } from './grammar.ts';

/** The writes nearest before a read decide it; a variable written more often is built by a table. */
const maxWrites = 40;
/** Calls looked at to learn what a local function is given. */
const maxCallers = 8;

/** The value of a name, by what it is bound to. */
export function evaluateBinding(
  flow: CodeFlow,
  binding: Binding,
  at: Expression,
  question: CodeQuestion,
): Value {
  return binding.kind === 'parameter'
    ? ofParameter(flow, binding.fn, binding.parameter, question)
    : ofVariable(flow, binding, at, question);
}

function ofVariable(
  flow: CodeFlow,
  binding: Binding & { readonly kind: 'variable' },
  at: Expression,
  question: CodeQuestion,
): Value {
  if (question.hops === 0) return unknownValue;
  const name = at.kind === 'name' ? at.name : '';
  const before = writesBefore(flow, binding, at.node);
  if (isHarmlessType(flow, typeAt(binding.writes, before))) return cleanValue;
  const next = { ...question, hops: question.hops - 1 };
  const element = elementAt(flow, before, question);
  if (element !== undefined) return ofWrite(flow, element, next);
  const writes = before.filter((write) => concerns(write, question.key));
  const start = writes.findLastIndex((write) => decides(write, at.node));
  let value = start < 0 ? ofOwnParameter(flow, binding.scope, name, question) : undefined;
  for (const write of writes.slice(Math.max(0, start)))
    value = joined(value, write, ofWrite(flow, write, next));
  return value ?? (before.length > 0 && question.key !== undefined ? cleanValue : unknownValue);
}

/** The declared type: of the last declaration before a read, where a name may be declared anew. */
function typeAt(writes: readonly Write[], before: readonly Write[]): string | undefined {
  const all = before.length > 0 ? before : writes;
  return all.findLast(({ type }) => type !== undefined)?.type;
}

/** What the caller gave to a parameter that is written to later. */
function ofOwnParameter(
  flow: CodeFlow,
  scope: SyntaxNode,
  name: string,
  question: CodeQuestion,
): Value | undefined {
  const own = flow.index.parameterOf(scope, name);
  return own?.kind === 'parameter' ? ofParameter(flow, own.fn, own.parameter, question) : undefined;
}

function ofWrite(flow: CodeFlow, write: Write, question: CodeQuestion): Value {
  const isPart = write.mode === 'part';
  const inside = write.mode === 'set' || isPart ? question : { ...question, key: undefined };
  const value = flow.evaluate(write.value, isPart ? { ...inside, key: undefined } : inside);
  return through(isPart ? partOf(value) : value, write.node);
}

function joined(before: Value | undefined, write: Write, value: Value): Value {
  if (before === undefined) return value;
  return write.mode === 'append' ? concatenated([before, value]) : either([value, before]);
}

/** The writes that may decide a variable at a read: those before it, or any of a variable of the whole file. */
function writesBefore(
  flow: CodeFlow,
  binding: Binding & { readonly kind: 'variable' },
  read: SyntaxNode,
): readonly Write[] {
  const isGlobal = binding.scope === flow.index.root && flow.index.enclosing(read) !== undefined;
  return binding.writes
    .filter((write) => isGlobal || write.node.start < read.start)
    .slice(-maxWrites)
    .filter((write) => !write.value.node.contains(read) && !isDead(flow.index, write.node));
}

function concerns(write: Write, key: string | undefined): boolean {
  if (key === undefined || write.mode !== 'element') return true;
  const written = keyText(write.key);
  return written === undefined || written === key;
}

/** What a grammar puts between an assignment and its block. */
const statementAround =
  /^(expression_statement|local_variable_declaration|var_declaration|var_spec_list|const_declaration)$/;

/** Whether a write always runs before a read, so that none before it counts. */
function decides(write: Write, read: SyntaxNode): boolean {
  if (write.mode !== 'set') return false;
  let block = write.node.parent;
  while (block !== undefined && statementAround.test(block.kind)) block = block.parent;
  return block !== undefined && (block.contains(read) || [...ancestors(read)].includes(block));
}

/** The one write that put the element at a place of a list, where only `add` and `remove` made it. */
function elementAt(flow: CodeFlow, writes: readonly Write[], { key }: CodeQuestion): Write | undefined {
  const first = writes[0];
  if (key === undefined || !/^\d+$/.test(key) || first?.mode !== 'set') return undefined;
  const name = first.target;
  const added = writes.slice(1);
  if (added.length === 0 || !added.every(({ mode }) => mode === 'append')) return undefined;
  const removals = flow.index
    .callsNamed('remove')
    .flatMap((node) => flow.index.call(node) ?? [])
    .filter(
      (call) => isOn(call, name) && flow.index.enclosing(call.node) === flow.index.enclosing(first.node),
    );
  return listAfter(added, removals)[Number(key)];
}

/** What a list holds after its additions and removals, in their order. */
function listAfter(added: readonly Write[], removals: readonly Call[]): readonly Write[] {
  const list: Write[] = [];
  const steps = [
    ...added.map((write) => ({ at: write.node.start, run: () => void list.push(write) })),
    ...removals.map((call) => ({
      at: call.node.start,
      run: () => void list.splice(Number(keyText(call.arguments[0]?.value) ?? 0), 1),
    })),
  ];
  for (const { run } of steps.toSorted((one, other) => one.at - other.at)) run();
  return list;
}

function isOn({ callee }: Call, name: string): boolean {
  return callee.kind === 'member' && callee.object.kind === 'name' && callee.object.name === name;
}

function isHarmlessType(flow: CodeFlow, type: string | undefined): boolean {
  return type !== undefined && type !== '' && flow.language.harmlessTypes.test(type);
}

function ofParameter(flow: CodeFlow, fn: FunctionShape, parameter: Parameter, question: CodeQuestion): Value {
  if (question.frame?.fn === fn) {
    const given = question.frame.values.get(parameter.name) ?? defaultOf(flow, parameter, question);
    return parameter.part === true ? partOf(given) : given;
  }
  if (isHarmlessType(flow, parameter.type)) return cleanValue;
  if (flow.language.isOutside(fn, parameter))
    return taintedValue({ kind: 'request', label: parameter.name }, [parameter.node]);
  if (parameter.receiver === true) return unknownValue;
  const known = ofCallers(flow, fn, parameter, question);
  if (known !== undefined) return through(known, parameter.node);
  return taintedValue({ kind: 'parameter', label: parameter.name, exported: fn.exported }, [parameter.node]);
}

function defaultOf(flow: CodeFlow, parameter: Parameter, question: CodeQuestion): Value {
  const { defaultValue } = parameter;
  return defaultValue === undefined
    ? unknownValue
    : flow.evaluate(flow.index.read(defaultValue), { ...question, key: undefined });
}

/** What the file's own calls pass to a function. One that others can call as well may get anything from them. */
function ofCallers(
  flow: CodeFlow,
  fn: FunctionShape,
  parameter: Parameter,
  question: CodeQuestion,
): Value | undefined {
  if (fn.name === '' || question.hops === 0) return undefined;
  const calls = flow.index.callsNamed(fn.name).flatMap((node) => flow.index.call(node) ?? []);
  const own = calls.filter((call) => isCallOf(flow, call, fn)).slice(0, maxCallers);
  const next = { ...question, key: undefined, hops: question.hops - 1, frame: undefined };
  const values = own.flatMap((call) => {
    const given = valuesFor(fn, call).get(parameter.name);
    return given === undefined ? [] : [through(flow.evaluate(given, next), given.node)];
  });
  if (values.length === 0) return undefined;
  const value = either(values);
  return fn.exported && !isTainted(value) ? undefined : value;
}

/** Whether a call by the name of a function of the file reaches it. */
export function isCallOf(flow: CodeFlow, call: Call, fn: FunctionShape): boolean {
  const { callee } = call;
  if (callee.kind === 'name')
    return flow.index.resolve(callee.name, call.node) === undefined && !flow.index.imports.has(callee.name);
  if (callee.kind !== 'member') return false;
  const name = flow.names.nameOf(callee);
  if (name.startsWith('local:')) return true;
  const own = flow.index.enclosingClass(fn.node);
  if (own === undefined) return false;
  const className = own.field('name')?.text ?? '';
  const isSelf = callee.object.kind === 'name' && flow.index.grammar.self.test(callee.object.name);
  const object = flow.names.nameOf(callee.object);
  return isSelf || [className, `${className}#`, `${className}()`, `local:${className}()`].includes(object);
}

/** Which argument of a call goes to which parameter. */
export function valuesFor(fn: FunctionShape, call: Call): ReadonlyMap<string, Expression> {
  const given = new Map<string, Expression>();
  const parameters = fn.parameters.filter(({ receiver }) => receiver !== true);
  let place = 0;
  for (const argument of call.arguments) {
    const name = argument.name ?? parameters[Math.min(place, parameters.length - 1)]?.name;
    if (argument.name === undefined) place += 1;
    if (name !== undefined && !given.has(name)) given.set(name, argument.value);
  }
  return given;
}
