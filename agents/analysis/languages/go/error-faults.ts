import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { around, correctness, mentions, parentOf, partsAt, shown, siblingOf } from '../shared/correctness.ts';

/** Errors that nobody hears of. */
export const errorFaults: readonly Check[] = [
  correctness('lost-error', function* find(file) {
    if (file.isTest) return;
    yield* droppedErrors(file);
    yield* overwrittenErrors(file);
    yield* hiddenErrors(file);
  }),
  correctness('use-before-check', usesBeforeCheck),
];

export const errorForms: Language['safeForms'] = {
  'correctness/lost-error': 'if err := json.Unmarshal(body, &order); err != nil {\n\treturn err\n}',
  'correctness/use-before-check':
    'response, err := http.Get(url)\nif err != nil {\n\treturn err\n}\ndefer response.Body.Close()',
};

/** Calls whose only answer is whether they worked. */
const answering =
  /(^|\/)(json|yaml|xml|toml|proto)\.Unmarshal$|\.NewDecoder\(\)\.Decode$|^os\.(WriteFile|Rename|MkdirAll)$|(^|[.#)])(Tx#|Begin\(\)|BeginTx\(\))\.Commit$/;
/** Calls whose other result is nil, or of no use, when they fail. */
const giving =
  /^(os\.(Open|Create|OpenFile|ReadFile)|net\/http\.(Get|Post|NewRequest\w*)|net\/url\.Parse|net\.(Dial|Listen)\w*|.*\/bcrypt\.GenerateFromPassword|io\.ReadAll|database\/sql\.Open)$|(DB#|Tx#|sql\.Open\(\))\.(Query|QueryContext|Begin|Prepare)$|Client#\.(Do|Get|Post)$|(^|\/)jwt\.Parse\w*$/;

function* droppedErrors(file: CodeFile): Generator<Match> {
  for (const { node, name, method } of file.calls()) {
    const isAlone = parentOf(node, 'expression_statement') !== undefined;
    if (isAlone && (answering.test(name) || isScan(node, method))) yield shown(node);
    if (giving.test(name) && leavesErrorOut(node) && !isSaid(node, file)) yield shown(node);
  }
}

/** `file, _ := os.Open(path)` */
function leavesErrorOut(node: SyntaxNode): boolean {
  const [value, error, third] = partsAt(parentOf(node, 'expression_list')?.parent, 'left');
  return value !== undefined && value.text !== '_' && error?.text === '_' && third === undefined;
}

/** `rows.Scan(&a)` */
function isScan({ text }: SyntaxNode, method: string): boolean {
  return method === 'Scan' && /^\w*rows?\w*\.Scan\(\s*&/i.test(text);
}

/** A remark on the line, or on the one above, says why. */
function isSaid(node: SyntaxNode, { text }: CodeFile): boolean {
  const from = text.lastIndexOf('\n', text.lastIndexOf('\n', node.start) - 1);
  const to = text.indexOf('\n', node.end);
  return text.slice(Math.max(from, 0), to < 0 ? undefined : to).includes('//');
}

/** `a, err := f()`, and the next statement writes to `err` again. */
function* overwrittenErrors(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('short_var_declaration', 'assignment_statement')) {
    const next = writesError(node) ? siblingOf(node, 1) : undefined;
    if (next === undefined || !writesError(next) || mentions(next.fieldText('right'), 'err')) continue;
    yield { node, source: node.fieldText('right'), trail: [next] };
  }
}

function writesError(statement: SyntaxNode): boolean {
  if (!/^(short_var_declaration|assignment_statement)$/.test(statement.kind)) return false;
  const [value, second] = partsAt(statement, 'right');
  return (
    partsAt(statement, 'left').at(-1)?.text === 'err' &&
    value?.kind === 'call_expression' &&
    second === undefined
  );
}

/** `if err != nil { return nil }` in a function that can tell the error. */
function* hiddenErrors(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('if_statement')) {
    if (node.fieldText('condition') !== 'err != nil' || node.field('alternative') !== undefined) continue;
    const statement = onlyStatementOf(node.field('consequence'));
    if (statement === undefined || !isSilentReturn(statement) || isSaid(statement, file)) continue;
    if (returnsError(node) && !isAsked(node)) yield shown(statement, { trail: [node] });
  }
}

function isSilentReturn(statement: SyntaxNode): boolean {
  return statement.kind === 'return_statement' && statement.children[0]?.children.at(-1)?.kind === 'nil';
}

/** The statement of a block that holds nothing else, not even a remark. */
function onlyStatementOf(block: SyntaxNode | undefined): SyntaxNode | undefined {
  const [statement, second] = block?.children[0]?.children ?? [];
  return second === undefined && !/\/\/|\/\*/.test(block?.text ?? '') ? statement : undefined;
}

function returnsError(node: SyntaxNode): boolean {
  const fn = around(node, /^(func_literal|function_declaration|method_declaration)$/);
  return /(^|[\s(,])error\)?$/.test(fn?.fieldText('result') ?? '');
}

/** To fail is an answer to these: whether something is there, or can be read as a number. */
function isAsked(node: SyntaxNode): boolean {
  const before = siblingOf(node, -1)?.text ?? '';
  const own = node.text.slice(0, node.text.indexOf('{'));
  return /\b(Stat|Lstat|LookPath|Lookup\w*|Parse\w*|Atoi|Find\w*|Get\w*|Open|ReadFile|Rel|Glob|Readlink|Abs|EvalSymlinks|IsDir|Exists?\w*)\(/.test(
    `${before} ${own}`,
  );
}

/** `defer response.Body.Close()` before the error is looked at: there is no response then. */
function* usesBeforeCheck(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('defer_statement')) {
    const [before, after] = [siblingOf(node, -1), siblingOf(node, 1)];
    if (before === undefined || after?.kind !== 'if_statement' || !writesError(before)) continue;
    const made = partsAt(before, 'left')[0]?.text ?? '';
    const isOfIt = new RegExp(`^defer ${made}\\b`).test(node.text);
    if (isOfIt && /^err\s*!=\s*nil$/.test(after.fieldText('condition'))) yield shown(node);
  }
}
