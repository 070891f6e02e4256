import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import {
  around,
  changedWhileRead,
  correctness,
  parentOf,
  pastEnd,
  repeated,
  returnsInFinally,
  sameSides,
  shown,
  silentHandlers,
  conditionsOfChains,
} from '../shared/correctness.ts';
import { caseChecks } from '../shared/fall-through.ts';
import { leakForms, leaks } from './leaks.ts';
import { swallowedInterrupts } from './interrupts.ts';

const blocks = new Set(['block', 'constructor_body', 'switch_block_statement_group']);

export const correctnessChecks: readonly Check[] = [
  correctness('identity-compare', identityOfValues),
  correctness('empty-catch', (file) =>
    silentHandlers(file, 'catch_clause', (clause) =>
      /\b(ignored?|expected|unused|_|swallow\w*)\s*\)|InterruptedException|NoSuch\w+Exception|ClassNotFound|NumberFormat|NotFoundException/i.test(
        clause.text.slice(0, clause.text.indexOf('{')),
      ),
    ),
  ),
  correctness('return-in-finally', (file) =>
    returnsInFinally(file, /^(lambda_expression|method_declaration|class_body)$/),
  ),
  correctness('interrupt-swallowed', swallowedInterrupts),
  correctness('equals-without-hash', loneEquals),
  correctness('compare-by-subtraction', subtractions),
  correctness('changed-while-iterated', (file) =>
    changedWhileRead(file, { kind: 'enhanced_for_statement', list: 'value', blocks }, removals),
  ),
  correctness('result-dropped', droppedResults),
  correctness('index-past-end', (file) =>
    pastEnd(
      file,
      (text) => /^([\w.]+)\.(?:length|size\(\)|length\(\))$/.exec(text)?.[1],
      (list, index) => [`${list}[${index}]`, `${list}.get(${index})`, `${list}.charAt(${index})`],
    ),
  ),
  correctness('self-compare', (file) => sameSides(file, ['binary_expression'], /^(==|[<>]=?|&&|\|\||-)$/)),
  correctness('duplicate-condition', (file) => repeated(conditionsOfChains(file))),
  ...caseChecks({ body: 'switch_block', group: 'switch_block_statement_group', label: /^switch_label$/ }),
  ...leaks,
];

export const correctnessForms: Language['safeForms'] = {
  'correctness/identity-compare': {
    instead: 'Compare with `equals`.',
    example: 'if ("done".equals(status)) {',
  },
  'correctness/empty-catch': 'catch (IOException e) {\n    log.warn("no cache", e);\n}',
  'correctness/return-in-finally': 'try {\n    return work();\n} finally {\n    release();\n}',
  'correctness/interrupt-swallowed':
    'catch (InterruptedException e) {\n    Thread.currentThread().interrupt();\n    return;\n}',
  'correctness/equals-without-hash': '@Override public int hashCode() {\n    return Objects.hash(id);\n}',
  'correctness/compare-by-subtraction': 'return Integer.compare(rank, other.rank);',
  'correctness/changed-while-iterated': 'orders.removeIf(Order::isDone);',
  'correctness/result-dropped': 'name = name.trim();',
  'correctness/index-past-end': {
    instead: 'Use `<`, or loop over the elements.',
    example: 'for (int i = 0; i < items.length; i++) use(items[i]);',
  },
  'correctness/self-compare': {
    instead: 'Compare with the other value.',
    example: 'return left.id == right.id;',
  },
  'correctness/duplicate-condition': 'if (kind == A) one();\nelse if (kind == B) two();',
  'correctness/fall-through': 'case OPEN: show(); break;\ncase CLOSED: hide(); break;',
  'correctness/removed-break': 'case OPEN: show(); break;\ncase CLOSED: hide(); break;',
  ...leakForms,
};

const boxed = /^(Integer|Long|Short|Byte|Double|Float|Character|BigDecimal|BigInteger)#$/;

/** `==` on texts and boxed numbers asks whether both are the same object. */
function* identityOfValues(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('binary_expression')) {
    const [left, right] = [node.field('left'), node.field('right')];
    if (!/^[!=]=$/.test(node.token('operator')) || left === undefined || right === undefined) continue;
    const isText = [left, right].some(({ kind }) => kind === 'string_literal');
    const isOther = [left, right].some(
      ({ kind, text }) => /null_literal|decimal|character/.test(kind) || text.includes('intern()'),
    );
    if (isOther || around(node, /^method_declaration$/)?.fieldText('name') === 'equals') continue;
    if (isText || (isBoxed(left, right, file) && !isShortCut(node))) yield shown(node);
  }
}

/** `if (a == b) return true;` before the real comparison. */
function isShortCut(node: SyntaxNode): boolean {
  const statement = around(node, /^(if_statement|return_statement|method_declaration)$/);
  return (
    /^\{?\s*return (true|0)\b/.test(statement?.fieldText('consequence') ?? '') ||
    (statement?.kind === 'return_statement' && /equals\(|compare/.test(statement.text))
  );
}

function isBoxed(left: SyntaxNode, right: SyntaxNode, { flow }: CodeFile): boolean {
  if (left.kind !== 'identifier' || right.kind !== 'identifier') return false;
  const types = [left, right].map((one) => flow.names.nameOf(flow.index.read(one)));
  return types.every((type) => type === types[0] && (boxed.test(type) || type === 'String#'));
}

/** A class that says what is equal, and not how to find it in a map. */
function* loneEquals(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('method_declaration')) {
    if (node.fieldText('name') !== 'equals') continue;
    const owner = node.parent?.parent;
    const isOfObject = /^\(\s*(final\s+)?(@\w+\s+)?Object\s+\w+\s*\)$/.test(node.fieldText('parameters'));
    if (!isOfObject || owner?.kind !== 'class_declaration' || owner.field('superclass') !== undefined)
      continue;
    const isAlone = !/\bhashCode\s*\(\s*\)\s*\{|@(Data|Value|EqualsAndHashCode)\b/.test(owner.text);
    if (isAlone)
      yield { node, source: owner.fieldText('name'), identity: `equals of ${owner.fieldText('name')}` };
  }
}

/** The difference of two large numbers is past the end of `int`, and has the wrong sign. */
function* subtractions(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('binary_expression')) {
    if (node.token('operator') !== '-' || !isComparison(node)) continue;
    const [left, right] = [node.fieldText('left'), node.fieldText('right')];
    const last = (text: string) => /(?:^|\.)(\w+(?:\(\))?)$/.exec(text)?.[1];
    const isSamePart = last(left) !== undefined && last(left) === last(right);
    // Lengths are never negative.
    if (
      isSamePart &&
      left !== right &&
      !/(length|size|ordinal|count|getOrder|charAt|compareTo)\w*(\(\))?$/i.test(left)
    )
      yield shown(node);
  }
}

function isComparison(node: SyntaxNode): boolean {
  if (parentOf(node, 'return_statement') !== undefined)
    return /^(compareTo|compare)$/.test(
      around(node, /^(method_declaration|lambda_expression)$/)?.fieldText('name') ?? '',
    );
  const lambda = parentOf(node, 'lambda_expression');
  const parameters = lambda?.fieldText('parameters') ?? '';
  return (
    /^\(?\s*\w+\s*,\s*\w+\s*\)?$/.test(parameters) && isSorting(parentOf(lambda, 'argument_list')?.parent)
  );
}

function isSorting(call: SyntaxNode | undefined): boolean {
  const called = call?.fieldText('name') || (call?.fieldText('type').replace(/<.*/, '') ?? '');
  return /^(sort|sorted|min|max|TreeMap|TreeSet|PriorityQueue)$/.test(called);
}

function* removals(list: string, loop: SyntaxNode): Generator<SyntaxNode> {
  const over = list.replace(/\.(keySet|values|entrySet)\(\)$/, '');
  if (!/^[\w.]+$/.test(over)) return;
  for (const node of descendants(loop.field('body') ?? loop, ({ kind }) => kind !== 'lambda_expression')) {
    if (node.kind !== 'method_invocation' || node.fieldText('object') !== over) continue;
    if (/^(remove|removeAll)$/.test(node.fieldText('name'))) yield node;
  }
}

/** Texts do not change; and `read` may fill a part of the buffer only. */
function* droppedResults(file: CodeFile): Generator<Match> {
  for (const { node, method, name, call } of file.calls()) {
    const isAlone = parentOf(node, 'expression_statement') !== undefined;
    const called = `${name}/${call.arguments.length}`;
    if (isAlone && (pure.test(called) || telling.test(called))) yield shown(node, { sink: method });
  }
}

/** By the type, the method and the number of arguments. */
const pure =
  /^(String|text)#\.(replace|replaceAll|concat|substring|format)\/|^((String|text)#|[?~]\w*)\.(trim|strip|toUpperCase|toLowerCase)\/0$/;
const telling = /(InputStream|RandomAccessFile)\w*#\.read\/[13]$|Lock#\.tryLock\//;
