import { isFunction, unwrap } from '../../syntax/expressions.ts';
import { ancestors, descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const errorExposure = defineRule({
  id: 'security/error-exposure',
  title: '`{source}` is sent to the client',
  summary: 'Internals of an error are sent to the client',
  cwe: 'CWE-209',
  severity: 'medium',
  why: 'A stack trace tells an attacker file paths, library versions and queries: the map for the next step.',
  instead: 'Log the error, and answer with a neutral sentence and an id.',
  example:
    "log.error({ err, requestId }, 'request failed');\nres.status(500).json({ error: 'internal error', requestId });",
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      if (!/^(send|json|end|write|render)$/.test(call.method)) continue;
      if (!/^_?(res|reply|response|ctx|c)\b/.test(call.receiver?.text ?? '')) continue;
      const stack = call.arguments
        .flatMap((argument) => [...descendants(argument)])
        .find(
          (node) =>
            node.kind === 'member_expression' &&
            /^\w*(err|error|e|ex|exception)\??\.stack$/i.test(unwrap(node).text),
        );
      if (stack === undefined || isDevelopmentOnly(stack)) continue;
      yield { node: call.node, trail: [stack], source: stack.text };
    }
  },
});

function isDevelopmentOnly(node: SyntaxNode): boolean {
  for (const outer of ancestors(node)) {
    if (isFunction(outer)) return false;
    const decides = /^(ternary_expression|binary_expression|if_statement)$/.test(outer.kind);
    if (decides && /NODE_ENV|isDev|development|debug/i.test(outer.text)) return true;
  }
  return false;
}
