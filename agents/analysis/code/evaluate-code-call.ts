import {
  carried,
  cleanValue,
  concatenated,
  either,
  isTainted,
  partOf,
  type Purpose,
  unknownValue,
  type Value,
} from '../flow/value.ts';
import type { CodeFlow, CodeFrame, CodeQuestion } from './code-flow.ts';
import { isGuardedAt } from './code-guards.ts';
import { isCallOf, valuesFor } from './evaluate-binding.ts';
import { type Call, lastNameOf, literalText, patternText } from './expression.ts';
import { filled } from './fill.ts';
import type { FunctionShape } from './grammar.ts';

/** A function that says by its name that it makes text harmless. */
const named =
  /saniti[sz]|(^|_)escape(?!d)|^html_?escape|Escape$|^escape|^quote(?!d)|^shell_?(quote|escape|arg)|^purify|^clean_?(html|path|name|file)|^strip_?tags|^validate|^ensure|^to_?safe|^safe[A-Z_]|^secure_|^slugify$|^parameterize$|[a-z]allowlist|whitelist|^encodeFor|^forHtml|^forUri/i;
/** Results that are no text: numbers, answers, sizes, hashes. */
const harmless =
  /^(index|indexOf|lastIndexOf|find_index|rfind|startswith|endswith|startsWith|endsWith|start_with\?|end_with\?|contains|includes?\??|isdigit|isalnum|isalpha|isnumeric|equals|equalsIgnoreCase|matches|length|size|count|len|to_i|to_f|intValue|longValue|hexdigest|digest|hashCode|hash_code|isEmpty|empty\?|nil\?|GetHashCode|Compare\w*|parseInt|is_some|is_none|is_empty)$/;
const sameText =
  /^(strip|lstrip|rstrip|trim|strip_margin|lower|upper|toLowerCase|toUpperCase|downcase|upcase|ToLower\w*|ToUpper\w*|Trim\w*|casefold|toString|ToString|to_s|to_string|to_owned|as_str|as_ref|clone|into|String|unwrap|unwrap_or_default|expect|intern|strip!|chomp|to_str|dup|freeze|str|sb|Str)$/;
const partial =
  /^(split|rsplit|splitlines|partition|substring|Substring|substr|slice|chars|bytes|getBytes|get_bytes|toCharArray|encode|decode|format_map|title|capitalize|swapcase|center|ljust|zfill|expandtabs|get|getlist|get_list|getOrDefault|getValue|getFirst|first|last|pop|popitem|poll|peek|next|nextElement|nextToken|keys|values|items|elements|entrySet|keySet|iterator|stream|filter|map|collect|toList|ToList|ToArray|toArray|to_a|to_h|to_unsafe_h|to_json|sort|sorted|reversed?|copy|read|readline|readLine|readlines|lines|json|text|body|Text|getText|array|fetch|dig|First|FirstOrDefault|Single|unwrap_or|unwrap_or_else|ok|and_then|map_err|ok_or|ok_or_else|iter|into_iter|as_bytes|into_inner|to_path_buf|concat|group|groups|orElse|orElseThrow|orElseGet|getOrElse|result|Result|GetValue|clone_into|squish|presence|permit|require|except|with_suffix|resolve|joinpath|absolute|expanduser|toAbsolutePath|normalize|toFile|toPath|getPath|getAbsolutePath|toURI|toURL|parent|getParent|Interface|Bytes|unpack1?|force_encoding|scrub|values_at|compact|except|merge|with_indifferent_access|(deep_)?symbolize_keys|stringify_keys|to_hash|as_json|delete_prefix|delete_suffix|rjust|each_line|sort_by|flat_map|uniq|flatten|filter_map|reject|sample|detect|take|drop|zip|original_filename|humanize|camelize|nth|strip_prefix|strip_suffix|split_once|rsplit_once|path_segments|host_str|query_pairs|at_xpath|at_css|xpath|css|inner_text|inner_html|classify|pluralize|singularize|underscore)$/;
const building = /^(append|Append|push_str|WriteString|Append(Line|Format)|add|insert|concat|arg)$/;

/** The value of a call. */
export function evaluateCodeCall(flow: CodeFlow, call: Call, question: CodeQuestion): Value {
  const name = flow.names.nameOf(call.callee);
  const method = lastNameOf(call.callee);
  if (isHarmlessCall(flow, question.purpose, name, method)) return cleanValue;
  const source = flow.sourceOf(call);
  if (source !== undefined) return isGuardedAt(flow, call, question.purpose) ? cleanValue : source;
  return (
    ofLibrary(flow, call, name, question) ??
    ofOwnFunction(flow, call, question) ??
    ofMethod(flow, call, question) ??
    unknownValue
  );
}

/** Whether a call's result carries nothing dangerous for the purpose, whatever goes in. */
export function isHarmlessCall(flow: CodeFlow, purpose: Purpose, name: string, method: string): boolean {
  const { sanitizers } = flow.language;
  if (sanitizers.any?.test(name) === true || sanitizers[purpose]?.test(name) === true) return true;
  if (name.startsWith('local:')) return named.test(method) && !/redirect|url_?encode$/i.test(method);
  return harmless.test(method) || named.test(method);
}

function ofLibrary(flow: CodeFlow, call: Call, name: string, question: CodeQuestion): Value | undefined {
  const { language } = flow;
  const values = () => flow.argumentValues(call, question);
  if (language.pathJoins.test(name)) return concatenated(values(), '/');
  const format = language.formats.find(({ calls }) => calls.test(name));
  if (format !== undefined) {
    const given = values().slice(format.at);
    const [first, ...rest] = given;
    return first === undefined ? unknownValue : filled(first, rest);
  }
  if (language.same.test(name)) return values()[0] ?? ofReceiver(flow, call, question) ?? unknownValue;
  return language.carriers.test(name) ? carried(either(values())) : undefined;
}

function ofReceiver(flow: CodeFlow, call: Call, question: CodeQuestion): Value | undefined {
  return call.callee.kind === 'member'
    ? flow.evaluate(call.callee.object, { ...question, key: undefined })
    : undefined;
}

/** Looks into a function of the same file, with its parameters standing for what it is given. */
function ofOwnFunction(flow: CodeFlow, call: Call, question: CodeQuestion): Value | undefined {
  const fn = calledFunction(flow, call);
  if (fn === undefined) return undefined;
  if (question.hops === 0 || flow.index.enclosing(call.node) === fn) return unknownValue;
  const values = new Map<string, Value>();
  for (const [parameter, given] of valuesFor(fn, call))
    values.set(parameter, flow.evaluate(given, { ...question, key: undefined }));
  const frame: CodeFrame = { fn, values };
  const returned = flow.index.returnsOf(fn);
  if (returned.length === 0) return unknownValue;
  return either(
    returned.map((value) => flow.evaluate(value, { ...question, hops: question.hops - 1, frame })),
  );
}

/** The function of this file that a call runs. */
export function calledFunction(flow: CodeFlow, call: Call): FunctionShape | undefined {
  const named = flow.index.functionsNamed(lastNameOf(call.callee));
  const own = named.filter((fn) => fn.parameters.length >= 0 && isCallOf(flow, call, fn));
  const arity = call.arguments.length;
  return (
    own.find(({ parameters }) => parameters.filter(({ receiver }) => receiver !== true).length === arity) ??
    own[0]
  );
}

function ofMethod(flow: CodeFlow, call: Call, question: CodeQuestion): Value | undefined {
  if (call.callee.kind !== 'member') return undefined;
  const { object, name: method } = call.callee;
  const receiver = () => flow.evaluate(object, { ...question, key: undefined });
  if (/^(format|formatted|format!)$/.test(method))
    return filled(receiver(), flow.argumentValues(call, question));
  if (method === 'join') return joinedText(flow, call, question);
  if (replacing.test(method)) return replaced(call, receiver(), question.purpose);
  if (building.test(method)) return concatenated([receiver(), ...flow.argumentValues(call, question)]);
  if (sameText.test(method))
    return question.purpose === 'nosql' ? cleanValue : flow.evaluate(object, question);
  return partial.test(method) ? ofPart(flow, call, question) : undefined;
}

const replacing =
  /^(replace|replaceAll|replaceFirst|Replace|gsub|sub|tr|delete|translate|gsub!|removeprefix|removesuffix)$/;

/** A part of the value that a method is called on; for `get("k", default)` the default is one of the answers. */
function ofPart(flow: CodeFlow, call: Call, question: CodeQuestion): Value | undefined {
  if (call.callee.kind !== 'member') return undefined;
  const { object, name: method } = call.callee;
  const isGet = /^(get|getlist|getOrDefault|fetch|dig|GetValue|getAttribute)$/.test(method);
  const key = isGet ? flow.keyOf(call.arguments[0]?.value) : undefined;
  const value = partOf(flow.evaluate(object, { ...question, key }));
  const other = key === undefined ? undefined : call.arguments[1]?.value;
  return other === undefined ? value : either([value, flow.evaluate(other, { ...question, key: undefined })]);
}

/** `", ".join(list)` and `list.join(", ")`. */
function joinedText(flow: CodeFlow, call: Call, question: CodeQuestion): Value | undefined {
  if (call.callee.kind !== 'member') return undefined;
  const plain = { ...question, key: undefined };
  const [first, ...rest] = [call.callee.object, ...call.arguments.map(({ value }) => value)];
  if (first === undefined) return undefined;
  const separator = literalText(first);
  if (separator !== undefined && rest[0] !== undefined) return flow.evaluate(rest[0], plain);
  const values = [first, ...rest].map((value) => flow.evaluate(value, plain));
  if (rest.length === 1 && literalText(rest[0]) !== undefined && question.purpose !== 'path')
    return values[0];
  return concatenated(values, question.purpose === 'path' ? '/' : '');
}

const cleaning: Partial<Record<Purpose, RegExp>> = {
  html: /</,
  sql: /^'+$|\\?'/,
  log: /\\[nr]|[\n\r]|^\\s/,
  header: /\\[nr]|[\n\r]/,
  regex: /\\\$/,
};

/** Whether replacing takes away what is dangerous for the purpose. */
function replaced(call: Call, value: Value, purpose: Purpose): Value {
  const [pattern] = call.arguments.map((argument) => argument.value);
  const text = pattern === undefined ? '' : patternText(pattern);
  if (isTainted(value) && (cleaning[purpose]?.test(text) === true || keepsOnlyListed.test(text)))
    return cleanValue;
  return value;
}

const keepsOnlyListed = /^\[\^(?![^\]]*(\\S|\.\\?\/|\\s\\S))[^\]]+\][+*]?$|^\\[WD]\+?$/;
