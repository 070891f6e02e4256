import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import {
  around,
  changedWhileRead,
  correctness,
  mentions,
  parentOf,
  repeated,
  returnsInFinally,
  sameSides,
  shown,
} from '../shared/correctness.ts';
import { asyncFaults, asyncForms } from './async-faults.ts';
import { silentExcepts } from './excepts.ts';
import { leakForms, leaks } from './leaks.ts';

const blocks = new Set(['block', 'module']);

export const correctnessChecks: readonly Check[] = [
  correctness('shared-default', sharedDefaults),
  correctness('first-of-exceptions', function* find(file) {
    for (const clause of file.nodes('except_clause')) {
      const caught = clause.field('value') ?? clause.children[0];
      const type = caught?.kind === 'as_pattern' ? caught.children[0] : caught;
      if (type?.kind === 'boolean_operator') yield shown(type);
    }
  }),
  correctness('empty-catch', silentExcepts),
  correctness('return-in-finally', (file) => returnsInFinally(file, /^(function_definition|lambda)$/)),
  correctness('identity-compare', identityOfLiterals),
  correctness('assert-on-tuple', function* find(file) {
    for (const node of file.nodes('assert_statement')) {
      const [condition] = node.children;
      if (condition?.kind === 'tuple' && condition.children.length > 1) yield shown(node);
    }
  }),
  correctness('late-loop-variable', lateLoopVariables),
  correctness('changed-while-iterated', (file) =>
    changedWhileRead(file, { kind: 'for_statement', list: 'right', blocks }, removals),
  ),
  correctness('joined-elements', joinedElements),
  correctness('stripped-characters', strippedCharacters),
  correctness('result-dropped', droppedResults),
  correctness('index-past-end', pastEndByRange),
  correctness('self-compare', (file) =>
    sameSides(file, ['comparison_operator', 'boolean_operator'], /^(==|[<>]=?|and|or|is)$/),
  ),
  correctness('duplicate-condition', (file) => repeated(chainsIn(file))),
  correctness('duplicate-key', duplicateKeys),
  correctness('compare-nan', function* find(file) {
    for (const node of file.nodes('comparison_operator'))
      if (/^[^\n]+ [!=]= (float\(['"]nan['"]\)|(math|np|numpy)\.(nan|NaN|NAN))$/.test(node.text))
        yield shown(node);
  }),
  ...asyncFaults,
  ...leaks,
];

export const correctnessForms: Language['safeForms'] = {
  'correctness/shared-default': 'def add(item, items=None):\n    items = [] if items is None else items',
  'correctness/first-of-exceptions': 'except (KeyError, ValueError):',
  'correctness/empty-catch': {
    instead:
      'Catch the error that is expected, and log or raise what is not; or say in a comment why nothing has to be done.',
    example: 'except FileNotFoundError:\n    log.info("no cache yet")',
  },
  'correctness/return-in-finally': 'try:\n    return work()\nfinally:\n    release()',
  'correctness/identity-compare': { instead: 'Compare with `==`.', example: 'if status == "done":' },
  'correctness/assert-on-tuple': 'assert total > 0, "nothing to pay"',
  'correctness/late-loop-variable': 'callbacks.append(lambda name=name: open_tab(name))',
  'correctness/changed-while-iterated': 'for key in list(cache):\n    del cache[key]',
  'correctness/joined-elements': 'FIELDS = [\n    "name",\n    "email",\n]',
  'correctness/stripped-characters': 'name = name.removesuffix(".txt")',
  'correctness/result-dropped': 'name = name.strip()',
  'correctness/index-past-end': {
    instead: 'Loop up to the length, or over the elements themselves.',
    example: 'for item in items:',
  },
  'correctness/self-compare': {
    instead: 'Compare with the other value, or ask `math.isnan` if that was the question.',
    example: 'if left.id == right.id:',
  },
  'correctness/duplicate-condition': 'if kind == "a":\n    one()\nelif kind == "b":\n    two()',
  'correctness/duplicate-key': 'LIMITS = {"low": 1, "high": 10}',
  'correctness/compare-nan': { instead: 'Ask `math.isnan`.', example: 'if math.isnan(value):' },
  ...asyncForms,
  ...leakForms,
};

const mutable =
  /^(\[\]|\{\}|(list|dict|set|defaultdict|collections\.defaultdict|OrderedDict|deque)\((list|dict|int|set)?\))$/;

/** A default that is made once, and changed or kept by a call. */
function* sharedDefaults(file: CodeFile): Generator<Match> {
  for (const { parameters, body } of file.functions()) {
    for (const { name, node, defaultValue } of parameters) {
      if (body === undefined || defaultValue === undefined || !mutable.test(defaultValue.text)) continue;
      // Remembering between calls may be what it is for.
      if (/cache|memo|seen|registry|^_/i.test(name)) continue;
      const text = body.text;
      if (new RegExp(`(^|\\n)\\s*${name}\\s*=[^=]|\\bglobal\\b`).test(text)) continue;
      const changed = new RegExp(
        `(?<![\\w.])${name}(\\.(append|extend|insert|add|update|setdefault|pop|remove|clear|appendleft|discard)\\(|\\[[^\\]\\n]+\\]\\s*[-+|]?=[^=]|\\s*[-+|]=)|\\bdel ${name}\\[|self\\.\\w+\\s*=\\s*${name}[ \\t]*(\\n|$)`,
      );
      if (changed.test(text))
        yield shown(node, { identity: `${name} of ${node.parent?.parent?.fieldText('name')}` });
    }
  }
}

function* identityOfLiterals(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('comparison_operator')) {
    const [left, right] = node.children;
    if (left === undefined || right === undefined || node.children.length !== 2) continue;
    const operator = left.textAfterUntil(right).trim();
    if (!/^is( not)?$/.test(operator)) continue;
    const isLiteral = [left, right].some(({ kind, text }) =>
      kind === 'unary_operator'
        ? /^-\d/.test(text)
        : /^(string|integer|float|list|tuple|dictionary)$/.test(kind),
    );
    if (!isLiteral) continue;
    const text = `${left.text} ${operator === 'is' ? '==' : '!='} ${right.text}`;
    yield shown(node, { edit: { node, text } });
  }
}

/** Functions that are kept for later and then all read the last value of the loop. */
function* lateLoopVariables(file: CodeFile): Generator<Match> {
  for (const fn of file.nodes('lambda')) {
    const loop = around(
      fn,
      /^(for_statement|list_comprehension|dictionary_comprehension|function_definition)$/,
    );
    if (loop === undefined || loop.kind === 'function_definition' || !isKept(fn, loop)) continue;
    const late = variablesOf(loop, fn).find(
      (name) => mentions(fn.fieldText('body'), name) && !mentions(fn.fieldText('parameters'), name),
    );
    if (late !== undefined) yield { node: fn, source: late };
  }
}

/** What a loop gives a new value in each round; nothing for a function that says what it runs over. */
function variablesOf(loop: SyntaxNode, fn: SyntaxNode): readonly string[] {
  const clause =
    loop.kind === 'for_statement' ? loop : loop.children.find(({ kind }) => kind === 'for_in_clause');
  if (clause?.field('right')?.contains(fn) === true) return [];
  return (clause?.fieldText('left').match(/[A-Za-z_]\w*/g) ?? []).filter((name) => name !== '_');
}

/** Put into a list or a table, or handed to something that calls it later. */
function isKept(fn: SyntaxNode, loop: SyntaxNode): boolean {
  if (loop.kind !== 'for_statement') return fn.parent === loop || parentOf(fn, 'pair')?.parent === loop;
  const named = parentOf(fn, 'keyword_argument')?.fieldText('name') ?? '';
  const called = parentOf(parentOf(fn, 'argument_list'), 'call')?.fieldText('function') ?? '';
  return (
    parentOf(fn, 'assignment')?.field('left')?.kind === 'subscript' ||
    /^(command|target|callback)$/.test(named) ||
    /\.(append|connect|add_callback|add_done_callback|register|subscribe|bind|after)$/.test(called)
  );
}

function* removals(list: string, loop: SyntaxNode): Generator<SyntaxNode> {
  const over = list.replace(/\.(keys|values|items)\(\)$/, '');
  if (!/^[\w.]+$/.test(over)) return;
  for (const node of descendants(loop.field('body') ?? loop)) {
    if (node.kind === 'delete_statement' && node.children[0]?.fieldText('value') === over) yield node;
    const called = node.kind === 'call' ? node.fieldText('function') : '';
    if (called === `${over}.remove` || called === `${over}.pop`) yield node;
  }
}

/** Two texts side by side among others with a comma between each. */
function* joinedElements(file: CodeFile): Generator<Match> {
  for (const list of file.nodes('list', 'tuple', 'set')) {
    const [texts, others] = [
      list.children.filter(({ kind }) => kind === 'concatenated_string'),
      list.children.filter(({ kind }) => kind === 'string'),
    ];
    const [joined] = texts;
    if (joined === undefined || texts.length > 1 || others.length < 2) continue;
    if (others.length + 1 !== list.children.length) continue;
    const isWord = (text: string) => /^[rbu]?(['"])[\w./:@#*-]{2,40}\1$/.test(text);
    const isApart = joined.children.every(
      ({ line }, at) => at === 0 || line > (joined.children[at - 1]?.line ?? 0),
    );
    if (isApart && [...joined.children, ...others].every(({ text }) => isWord(text))) yield shown(joined);
  }
}

/** `strip` takes a set of characters, not a word. */
function* strippedCharacters(file: CodeFile): Generator<Match> {
  for (const { node, method, call } of file.calls()) {
    const [only, second] = call.arguments;
    if (!/^[lr]strip$/.test(method) || only === undefined || second !== undefined) continue;
    const text = only.value.kind === 'text' ? only.value.text : '';
    const isWord = /^\.[A-Za-z]\w{1,}$|^[a-z]+:\/\/|^[A-Za-z]{3,}[_:/.-]$|^[_:/.-][A-Za-z]{3,}$/.test(text);
    if (isWord) yield shown(node);
  }
}

const pure = /^(strip|lstrip|rstrip|upper|lower|title|capitalize|casefold|removeprefix|removesuffix)$/;

function* droppedResults(file: CodeFile): Generator<Match> {
  for (const { node, method, call, receiver } of file.calls()) {
    if (node.parent?.kind !== 'expression_statement' || receiver === undefined) continue;
    const places = call.arguments.map(({ value }) => value.kind);
    const isReplace = method === 'replace' && places.length === 2 && places.every((kind) => kind === 'text');
    if (isReplace || (pure.test(method) && places.every((kind) => kind === 'text'))) yield shown(node);
  }
}

/** `for i in range(len(items) + 1)` that reads `items[i]`. */
function* pastEndByRange(file: CodeFile): Generator<Match> {
  for (const loop of file.nodes('for_statement')) {
    const right = loop.field('right');
    const list = /^range\(\s*(?:0\s*,\s*)?len\(([\w.]+)\)\s*\+\s*1\s*\)$/.exec(right?.text ?? '')?.[1];
    const body = loop.field('body')?.text ?? '';
    if (right === undefined || list === undefined || !body.includes(`${list}[${loop.fieldText('left')}]`))
      continue;
    if (!/\b(if|break|try)\b/.test(body)) yield { node: right, source: list };
  }
}

function* chainsIn(file: CodeFile): Generator<readonly SyntaxNode[]> {
  for (const statement of file.nodes('if_statement'))
    yield [statement, ...statement.children.filter(({ kind }) => kind === 'elif_clause')].flatMap(
      (one) => one.field('condition') ?? [],
    );
}

function* duplicateKeys(file: CodeFile): Generator<Match> {
  for (const table of file.nodes('dictionary')) {
    const seen = new Set<string>();
    for (const pair of table.children) {
      if (pair.kind === 'dictionary_splat') seen.clear();
      const key = pair.kind === 'pair' ? pair.field('key') : undefined;
      if (
        key === undefined ||
        !/^(string|integer)$/.test(key.kind) ||
        key.children.some(({ kind }) => kind === 'interpolation')
      )
        continue;
      const name = key.text.replace(/^(['"])(.*)\1$/s, '$2');
      if (seen.has(name)) yield { node: pair, source: name };
      seen.add(name);
    }
  }
}
