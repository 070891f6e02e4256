import { calleeOf, enclosingFunction, isAsync } from '../../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { answersWithPromise } from '../promises.ts';

export const returnedPromise = defineRule({
  id: 'correctness/returned-promise',
  title: 'The `catch` does not see a failure of `{sink}`: its promise is returned without `await`',
  cwe: 'CWE-755',
  severity: 'medium',
  confidence: 0.85,
  why: 'The `try` is left before the promise is settled, so what it rejects with goes to the caller and the handler that was written for it never runs.',
  instead: 'Await it where the handler is meant to see its failure.',
  example: 'try { return await load(id); } catch (error) { return fallback(error); }',
  *find(file): Iterable<Match> {
    for (const statement of file.nodes('return_statement')) {
      const call = statement.children[0];
      const callee = call?.kind === 'call_expression' ? calleeOf(call) : undefined;
      if (call === undefined || callee === undefined) continue;
      const attempt = attemptAround(statement);
      if (attempt === undefined || !answersWithPromise(file, callee)) continue;
      const inAsync = isInAsync(statement);
      // Elsewhere the handler may be there for what is not asynchronous.
      if (!inAsync && attempt.field('body')?.children.length !== 1) continue;
      yield {
        node: call,
        trail: [statement],
        sink: callee.text,
        ...(inAsync ? { edit: { node: call, text: `await ${call.text}` } } : {}),
      };
    }
  },
});

/** The nearest `try` with a handler whose body, and no function inside it, holds the statement. */
function attemptAround(statement: SyntaxNode): SyntaxNode | undefined {
  const fn = enclosingFunction(statement);
  for (const outer of ancestors(statement)) {
    if (outer === fn) return undefined;
    if (outer.kind !== 'try_statement' || outer.field('handler') === undefined) continue;
    if (outer.field('body')?.contains(statement) === true) return outer;
  }
  return undefined;
}

function isInAsync(statement: SyntaxNode): boolean {
  const fn = enclosingFunction(statement);
  return fn !== undefined && isAsync(fn);
}
