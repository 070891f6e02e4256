import { ownNodes } from '../../syntax/expressions.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const returnInFinally = defineRule({
  id: 'correctness/return-in-finally',
  title: '`{source}` in `finally` discards the error that was on its way',
  cwe: 'CWE-584',
  severity: 'high',
  confidence: 0.97,
  why: 'Leaving a `finally` block this way overrides what `try` and `catch` did: a thrown error vanishes and the caller gets a result.',
  instead: 'Only clean up in `finally`; return after it.',
  example: 'try { return await work(); } finally { release(); }',
  *find(file): Iterable<Match> {
    for (const clause of file.nodes('finally_clause')) {
      const body = clause.field('body');
      const leaving =
        body === undefined
          ? undefined
          : ownNodes(body).find(({ kind }) => kind === 'return_statement' || kind === 'throw_statement');
      if (leaving?.kind === 'return_statement') yield { node: leaving, source: 'return' };
    }
  },
});
