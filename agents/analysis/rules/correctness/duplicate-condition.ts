import { withoutBlanks } from '../../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const duplicateCondition = defineRule({
  id: 'correctness/duplicate-condition',
  title: '`{source}` was tested before: this branch never runs',
  cwe: 'CWE-561',
  severity: 'medium',
  confidence: 0.95,
  why: 'The first equal branch takes every case, so the code of this one is dead: most likely a copy whose condition was not changed.',
  instead: 'Test what this branch is for, or remove it.',
  example: "if (kind === 'a') one();\nelse if (kind === 'b') two();",
  *find(file): Iterable<Match> {
    for (const statement of file.nodes('if_statement')) {
      if (statement.parent?.kind !== 'else_clause') yield* repeated(conditionsOf(statement));
    }
    for (const body of file.nodes('switch_body')) {
      yield* repeated(body.children.flatMap((branch) => branch.field('value') ?? []));
    }
  },
});

/** The conditions of `if … else if …`, in order. */
function conditionsOf(statement: SyntaxNode): readonly SyntaxNode[] {
  const conditions: SyntaxNode[] = [];
  for (let current: SyntaxNode | undefined = statement; current?.kind === 'if_statement';) {
    const condition = current.field('condition');
    if (condition !== undefined) conditions.push(condition);
    current = current.field('alternative')?.children[0];
  }
  return conditions;
}

function* repeated(conditions: readonly SyntaxNode[]): Iterable<Match> {
  const seen = new Set<string>();
  for (const condition of conditions) {
    const text = withoutBlanks(condition.text);
    if (seen.has(text)) yield { node: condition, source: condition.text.replace(/^\(([\s\S]*)\)$/, '$1') };
    // A call may answer differently the second time.
    if (![...descendants(condition)].some(({ kind }) => /call|update|assignment|await/.test(kind)))
      seen.add(text);
  }
}
