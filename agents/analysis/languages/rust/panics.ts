import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import { type Expression, lastNameOf } from '../../code/expression.ts';
import { fromRequest } from '../../code/judgements.ts';
import { shortText } from '../../code/run-checks.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { isInTest } from './functions.ts';

/** Code that panics when a stranger sends what it does not expect. */
export const panics: readonly Check[] = [{ kind: 'file', rule: 'security/panic-on-input', find: panicsIn }];

export const panicForms: Language['safeForms'] = {
  'security/panic-on-input': 'let page: u32 = query.page.parse().map_err(|_| StatusCode::BAD_REQUEST)?;',
};

/** What answers with nothing or an error where the input does not fit. */
const failing =
  /^(parse|to_str|get|get_mut|first|last|nth|next|pop|from_str|from_slice|from_value|from_reader|from_utf8|decode|as_str|as_[iu]64|as_f64|as_bool|as_array|as_object|file_name|r?split_once|strip_prefix|strip_suffix|parse_str|from_bytes|r?find|to_digit|host_str|query|json|text|bytes|parse_from_\w+|from_timestamp\w*|try_into|try_from|from_hex|query_string)$/;

function* panicsIn(file: CodeFile): Generator<Match> {
  // A layer that turns panics into answers makes them harmless.
  if (/CatchPanic|catch_unwind/.test(file.text)) return;
  const found: SyntaxNode[] = [];
  for (const { whole, match } of [...unwrapped(file), ...cut(file)]) {
    const isLater = found.some((other) => whole.start === other.start && whole.contains(other));
    // Of a chain, the first that fails is the one that is told.
    if (!isLater && !isInTest(whole, file)) yield match;
    found.push(whole);
  }
}

interface Panic {
  readonly whole: SyntaxNode;
  readonly match: Match;
}

/** Innermost first: an outer call of a chain stands before the inner ones. */
function unwrapped(file: CodeFile): readonly Panic[] {
  return file
    .calls()
    .filter((call) => /^(unwrap|expect)$/.test(call.method))
    .toSorted((one, other) => one.node.end - other.node.end)
    .flatMap((call) => panicOf(call, file) ?? []);
}

function panicOf({ node, call, receiver }: CodeCall, file: CodeFile): Panic | undefined {
  if (receiver === undefined || isAsked(receiver, node, file)) return undefined;
  const value = deciding(receiver)
    .map((one) => file.valueOf(one, 'log'))
    .find(fromRequest);
  if (value === undefined) return undefined;
  // The chain may begin many lines above.
  const place = call.callee.node;
  const match = {
    node: place,
    trail: [node, ...value.trail],
    source: shortText(node.text),
    identity: node.text,
  };
  return { whole: node, match };
}

/** The expressions any of which decides whether there is a value. */
function deciding(receiver: Expression): readonly Expression[] {
  // An optional number is as harmless as any number, and may still be missing.
  if (receiver.kind === 'member') return [receiver, receiver.object];
  if (receiver.kind !== 'call' || !failing.test(lastNameOf(receiver.callee))) return [];
  const { callee, arguments: given } = receiver;
  const object = callee.kind === 'member' ? [callee.object] : [];
  return [...object, ...given.map(({ value }) => value)];
}

/** Nobody writes longer functions by hand, and each place in one costs reading it. */
const maxFunctionChars = 20_000;

/** Whether the function has asked before, or put it there: `if params.contains_key("id")`, `if id.is_some()`. */
function isAsked(receiver: Expression, node: SyntaxNode, { flow }: CodeFile): boolean {
  const whole = flow.index.enclosing(node)?.node.text ?? '';
  if (whole.length > maxFunctionChars) return true;
  const around = whole.replace(/\s+/g, '');
  const held = receiver.node.text.replace(/\s+/g, '');
  return (
    ['is_some', 'is_none', 'is_ok', 'is_err'].some((asking) => around.includes(`${held}.${asking}()`)) ||
    /contains_key\(|\.insert\(|\.entry\(/.test(around)
  );
}

/** `&token[7..]` and `headers["host"]`. */
function* cut(file: CodeFile): Generator<Panic> {
  for (const node of file.nodes('index_expression')) {
    const [object, index] = node.children;
    if (object === undefined || index === undefined) continue;
    const isRange = index.kind === 'range_expression' && /\d/.test(index.text);
    const isHeader = index.kind === 'string_literal' && /\bheaders(\(\))?$/.test(object.text);
    if ((!isRange || isMeasured(node, file)) && !isHeader) continue;
    const value = file.valueOf(file.flow.index.read(object), 'log');
    if (fromRequest(value))
      yield { whole: node, match: { node, trail: value.trail, source: shortText(node.text) } };
  }
}

function isMeasured(node: SyntaxNode, { flow }: CodeFile): boolean {
  const around = flow.index.enclosing(node)?.node.text ?? '';
  return /starts_with|ends_with|\.len\(\)|is_char_boundary|\.r?find\(|is_empty/.test(around);
}
