import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { correctness, parentOf, partsAt, shown } from '../shared/correctness.ts';

export const leaks: readonly Check[] = [
  correctness('unclosed-resource', function* find(file) {
    if (file.isTest) return;
    for (const call of file.calls()) {
      yield* unclosed(call, file);
      yield* lostCancel(call);
    }
  }),
  correctness('unasked-rows-error', unaskedRows),
];

export const leakForms: Language['safeForms'] = {
  'correctness/unclosed-resource': 'defer response.Body.Close()',
  'correctness/unasked-rows-error': 'if err := rows.Err(); err != nil {\n\treturn err\n}',
};

const bodies =
  /^net\/http\.(Get|Post|PostForm|Head)$|Client#\.(Do|Get|Post|PostForm|Head)$|^net\/http\.DefaultClient\.(Do|Get)$/;
const files = /^os\.(Open|Create|OpenFile|CreateTemp)$/;
const rowsOf = /(DB#|Tx#|sql\.Open\(\)|Conn#|Stmt#|[dD][bB]|tx)\.(Query|QueryContext)$/;

/** Opened into a variable that stays in its function and is never closed there. */
function* unclosed({ node, name }: CodeCall, file: CodeFile): Generator<Match> {
  const closing = closingOf(name);
  const statement = closing === undefined ? undefined : parentOf(node, 'expression_list')?.parent;
  const body = file.flow.index.enclosing(node)?.body;
  const made = partsAt(statement, 'left')[0]?.text;
  if (statement?.kind !== 'short_var_declaration' || body === undefined) return;
  if (made === undefined || made === '_' || body.text.includes(`${made}${closing}`)) return;
  if (!isHandedOn(made, body, statement)) yield shown(node);
}

/** What closes the result of a call that opens something. */
function closingOf(name: string): string | undefined {
  if (bodies.test(name)) return '.Body.Close';
  return files.test(name) || rowsOf.test(name) ? '.Close' : undefined;
}

/** Whether it goes out of the function, or into another: as a result, an argument, a part of something. */
function isHandedOn(name: string, body: SyntaxNode, statement: SyntaxNode): boolean {
  return [...descendants(body)].some(
    (use) => use.kind === 'identifier' && use.text === name && !statement.contains(use) && !isOwnUse(use),
  );
}

function isOwnUse(use: SyntaxNode): boolean {
  const member = parentOf(use, 'selector_expression');
  if (member?.field('operand') !== use) return parentOf(use, 'binary_expression') !== undefined;
  // `io.ReadAll(response.Body)` reads it, and closes nothing; others may.
  if (member.fieldText('field') !== 'Body') return true;
  const called = parentOf(member, 'argument_list')?.parent?.fieldText('function') ?? '';
  return /^(io|ioutil)\.(ReadAll|Copy\w*)$|NewDecoder$/.test(called);
}

/** `ctx, _ := context.WithTimeout(…)`: nothing can end it early. */
function* lostCancel({ node, name }: CodeCall): Generator<Match> {
  if (!/^context\.With(Cancel|Timeout|Deadline)$/.test(name)) return;
  const statement = parentOf(node, 'expression_list')?.parent;
  if (partsAt(statement, 'left')[1]?.text === '_') yield shown(node);
}

/** A loop over rows ends the same way at their end and at an error. */
function* unaskedRows(file: CodeFile): Generator<Match> {
  if (file.isTest) return;
  for (const loop of file.nodes('for_statement')) {
    const rows = /^for (\w+)\.Next\(\)\s*\{/.exec(loop.text)?.[1];
    const body = file.flow.index.enclosing(loop)?.body;
    if (rows === undefined || body === undefined || !loop.text.includes(`${rows}.Scan(`)) continue;
    const isRows = new RegExp(`\\b${rows}, \\w+ :?= [^\\n]*\\.Query\\w*\\(`).test(body.text);
    if (isRows && !body.text.includes(`${rows}.Err()`)) yield { node: loop, source: `${rows}.Err()` };
  }
}
