import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import {
  changedWhileRead,
  correctness,
  parentOf,
  pastEnd,
  repeated,
  sameSides,
  shown,
  siblingOf,
  silentHandlers,
  conditionsOfChains,
} from '../shared/correctness.ts';
import { failsOpen } from '../shared/fail-open.ts';
import { letterCase } from '../shared/letter-case.ts';
import { leakForms, leaks } from './leaks.ts';
import { taskFaults, taskForms } from './tasks.ts';

export const correctnessChecks: readonly Check[] = [
  ...taskFaults,
  ...leaks,
  correctness('lost-stack', thrownByName),
  correctness('empty-catch', (file) => silentHandlers(file, 'catch_clause', isNarrow)),
  failsOpen(function* clauses(file) {
    for (const clause of file.nodes('catch_clause')) {
      const last = clause.field('body')?.children.at(-1);
      if (last?.kind === 'return_statement') yield { clause, last, answer: last.children[0]?.text ?? '' };
    }
  }),
  correctness('lock-object', oddLocks),
  correctness('changed-while-iterated', (file) =>
    changedWhileRead(file, { kind: 'foreach_statement', list: 'right', blocks }, (list, loop) =>
      changesOf(list, loop, file),
    ),
  ),
  correctness('result-dropped', droppedResults),
  correctness('assignment-in-condition', constantsAssigned),
  correctness('index-past-end', (file) =>
    pastEnd(
      file,
      (text) => /^([\w.]+)\.(?:Length|Count|Count\(\))$/.exec(text)?.[1],
      (list, index) => [`${list}[${index}]`],
    ),
  ),
  correctness('self-compare', (file) => sameSides(file, ['binary_expression'], /^(==|[<>]=?|&&|\|\||-)$/)),
  correctness('duplicate-condition', (file) => repeated(conditionsOfChains(file))),
  letterCase('binary_expression'),
];

export const correctnessForms: Language['safeForms'] = {
  ...taskForms,
  ...leakForms,
  'correctness/lost-stack':
    'catch (IOException error)\n{\n    logger.LogError(error, "import");\n    throw;\n}',
  'correctness/empty-catch': 'catch (IOException error)\n{\n    logger.LogWarning(error, "no cache");\n}',
  'correctness/fail-open':
    'catch (Exception error)\n{\n    logger.LogWarning(error, "not checked");\n    return false;\n}',
  'correctness/lock-object': 'private readonly object _gate = new();',
  'correctness/changed-while-iterated': 'orders.RemoveAll(order => order.IsDone);',
  'correctness/result-dropped': 'name = name.Trim();',
  'correctness/assignment-in-condition': { instead: 'Compare with `==`.', example: 'if (isDone == true)' },
  'correctness/index-past-end': {
    instead: 'Use `<`, or `foreach`.',
    example: 'for (var i = 0; i < items.Length; i++) Use(items[i]);',
  },
  'correctness/self-compare': {
    instead: 'Compare with the other value.',
    example: 'return left.Id == right.Id;',
  },
  'correctness/duplicate-condition': 'if (kind == Kind.A) One();\nelse if (kind == Kind.B) Two();',
  'correctness/impossible-case': 'if (role.ToLowerInvariant() == "admin")',
};

const blocks = new Set(['block', 'switch_section']);

/** `throw error;` in the handler of `error`. */
function* thrownByName(file: CodeFile): Generator<Match> {
  for (const clause of file.nodes('catch_clause')) {
    const name = clause.children.find(({ kind }) => kind === 'catch_declaration')?.fieldText('name') ?? '';
    const body = clause.field('body');
    // Another error may have been put in its place.
    if (name === '' || body === undefined || new RegExp(`\\b${name}\\s*=[^=]`).test(body.text)) continue;
    const enter = ({ kind }: SyntaxNode) =>
      !/^(lambda_expression|catch_clause|local_function_statement)$/.test(kind);
    for (const node of descendants(body, enter))
      if (node.kind === 'throw_statement' && node.children[0]?.text === name)
        yield { node, source: node.text, edit: { node, text: 'throw;' } };
  }
}

/** A handler of some errors only, or of a try that says no when it fails. */
function isNarrow(clause: SyntaxNode): boolean {
  const declaration = clause.children.find(({ kind }) => kind === 'catch_declaration');
  const isBroad =
    declaration === undefined ||
    /^(System\.)?(Exception|SystemException)$/.test(declaration.fieldText('type'));
  const isFiltered = clause.children.some(({ kind }) => kind === 'catch_filter_clause');
  const next = clause.parent === undefined ? undefined : siblingOf(clause.parent, 1);
  return (
    !isBroad ||
    isFiltered ||
    next?.kind === 'return_statement' ||
    /^(ignored?|expected|_)$/.test(declaration?.fieldText('name') ?? '')
  );
}

/** Locks that everybody knows, or nobody. */
function* oddLocks(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('lock_statement')) {
    const object = /^lock\s*\(\s*([^;{]*?)\s*\)\s*(\{|\w)/s.exec(node.text)?.[1] ?? '';
    const isNew = /^new\b/.test(object);
    if (isNew || /^(this|typeof\([^)]*\)|\$?@?"[^"]*")$/.test(object))
      yield {
        node,
        source: object,
        ...(isNew ? { severity: 'high' } : { severity: 'low' }),
        identity: `lock ${object}`,
      };
  }
}

/** Lists tell a loop over them of every change; dictionaries and sets bear it when something is taken out. */
function* changesOf(list: string, loop: SyntaxNode, file: CodeFile): Generator<SyntaxNode> {
  const type = typeOf(list, loop, file);
  const changing = /^(I?List|ObservableCollection|Collection)$/.test(type)
    ? /^(Add|AddRange|Insert|Remove|RemoveAt|RemoveAll|Clear)$/
    : /^(HashSet|I?Dictionary|SortedDictionary|SortedSet)$/.test(type)
      ? /^Add$/
      : undefined;
  if (changing === undefined) return;
  for (const node of descendants(loop.field('body') ?? loop, ({ kind }) => kind !== 'lambda_expression')) {
    const called = node.kind === 'invocation_expression' ? node.field('function') : undefined;
    if (called?.fieldText('expression') === list && changing.test(called.fieldText('name'))) yield node;
  }
}

/** As declared for a parameter, a variable or a field. */
function typeOf(name: string, at: SyntaxNode, { flow }: CodeFile): string {
  const parameter = flow.index.enclosing(at)?.parameters.find((one) => one.name === name);
  const write = flow.index.writesTo(name).find(({ mode }) => mode === 'set');
  const made = write === undefined ? '' : flow.names.nameOf(write.value).replace(/#$/, '');
  return parameter?.type ?? write?.type ?? (made === '' ? (flow.index.fieldTypes.get(name) ?? '') : made);
}

/** Texts, times and queries do not change: they answer with another one. */
function* droppedResults(file: CodeFile): Generator<Match> {
  for (const { node, method, name, call } of file.calls()) {
    const isAlone = parentOf(node, 'expression_statement') !== undefined;
    const isPure =
      (/^(Trim(Start|End)?|To(Lower|Upper)(Invariant)?)$/.test(method) && call.arguments.length === 0) ||
      (/^(Add(Days|Hours|Minutes|Seconds|Months|Years))$/.test(method) && call.arguments.length === 1) ||
      /^(string|String|text)#\.(Replace|Substring|Insert|Remove|PadLeft|PadRight)$|^Immutable\w+#\.\w+$/.test(
        name,
      ) ||
      (/^(Where|OrderBy|OrderByDescending|ThenBy|Select|SelectMany|GroupBy)$/.test(method) &&
        call.arguments[0]?.value.kind === 'function');
    if (isAlone && isPure && call.callee.kind === 'member') yield shown(node, { sink: method });
  }
}

function* constantsAssigned(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('assignment_expression')) {
    const isCondition =
      /^(if|while|do)_statement$|^conditional_expression$/.test(node.parent?.kind ?? '') &&
      node.parent?.field('condition') === node;
    if (isCondition && node.field('right')?.kind.endsWith('literal') === true) yield shown(node);
  }
}
