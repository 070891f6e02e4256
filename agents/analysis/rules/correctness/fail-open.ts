import { enclosingFunction } from '../../syntax/expressions.ts';
import { functionName } from '../../flow/functions.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { asksForAccess } from '../words.ts';

export const failOpen = defineRule({
  id: 'correctness/fail-open',
  title: 'The check `{sink}` says yes when it fails',
  cwe: 'CWE-636',
  severity: 'high',
  confidence: 0.85,
  inTests: false,
  why: 'Whoever makes the check fail, with an odd value or while a service is down, passes it.',
  instead: 'Answer no, or let the error through.',
  example: "catch (error) {\n  log.warn({ err: error }, 'signature not checked');\n  return false;\n}",
  *find(file): Iterable<Match> {
    for (const clause of file.nodes('catch_clause')) {
      const fn = enclosingFunction(clause);
      const name = fn === undefined ? '' : (functionName(fn) ?? '');
      if (!asksForAccess(name)) continue;
      const last = clause.field('body')?.children.at(-1);
      if (last?.kind === 'return_statement' && last.children[0]?.text === 'true')
        yield { node: last, trail: [clause], sink: name };
    }
  },
});
