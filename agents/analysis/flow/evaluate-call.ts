import {
  argumentsOf,
  calleeOf,
  isFunction,
  isTaggedTemplate,
  keyName,
  lastName,
  objectOf,
  returnedValues,
  unwrap,
} from '../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../syntax/syntax-node.ts';
import type { Flow, Question } from './flow.ts';
import { isGuarded } from './guards.ts';
import type { Foreign } from './modules.ts';
import { isHarmlessCall, isHarmlessReplace } from './sanitizers.ts';
import { schemaOf, schemaValue } from './schema.ts';
import {
  carried,
  cleanValue,
  concatenated,
  constantValue,
  either,
  isTainted,
  partOf,
  type Purpose,
  unknownValue,
  type Value,
} from './value.ts';

/** Functions whose result is made of their arguments. */
const carrying =
  /^global\.(String|JSON\.(parse|stringify)|decodeURI(Component)?|encodeURI(Component)?|unescape|atob|btoa|structuredClone|Object\.(entries|values|keys|assign|fromEntries|freeze)|Array\.(from|of)|Array|Promise\.(all|resolve|race|allSettled)|Buffer\.from|String\.raw|URL\.parse)$|^buffer\.Buffer\.from$|^util\.(format|inspect)$|^(url\.parse|url\.fileURLToPath|url\.pathToFileURL|querystring\.(parse|unescape|stringify)|qs\.(parse|stringify))$|^path\.(posix\.|win32\.)?(normalize|dirname|basename|extname|parse|format|relative|toNamespacedPath)$|^fs\.(promises\.)?realpath(Sync)?$|^lodash\.(get|pick|omit|merge|cloneDeep|trim)$/;

/** Markdown keeps the HTML that is written in it. */
const markdown =
  /^marked(\.(marked|parse|parseInline))?$|^showdown\.Converter#\.makeHtml$|^snarkdown$|^micromark\.micromark$/;

/** A number made of text is as large as the text says. */
const numeric =
  /^global\.(Number(\.parse(Int|Float))?|parseInt|parseFloat|Math\.(floor|ceil|round|abs|max|trunc))$/;

const pathJoining = /^path\.(posix\.|win32\.)?(join|resolve)$/;

/** Methods whose result is made of the value they are called on. */
const carryingMethods =
  /^(trim|trimStart|trimEnd|slice|substring|substr|toLowerCase|toUpperCase|toLocaleLowerCase|normalize|toString|split|reverse|toReversed|sort|toSorted|filter|flat|flatMap|concat|at|pop|shift|find|findLast|match|matchAll|exec|get|getAll|values|entries|keys|then|catch|finally|charAt|padStart|padEnd|repeat|json|text|formData|unwrap|toJSON|valueOf|item|slice|splice|fill|subarray|decode|href)$/;

const carryingConstructors = /^global\.(URL|URLSearchParams|String|Set|Map|Array|Blob|Request|Headers)$/;

/** The value of a call or construction. */
export function evaluateCall(flow: Flow, call: SyntaxNode, question: Question): Value {
  if (isTaggedTemplate(call)) return cleanValue;
  const callee = calleeOf(call);
  if (callee === undefined) return unknownValue;
  const name = flow.names.nameOf(callee);
  const method = lastName(callee);
  if (isHarmlessCall(question.purpose, name, method)) return cleanValue;
  const source = flow.sourceOf(call, question.path);
  if (source !== undefined) return isGuarded(call, question.purpose, flow.bindings) ? cleanValue : source;
  if (call.kind === 'new_expression') return ofConstruction(flow, call, name, question);
  return (
    ofKnownFunction(flow, call, name, question) ??
    ofSchema(flow, call, callee, question) ??
    ofLocalFunction(flow, call, callee, question) ??
    ofMethod(flow, call, callee, question) ??
    unknownValue
  );
}

function ofConstruction(flow: Flow, call: SyntaxNode, name: string | undefined, question: Question): Value {
  if (name === undefined || !carryingConstructors.test(name)) return unknownValue;
  const values = flow.argumentValues(call, question);
  const [first, base] = values;
  // A relative URL keeps the host of its base; an absolute one replaces it.
  if (name === 'global.URL' && first !== undefined && base !== undefined) {
    if (first.grade !== 'constant') return first;
    return /(^|\.)(url|nextUrl)$/.test(base.origin?.label ?? '') ? cleanValue : carried(base);
  }
  return name === 'global.URL' && first !== undefined ? first : carriedOf(values);
}

function ofKnownFunction(
  flow: Flow,
  call: SyntaxNode,
  name: string | undefined,
  question: Question,
): Value | undefined {
  if (name === undefined) return undefined;
  if (pathJoining.test(name)) return concatenated(flow.argumentValues(call, question), '/');
  if (!carriesArguments(name, question.purpose)) return undefined;
  if (isBareName(name, question.path)) return cleanValue;
  const values = flow.argumentValues(call, question);
  if (name === 'global.String') return values[0] ?? constantValue('');
  return carriedOf(values);
}

function carriesArguments(name: string, purpose: Purpose): boolean {
  if (carrying.test(name)) return true;
  return (purpose === 'html' && markdown.test(name)) || (purpose === 'size' && numeric.test(name));
}

/** `path.parse(x).base` is the last part of a path, whatever stands before it. */
function isBareName(name: string, path: readonly string[]): boolean {
  return /^path\.(posix\.|win32\.)?parse$/.test(name) && /^(base|name|ext)$/.test(path[0] ?? '');
}

function carriedOf(values: readonly Value[]): Value {
  return partOf(either(values));
}

function ofSchema(flow: Flow, call: SyntaxNode, callee: SyntaxNode, question: Question): Value | undefined {
  if (!/^(safeParse|parse|parseAsync|safeParseAsync|validate|validateSync|cast)$/.test(lastName(callee))) {
    return undefined;
  }
  const receiver = objectOf(callee);
  const [input] = argumentsOf(call);
  if (receiver === undefined || input === undefined) return undefined;
  const value = flow.evaluate(input, { ...question, path: [] });
  return schemaValue(schemaOf(flow, receiver), value, question);
}

/** Looks into a function of the same file, with its parameters standing for what it is given. */
function ofLocalFunction(
  flow: Flow,
  call: SyntaxNode,
  callee: SyntaxNode,
  question: Question,
): Value | undefined {
  const called = question.hops === 0 ? undefined : calledFunction(flow, callee);
  if (called === undefined) return undefined;
  const { flow: home, node: fn } = called;
  const frame = { fn, values: flow.argumentValues(call, question) };
  const inner = { ...question, hops: question.hops - 1, frame };
  return within(flow, home, either(returnedValues(fn).map((value) => home.evaluate(value, inner))));
}

/** A value of another file: what it came through there is no place of this file. */
export function within(flow: Flow, home: Flow, value: Value): Value {
  if (home === flow || value.trail.length === 0) return value;
  return { ...value, trail: value.trail.filter((node) => rootOf(node) === flow.root) };
}

function rootOf(node: SyntaxNode): SyntaxNode {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** The function that a callee names: of this file, or of a file of the change that this one imports from. */
export function calledFunction(flow: Flow, callee: SyntaxNode): Foreign | undefined {
  const local = localFunction(flow, callee);
  if (local !== undefined) return { flow, node: local };
  if (flow.modules === undefined) return undefined;
  const found = importedFunction(flow, callee);
  const node = found === undefined ? undefined : unwrap(found.node);
  return found === undefined || node === undefined || !isFunction(node)
    ? undefined
    : { flow: found.flow, node };
}

/** `read(x)` of `import { read }`, `files.read(x)` of `import * as files`. */
function importedFunction(flow: Flow, callee: SyntaxNode): Foreign | undefined {
  if (callee.kind === 'identifier') {
    const binding = flow.bindings.resolve(callee);
    return binding?.kind === 'import' ? flow.foreign(binding) : undefined;
  }
  const object = callee.kind === 'member_expression' ? objectOf(callee) : undefined;
  const binding = object?.kind === 'identifier' ? flow.bindings.resolve(object) : undefined;
  if (binding?.kind !== 'import' || binding.imported !== '*') return undefined;
  return flow.foreign({ ...binding, imported: lastName(callee) });
}

/** The function of this file that a callee names: a declaration, a constant, or a method of the same class. */
export function localFunction(flow: Flow, callee: SyntaxNode): SyntaxNode | undefined {
  if (callee.kind === 'identifier') return namedFunction(flow, callee);
  if (callee.kind !== 'member_expression' || objectOf(callee)?.kind !== 'this') return undefined;
  const body = [...ancestors(callee)].find((outer) => outer.kind === 'class_body');
  return body?.children.find(
    (member) => member.kind === 'method_definition' && keyName(member.field('name')) === lastName(callee),
  );
}

function namedFunction(flow: Flow, name: SyntaxNode): SyntaxNode | undefined {
  const binding = flow.bindings.resolve(name);
  if (binding?.kind === 'function') return binding.value;
  if (binding?.kind !== 'variable' || binding.path.length > 0) return undefined;
  const value = binding.value === undefined ? undefined : unwrap(binding.value);
  return value !== undefined && isFunction(value) ? value : undefined;
}

function ofMethod(flow: Flow, call: SyntaxNode, callee: SyntaxNode, question: Question): Value | undefined {
  const receiver = objectOf(callee);
  const method = lastName(callee);
  if (receiver === undefined) return undefined;
  if (method === 'map' || method === 'flatMap') return ofMap(flow, call, receiver, question);
  if (method === 'exec') return carriedOf(flow.argumentValues(call, question));
  const value = () => flow.evaluate(receiver, { ...question, path: [] });
  switch (method) {
    case 'join':
      return joinedText(flow, value(), argumentsOf(call)[0], question);
    case 'concat':
      return concatenated([value(), ...flow.argumentValues(call, question)]);
    case 'replace':
    case 'replaceAll':
      return replaced(flow, call, value(), question);
    default:
      return ofPart(method, question.purpose, value);
  }
}

/** A method that gives a part or another form of the value it is called on. */
function ofPart(method: string, purpose: Purpose, value: () => Value): Value | undefined {
  if (/^(trim|toLowerCase|toUpperCase)$/.test(method)) return purpose === 'nosql' ? cleanValue : value();
  return carryingMethods.test(method) ? carriedOf([value()]) : undefined;
}

/** `list.map((item) => text)`: what the callback makes of an element. */
function ofMap(flow: Flow, call: SyntaxNode, receiver: SyntaxNode, question: Question): Value {
  const [callback] = argumentsOf(call);
  if (callback === undefined) return unknownValue;
  if (isFunction(callback)) {
    return either(
      returnedValues(callback).map((value) =>
        flow.evaluate(value, { ...question, path: question.path.slice(1) }),
      ),
    );
  }
  const mapper = flow.names.nameOf(callback);
  if (isHarmlessCall(question.purpose, mapper, lastName(unwrap(callback)))) return cleanValue;
  return carriedOf([flow.evaluate(receiver, { ...question, path: [] })]);
}

function joinedText(flow: Flow, list: Value, separator: SyntaxNode | undefined, question: Question): Value {
  if (separator === undefined) return list;
  return concatenated([list, { ...flow.evaluate(separator, { ...question, path: [] }), shape: '' }]);
}

function replaced(flow: Flow, call: SyntaxNode, value: Value, question: Question): Value {
  const [pattern, replacement] = argumentsOf(call);
  if (isTainted(value) && pattern !== undefined && cleans(unwrap(pattern), question.purpose))
    return cleanValue;
  if (replacement === undefined || isFunction(replacement)) return value;
  const inserted = flow.evaluate(replacement, { ...question, path: [] });
  // A tainted replacement lands in the middle of the text it is put into.
  return isTainted(inserted) ? concatenated([value, inserted]) : value;
}

function cleans(pattern: SyntaxNode, purpose: Purpose): boolean {
  if (pattern.kind !== 'regex') return false;
  return isHarmlessReplace(purpose, pattern.field('pattern')?.text ?? '', pattern.field('flags')?.text ?? '');
}
