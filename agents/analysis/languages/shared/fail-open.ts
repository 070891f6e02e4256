import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import { asksForAccess } from '../../rules/words.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { correctness } from './correctness.ts';

export interface Handler {
  readonly clause: SyntaxNode;
  /** What it ends with, and the answer in it. */
  readonly last: SyntaxNode;
  readonly answer: string;
}

/** The check for functions that ask for access, and say yes when the question fails. */
export function failsOpen(handlers: (file: CodeFile) => Iterable<Handler>): Check {
  return correctness('fail-open', function* find(file) {
    if (file.isTest) return;
    for (const { clause, last, answer } of handlers(file)) {
      const name = file.flow.index.enclosing(clause)?.name ?? '';
      if (answer === 'true' && asksForAccess(name)) yield { node: last, trail: [clause], sink: name };
    }
  });
}
