import type { Purpose } from '../flow/value.ts';
import type { CodeFlow } from './code-flow.ts';
import { constantOf } from './constants.ts';
import {
  type Binary,
  type Call,
  type Expression,
  expressionsIn,
  lastNameOf,
  literalText,
  patternText,
} from './expression.ts';

/** A value at its place of use, and what it is for. */
export interface Subject {
  readonly flow: CodeFlow;
  readonly purpose: Purpose;
  /** As it is written there. */
  readonly text: string;
  /** Finds the value's text. */
  readonly pattern: RegExp;
}

/** Conditions nest no deeper where people read them. */
const maxDepth = 6;

/** Whether the subject is harmless once the condition is known to be true, or false. */
export function implies(
  condition: Expression,
  whenTrue: boolean,
  subject: Subject,
  depth = maxDepth,
): boolean {
  if (depth === 0) return false;
  if (condition.kind === 'not') return implies(condition.operand, !whenTrue, subject, depth - 1);
  if (condition.kind === 'binary') return binaryImplies(condition, whenTrue, subject, depth);
  if (condition.kind === 'call') return callImplies(condition, whenTrue, subject);
  if (condition.kind === 'index') return whenTrue && isLookUp(condition, subject);
  if (!whenTrue && saysHost(condition, subject)) return true;
  const meant = meantBy(condition, subject);
  return meant !== undefined && implies(meant, whenTrue, subject, depth - 1);
}

/** An address without a host stays on the own site. */
function saysHost(condition: Expression, subject: Subject): boolean {
  const isHost = condition.kind === 'member' && /^(host|hostname|netloc)$/.test(condition.name);
  return isHost && subject.purpose === 'redirect' && mentions(condition, subject);
}

/** `allowed[x]` of a map. */
function isLookUp({ object, index }: Expression & { readonly kind: 'index' }, subject: Subject): boolean {
  return index !== undefined && mentions(index, subject) && isListName(object);
}

/** What a name was given just before, or what is wrapped. */
function meantBy(condition: Expression, { flow }: Subject): Expression | undefined {
  if (condition.kind === 'other') return condition.children.length === 1 ? condition.children[0] : undefined;
  if (condition.kind !== 'name') return undefined;
  const binding = flow.index.resolve(condition.name, condition.node);
  const writes = binding?.kind === 'variable' ? binding.writes : [];
  return writes.findLast(({ node }) => node.start < condition.node.start)?.value;
}

function isListName(object: Expression): boolean {
  return /allow|valid|permit|known|white|supported|trusted/i.test(object.node.text);
}

/** A host is read from a parsed URL, and that from the text: two variables. */
const maxDerived = 2;

/** Whether an expression speaks of the subject, directly or through variables derived from it. */
export function mentions(expression: Expression, subject: Subject, depth = maxDerived): boolean {
  if (matches(expression, subject)) return true;
  if (depth === 0) return false;
  for (const inner of expressionsIn(expression)) {
    if (inner.kind !== 'name') continue;
    const binding = subject.flow.index.resolve(inner.name, inner.node);
    const writes = binding?.kind === 'variable' ? binding.writes : [];
    if (writes.length === 0 || writes.length > 2) continue;
    if (writes.some(({ value }) => !value.node.contains(inner.node) && mentions(value, subject, depth - 1)))
      return true;
  }
  return false;
}

function matches({ node }: Expression, { pattern, purpose }: Subject): boolean {
  // The extension of a path says nothing about where it leads.
  if (
    purpose === 'path' &&
    /splitext|extname|\.suffix\b|getExtension|Extension\(|filepath\.Ext|endsWith|endswith|end_with/.test(
      node.text,
    )
  )
    return false;
  return pattern.test(node.text);
}

function binaryImplies(node: Binary, whenTrue: boolean, subject: Subject, depth: number): boolean {
  const { left, right, operator } = node;
  if (operator === 'and' || operator === 'or') {
    const sides = [left, right].map((side) => implies(side, whenTrue, subject, depth - 1));
    // Knowing that `a and b` holds tells both; knowing that it does not tells only one of them, not which.
    return (operator === 'and') === whenTrue ? sides.some(Boolean) : sides.every(Boolean);
  }
  return comparisonTells(left, operator, right, subject) === whenTrue;
}

/** The outcome of a comparison that says that the subject is harmless; undefined when none does. */
function comparisonTells(
  left: Expression,
  operator: string,
  right: Expression,
  subject: Subject,
): boolean | undefined {
  const member = operator === 'in' || operator === 'not in' ? memberTells(left, right, subject) : undefined;
  if (member !== undefined) return member === (operator === 'in');
  if (operator === '=~' || operator === '!~')
    return mentions(left, subject) && isAnchored(right, subject) ? operator === '=~' : undefined;
  const searched = searchTells(left, operator, right, subject);
  if (searched !== undefined) return searched;
  const isEquality = /^([!=]==?|<>|is|is not|eq)$/.test(operator) && equalityTells(left, right, subject);
  return isEquality ? /^(==|===|is|eq)$/.test(operator) : undefined;
}

function memberTells(left: Expression, right: Expression, subject: Subject): boolean | undefined {
  if (mentions(left, subject)) return true;
  // `".." in name`
  const literal = literalText(left) ?? '';
  if (!mentions(right, subject)) return undefined;
  return refusedText(literal, subject.purpose) ? false : undefined;
}

function refusedText(literal: string, purpose: Purpose): boolean {
  if (purpose === 'path') return /^(\.\.[/\\]?|[/\\])$/.test(literal);
  return (purpose === 'log' || purpose === 'header') && /[\n\r]/.test(literal);
}

/** `name.find("..") >= 0`, `regexp.match(x) is None`, `strings.Index(x, "..") != -1`. */
function searchTells(
  left: Expression,
  operator: string,
  right: Expression,
  subject: Subject,
): boolean | undefined {
  if (left.kind !== 'call') return undefined;
  const method = lastNameOf(left.callee);
  const other = right.node.text;
  if (
    /^(None|nil|null|0|false|1|true|undefined)$/.test(other) &&
    /match|fullmatch|search|preg_match/i.test(method)
  ) {
    if (!callImplies(left, true, subject)) return undefined;
    const isEqual = /^(==|===|is)$/.test(operator);
    return isEqual === /^(1|true)$/.test(other);
  }
  if (
    /^(find|indexOf|Index|IndexOf|strpos|rfind|index)$/.test(method) &&
    left.arguments.some(({ value }) => refusedText(literalText(value) ?? '', subject.purpose)) &&
    mentions(left, subject)
  )
    return /^(==|===|<)$/.test(operator);
  if (
    /^(compare|compareTo|commonpath|commonprefix|realpath|Rel|relpath|substr|strncmp)$/i.test(method) &&
    mentions(left, subject)
  )
    return operator === '==' || operator === '===';
  return undefined;
}

/** Equality with anything the subject is not part of: a literal, a setting, the own origin. */
function equalityTells(left: Expression, right: Expression, subject: Subject): boolean {
  const [one, other] = mentions(left, subject) ? [left, right] : [right, left];
  if (!mentions(one, subject) || mentions(other, subject)) return false;
  if (one.kind === 'call' && /^(len|size|count|strlen|type)$/i.test(lastNameOf(one.callee))) return false;
  if (one.kind === 'member' && /^(length|Length|size|count|Count)$/.test(one.name)) return false;
  return !/^(None|nil|null|''|""|-?\d+|true|false|True|False|undefined)$/.test(other.node.text);
}

const membership =
  /^(has|includes|contains|contains_key|Contains|ContainsKey|containsKey|include\?|key\?|has_key\?|member\?|in_array|array_key_exists|isset|Has|ContainsValue|exists|IsDefined|is_defined)$/;
const approving =
  /valid|(?<!un)safe|allow|permit|trust|known|inside|within|white_?list|uuid|is_?(int|numeric|alpha|digit|relative|local|sub|inside|in_|child|under)|isalnum|isdigit|isnumeric|isalpha|isidentifier|ctype_|supported|same_?origin|is_relative_to|legal|compare_digest|has_allowed|IsLocal|IsLocalUrl|url_has_allowed|is_safe|matches_?base|filter_var|EqualFold/i;
const refusing =
  /unsafe|invalid|forbidden|block|private|malicious|danger|denied|illegal|traversal|is_?nan|reserved|untrusted|loopback|internal|disallow|not_?allowed|blacklist|suspicious/i;
const matching =
  /^(match|fullmatch|matches|test|MatchString|IsMatch|is_match|preg_match|match\?|search|Match|matcher|find)$/;

function callImplies(call: Call, whenTrue: boolean, subject: Subject): boolean {
  const method = lastNameOf(call.callee);
  const receiver = call.callee.kind === 'member' ? call.callee.object : undefined;
  const given = call.arguments.map(({ value }) => value);
  const isGiven = given.some((argument) => mentions(argument, subject));
  const isReceiver = receiver !== undefined && mentions(receiver, subject);
  if (matching.test(method) && (isGiven || isReceiver))
    return whenTrue && isAnchoredMatch(call, method, subject);
  if (isGiven) {
    const told = checkTells(method, call, subject);
    if (told !== undefined) return told === whenTrue;
  }
  if (isReceiver) return receiverImplies(method, given, whenTrue, subject);
  // `any(x == a for a in allowed)`
  if (/^(any|all|some|every|anyMatch|Any|All|any\?|iter)$/.test(method) && isGiven)
    return given.some((argument) => implies(argument, whenTrue, subject, 2));
  return false;
}

/** The answer of a check that takes the subject which says that it is harmless; undefined when none does. */
function checkTells(method: string, call: Call, subject: Subject): boolean | undefined {
  const [first, second] = call.arguments.map(({ value }) => value);
  if (first !== undefined && second !== undefined && mentions(first, subject)) {
    const told = textTells(method, second, subject);
    if (told !== 'unknown') return told;
  }
  if (method === 'isset') return first !== undefined && isListName(first) ? true : undefined;
  if (membership.test(method)) return true;
  if (refusing.test(method)) return false;
  return approving.test(method) || /^(equals|equalsIgnoreCase|Equals)$/.test(method) ? true : undefined;
}

/** Functions over two texts: `strings.HasPrefix(x, "…")`, `str_contains($x, "..")`. */
function textTells(method: string, other: Expression, subject: Subject): boolean | undefined | 'unknown' {
  if (/^(HasPrefix|str_starts_with|starts_with)$/.test(method)) return prefixTells(other, subject);
  const literal = literalText(other);
  if (!/^(Contains|str_contains|strpos|strstr|ContainsAny)$/.test(method) || literal === undefined)
    return 'unknown';
  return refusedText(literal, subject.purpose) ? false : undefined;
}

/** What a method of the value itself tells about it. */
function receiverImplies(
  method: string,
  given: readonly Expression[],
  whenTrue: boolean,
  subject: Subject,
): boolean {
  const [first] = given;
  if (/^(startsWith|startswith|StartsWith|start_with\?|starts_with|has_prefix)$/.test(method))
    return first !== undefined && prefixTells(first, subject) === whenTrue;
  if (/^(contains|includes|include\?|Contains)$/.test(method))
    return !whenTrue && refusedText(literalText(first) ?? '', subject.purpose);
  if (/^(equals|equalsIgnoreCase|Equals|eq|eql\?|is_relative_to|IsDefined)$/.test(method)) return whenTrue;
  if (/^(isdigit|isalnum|isalpha|isnumeric|isidentifier|isdecimal)$/.test(method)) return whenTrue;
  if (method === 'is_absolute' || method === 'isAbsolute') return false;
  if (refusing.test(method)) return !whenTrue;
  return whenTrue && approving.test(method);
}

/** The answer to "does it begin with this" that says that the value is harmless. */
function prefixTells(prefix: Expression, subject: Subject): boolean | undefined {
  const literal = literalText(prefix);
  const { purpose } = subject;
  // One leading part says nothing about the next.
  if (purpose === 'path')
    return !/^(\.\.\/?|[/\\])$/.test(literal ?? '') && isFolder(prefix, subject) ? true : undefined;
  if (purpose === 'redirect' && literal === '//') return false;
  return (purpose === 'redirect' || purpose === 'url') && isWholeOrigin(literal) ? true : undefined;
}

function isResolved({ node }: Expression, { flow, text }: Subject): boolean {
  const resolving = /canonicalize|normali[sz]e|absolutize|clean|real_?path/i;
  const fn = flow.index.enclosing(node);
  const writes = flow.index.writesTo(/^\w+/.exec(text)?.[0] ?? text);
  const own = writes.filter((write) => flow.index.enclosing(write.node) === fn);
  return [text, ...own.map(({ value }) => value.node.text)].some((written) => resolving.test(written));
}

function isWholeOrigin(literal: string | undefined): boolean {
  return literal !== undefined && /^https?:\/\/[^/]+\//.test(literal);
}

/** A folder that ends where its name ends: with a separator, or as a path object. */
function isFolder(prefix: Expression, subject: Subject): boolean {
  const { flow } = subject;
  const text = prefix.node.text;
  // Rust compares the parts as they are written, `..` among them.
  if (flow.language.id === 'rust' && !isResolved(prefix, subject)) return false;
  if (/\bsep\b|SEPARATOR|Separator|separator/.test(text) || /[/\\]['"`]\)?$/.test(text)) return true;
  // A folder that was resolved: Java compares by path elements, and others at least stay near it.
  if (
    /toPath|normalize|realpath|resolve|abspath|Canonical|Absolute|GetFullPath|canonicalize|Clean/i.test(text)
  )
    return true;
  const constant = constantOf(flow.index, prefix);
  if (/[/\\]['"`]$/.test(constant.node.text)) return true;
  return (
    /normalize|realpath|resolve|abspath|Canonical|Absolute|GetFullPath|canonicalize|Clean|Path\.of|Paths\.get|toPath|expand_path/i.test(
      constant.node.text,
    ) || /(base|root|dir|folder|path|prefix)$/i.test(text)
  );
}

function isAnchoredMatch(call: Call, method: string, subject: Subject): boolean {
  if (method === 'fullmatch') return true;
  const receiver = call.callee.kind === 'member' ? call.callee.object : undefined;
  // Java's `text.matches(pattern)` is about the whole text.
  if (method === 'matches' && call.callee.kind === 'member') return !isWide(call, subject);
  const patterns = [
    ...call.arguments.map(({ value }) => value),
    ...(receiver === undefined ? [] : [receiver]),
  ].filter((candidate) => !mentions(candidate, subject));
  if (method === 'find' || method === 'search')
    return patterns.some(
      (pattern) => literalPattern(pattern, subject) !== undefined && isAnchored(pattern, subject),
    );
  return patterns.some((pattern) =>
    isAnchored(pattern, subject, /^(match)$/.test(method) && subject.flow.language.id === 'python'),
  );
}

function isWide(call: Call, subject: Subject): boolean {
  return call.arguments.some(({ value }) => /(?<!\\)\.[*+]/.test(literalPattern(value, subject) ?? ''));
}

/** A pattern that describes the whole text, and not by "anything". */
function isAnchored(expression: Expression, subject: Subject, fromStart = false): boolean {
  const { flow } = subject;
  const pattern = literalPattern(expression, subject);
  // A pattern from elsewhere was written to validate: its author is given the benefit of the doubt.
  if (pattern === undefined)
    return /pattern|regex|_re$|^re_|_RE$|PATTERN|REGEX|valid|allow/i.test(expression.node.text);
  // Ruby's `^` and `$` are about a line, and a text may have several.
  if (flow.language.id === 'ruby')
    return /^(\(\?\w+\))?\\A/.test(pattern) && /\\[zZ]$/.test(pattern) && !/(?<!\\)\.[*+]/.test(pattern);
  const starts = fromStart || /^(\(\?\w+\))?(\^|\\A)/.test(pattern);
  return starts && /((?<!\\)\$|\\[zZ])$/.test(pattern) && !/(?<!\\)\.[*+]/.test(pattern);
}

function literalPattern(expression: Expression, { flow }: Subject): string | undefined {
  const constant = constantOf(flow.index, expression);
  if (constant.kind === 'text') return constant.text.replace(/^([/#~@])(.*)\1[a-z]*$/s, '$2');
  if (constant.kind === 'constant') return patternText(constant);
  if (constant.kind !== 'call') return undefined;
  const [first] = constant.arguments;
  if (first === undefined) return undefined;
  const text = literalText(constantOf(flow.index, first.value));
  return text ?? (first.value.kind === 'constant' ? patternText(first.value) : undefined);
}
