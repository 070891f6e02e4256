import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import { lastNameOf } from '../../code/expression.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import { withoutBlanks } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import {
  correctness,
  isExplained,
  isExplainedAbove,
  repeated,
  sameSides,
  shown,
} from '../shared/correctness.ts';
import { failsOpen, type Handler } from '../shared/fail-open.ts';
import { letterCase } from '../shared/letter-case.ts';
import { asyncFaults, asyncForms } from './async-faults.ts';
import { isInTest } from './functions.ts';
import { panicForms, panics } from './panics.ts';

export const correctnessChecks: readonly Check[] = [
  ...panics,
  ...asyncFaults,
  correctness('lost-error', thrownAwayErrors),
  failsOpen(answersOnError),
  correctness('narrowed-number', narrowedLengths),
  correctness('index-past-end', pastEndOfRange),
  correctness('self-compare', (file) => sameSides(file, ['binary_expression'], /^(==|[<>]=?|&&|\|\||-)$/)),
  correctness('duplicate-condition', (file) => repeated(chainsIn(file))),
  letterCase('binary_expression'),
];

export const correctnessForms: Language['safeForms'] = {
  ...panicForms,
  ...asyncForms,
  'correctness/lost-error': 'transaction.commit().await?;',
  'correctness/fail-open': {
    instead: 'Answer no, or hand the error on.',
    example: 'store.allows(user).unwrap_or(false)',
  },
  'correctness/narrowed-number': {
    instead: 'Convert with a check.',
    example: 'let length = u16::try_from(body.len())?;',
  },
  'correctness/index-past-end': {
    instead: 'Leave the end out, or loop over the elements.',
    example: 'for item in &items {\n    show(item);\n}',
  },
  'correctness/self-compare': { instead: 'Compare with the other value.', example: 'left.id == right.id' },
  'correctness/duplicate-condition':
    'if kind == Kind::A {\n    one();\n} else if kind == Kind::B {\n    two();\n}',
  'correctness/impossible-case': 'if role.to_lowercase() == "admin" {',
};

/** What was not written or not committed is gone, and nobody is told. */
const lasting = /^(commit|sync_all|sync_data)$/;
const ofFiles = /^(std\.|tokio\.|async_std\.)?fs\.(write|rename|copy)$/;

/** `let _ = transaction.commit().await;` and `fs::write(path, text).ok();` */
function* thrownAwayErrors(file: CodeFile): Generator<Match> {
  for (const { node, name, call } of file.calls()) {
    const method = lastNameOf(call.callee);
    if (!ofFiles.test(name) && !(lasting.test(method) && call.arguments.length === 0)) continue;
    const statement = isInTest(node, file) ? undefined : thrownAwayIn(node);
    if (statement === undefined || isExplained(file.text, statement.end)) continue;
    if (!isExplainedAbove(file.text, statement.start))
      yield { node, source: call.callee.node.text, trail: [statement] };
  }
}

/** The statement that does nothing with a result. */
function thrownAwayIn(node: SyntaxNode): SyntaxNode | undefined {
  const whole = node.parent?.kind === 'await_expression' ? node.parent : node;
  const { parent } = whole;
  if (parent?.kind === 'let_declaration' && parent.text.startsWith('let _ =')) return parent;
  const isOk = parent?.kind === 'field_expression' && parent.fieldText('field') === 'ok';
  const statement = isOk ? parent.parent?.parent : undefined;
  return statement?.kind === 'expression_statement' ? statement : undefined;
}

/** `.unwrap_or(true)` as the answer, and `Err(_) => true`. */
function* answersOnError(file: CodeFile): Generator<Handler> {
  for (const call of file.calls()) {
    const { node } = call;
    const isResult = node.parent?.kind === 'block' || node.parent?.kind === 'return_expression';
    if (isResult) yield { clause: node, last: node, answer: insteadOf(call) };
  }
  for (const arm of file.nodes('match_arm')) {
    const value = arm.field('value');
    if (value !== undefined && arm.fieldText('pattern').startsWith('Err('))
      yield { clause: arm, last: value, answer: value.text };
  }
}

/** What takes the place of an error. */
function insteadOf({ method, call }: CodeCall): string {
  const given = call.arguments[0]?.value.node.text ?? '';
  if (method === 'unwrap_or') return given;
  return method === 'unwrap_or_else' ? given.replace(/^\|_?\w*\|\s*/, '') : '';
}

/** `body.len() as u16` of what any caller may hand over: a longer text gets a small number. */
function* narrowedLengths(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('type_cast_expression')) {
    const [, list] = /^(\w+)\.len\(\)$/.exec(node.fieldText('value')) ?? [];
    const fn = file.flow.index.enclosing(node);
    if (list === undefined || fn?.exported !== true || !/^[iu](8|16)$/.test(node.fieldText('type'))) continue;
    const isGiven = fn.parameters.some(({ name }) => name === list);
    const isMeasured =
      /\.len\(\)\s*[<>=!]|[<>]=?\s*[\w.]+\.len\(\)|MAX|try_(from|into)|assert|\.min\(|truncate/.test(
        fn.node.text,
      );
    if (isGiven && !isMeasured && !isExplained(file.text, node.end) && !isInTest(node, file))
      yield shown(node);
  }
}

/** `0..=items.len()` in a loop that reads `items[i]`. */
function* pastEndOfRange(file: CodeFile): Generator<Match> {
  for (const loop of file.nodes('for_expression')) {
    const range = loop.field('value');
    const list = /^\(?0\s*\.\.=\s*([\w.]+)\.len\(\)\)?$/.exec(range?.text ?? '')?.[1];
    if (range === undefined || list === undefined) continue;
    const index = loop.fieldText('pattern');
    const body = withoutBlanks(loop.fieldText('body'));
    const isKnown = new RegExp(`\\b${index}(<|==|>=|!=)`).test(body) || body.includes('break');
    if (body.includes(`${list}[${index}]`) && !isKnown) yield { node: range, source: list };
  }
}

function* chainsIn(file: CodeFile): Generator<readonly SyntaxNode[]> {
  for (const statement of file.nodes('if_expression')) {
    if (statement.parent?.kind === 'else_clause') continue;
    const chain: SyntaxNode[] = [];
    for (
      let one: SyntaxNode | undefined = statement;
      one?.kind === 'if_expression';
      one = one.field('alternative')?.children[0]
    )
      chain.push(one.field('condition') ?? one);
    yield chain;
  }
}
