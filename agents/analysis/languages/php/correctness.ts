import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import {
  correctness,
  repeated,
  returnsInFinally,
  sameSides,
  shown,
  silentHandlers,
} from '../shared/correctness.ts';
import { caseChecks } from '../shared/fall-through.ts';

export const correctnessChecks: readonly Check[] = [
  correctness('found-at-start', searchesAsConditions),
  correctness('assignment-in-condition', constantsAssigned),
  correctness('empty-catch', (file) =>
    silentHandlers(file, 'catch_clause', (clause) => /\$(ignored?|unused|expected)\b/.test(clause.text)),
  ),
  correctness('return-in-finally', (file) =>
    returnsInFinally(file, /^(anonymous_function|arrow_function|method_declaration)$/),
  ),
  correctness('index-past-end', pastEndByCount),
  correctness('self-compare', (file) =>
    sameSides(file, ['binary_expression'], /^([!=]==?|[<>]=?|&&|\|\||-)$/),
  ),
  correctness('duplicate-condition', (file) => repeated(chainsIn(file))),
  correctness('duplicate-key', duplicateKeys),
  ...caseChecks({ body: 'switch_block', group: 'case_statement', label: /^$/ }),
  correctness('reference-left', leftReferences),
];

export const correctnessForms: Language['safeForms'] = {
  'correctness/found-at-start': {
    instead: 'Ask `str_contains`, or compare with `false` by `===`.',
    example: "if (str_contains($path, '..')) {",
  },
  'correctness/assignment-in-condition': {
    instead: 'Compare with `===`.',
    example: "if ($status === 'done') {",
  },
  'correctness/empty-catch': 'catch (NotFound $error) {\n    $logger->info("no cache yet");\n}',
  'correctness/return-in-finally': 'try {\n    return work();\n} finally {\n    release();\n}',
  'correctness/index-past-end': {
    instead: 'Use `<`, or `foreach`.',
    example: 'for ($i = 0; $i < count($items); $i++) {',
  },
  'correctness/self-compare': {
    instead: 'Compare with the other value.',
    example: 'return $left->id === $right->id;',
  },
  'correctness/duplicate-condition':
    "if ($kind === 'a') {\n    one();\n} elseif ($kind === 'b') {\n    two();\n}",
  'correctness/duplicate-key': "$limits = ['low' => 1, 'high' => 10];",
  'correctness/removed-break': "case 'open':\n    show();\n    break;",
  'correctness/fall-through': "case 'open':\n    show();\n    break;",
  'correctness/reference-left': 'foreach ($prices as &$price) {\n    $price *= 2;\n}\nunset($price);',
};

const search = /^(mb_)?(str|stri|strr)pos\(/;

/** 0 for the first place is as false as `false`. */
function* searchesAsConditions(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('function_call_expression')) {
    if (!search.test(node.text) || !isAsked(node)) continue;
    yield shown(node);
  }
}

function isAsked(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.kind === 'parenthesized_expression')
    return /^(if|while)_statement$|else_if|conditional/.test(parent.parent?.kind ?? '');
  if (parent?.kind === 'unary_op_expression') return parent.text.startsWith('!');
  return parent?.kind === 'binary_expression' && isMistaken(parent, node);
}

/** `strpos(…) == false`, `strpos(…) > 0`, `strpos(…) && …` */
function isMistaken(parent: SyntaxNode, node: SyntaxNode): boolean {
  const operator = parent.token('operator');
  const other = parent.fieldText(parent.field('left') === node ? 'right' : 'left').toLowerCase();
  return /^(&&|\|\||and|or|[!=]= (false|true)|> 0)$/.test(
    /^[!=>]/.test(operator) ? `${operator} ${other}` : operator,
  );
}

function* constantsAssigned(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('assignment_expression')) {
    const outer = node.parent?.kind === 'parenthesized_expression' ? node.parent.parent : undefined;
    if (!/^(if|while)_statement$|else_if/.test(outer?.kind ?? '')) continue;
    const right = node.field('right');
    if (!/^(integer|float|string|boolean|null|encapsed_string)$/.test(right?.kind ?? '')) continue;
    yield shown(node);
  }
}

function* pastEndByCount(file: CodeFile): Generator<Match> {
  for (const loop of file.nodes('for_statement')) {
    const condition = loop.field('condition');
    const found = /^(\$\w+)\s*<=\s*(?:count|sizeof)\((\$[\w>-]+)\)$/.exec(condition?.text ?? '');
    if (condition === undefined || found === null || !/=\s*0\s*;/.test(loop.textBefore(condition))) continue;
    const [, index = '', list = ''] = found;
    const body = loop.fieldText('body');
    if (body.includes(`${list}[${index}]`) && !/isset|break|\?\?/.test(body))
      yield { node: condition, source: list };
  }
}

function* chainsIn(file: CodeFile): Generator<readonly SyntaxNode[]> {
  for (const statement of file.nodes('if_statement'))
    yield [statement, ...statement.children.filter(({ kind }) => kind === 'else_if_clause')].flatMap(
      (one) => one.field('condition') ?? [],
    );
}

function* duplicateKeys(file: CodeFile): Generator<Match> {
  for (const table of file.nodes('array_creation_expression')) {
    const seen = new Set<string>();
    for (const item of table.children) {
      const [key, value] = item.children;
      if (item.text.startsWith('...')) seen.clear();
      if (key === undefined || value === undefined || !/^(string|encapsed_string|integer)$/.test(key.kind))
        continue;
      if (!/^(['"]?)[\w.-]+\1$/.test(key.text)) continue;
      const name = key.text.replace(/['"]/g, '');
      if (seen.has(name)) yield { node: item, source: name };
      seen.add(name);
    }
  }
}

/** The variable still is the last element, and the next thing written to it goes there. */
function* leftReferences(file: CodeFile): Generator<Match> {
  for (const loop of file.nodes('foreach_statement')) {
    const reference = loop.children
      .flatMap((child) => [child, ...child.children])
      .find(({ kind }) => kind === 'by_ref');
    const name = reference?.text.replace(/^&\s*/, '');
    const list = loop.parent?.children ?? [];
    const after = list
      .slice(list.indexOf(loop) + 1)
      .map(({ text }) => text)
      .join('\n');
    if (reference === undefined || name === undefined) continue;
    const written = after.search(new RegExp(`\\${name}\\s*=[^=>]|\\bas\\s+(\\$\\w+\\s*=>\\s*)?\\${name}\\b`));
    const freed = after.search(new RegExp(`unset\\([^)]*\\${name}\\b`));
    if (written >= 0 && (freed < 0 || freed > written)) yield { node: reference, source: name };
  }
}
