import { enclosingFunction } from '../../syntax/expressions.ts';
import { functionName } from '../../flow/functions.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { wordsOf } from '../words.ts';

const asking = /^(is|has|can|may|check|verify|validate|authorize|authorise|authenticate|allow|ensure)$/;
const guarding =
  /^(allowed|authorized|authorised|authenticated|valid|permitted|admin|owner|access|permission|permissions|role|signature|token|password|session|user|safe|trusted|license|quota|limit)$/;

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
      const [first = '', ...others] = wordsOf(name);
      if (!asking.test(first) || !others.some((word) => guarding.test(word))) continue;
      const last = clause.field('body')?.children.at(-1);
      if (last?.kind === 'return_statement' && last.children[0]?.text === 'true')
        yield { node: last, trail: [clause], sink: name };
    }
  },
});
