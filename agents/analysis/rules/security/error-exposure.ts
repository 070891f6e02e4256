import { isFunction, keyName, objectOf, propertyOf } from '../../syntax/expressions.ts';
import { ancestors, descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite } from '../source-file.ts';

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
      if (!answers(call)) continue;
      const stack = call.arguments.flatMap((argument) => [...descendants(argument)]).find(isStack);
      if (stack === undefined || isDevelopmentOnly(stack)) continue;
      yield { node: call.node, trail: [stack], source: stack.text };
    }
    for (const node of file.nodes('assignment_expression', 'pair')) {
      const value = writtenBody(node);
      const stack = value === undefined ? undefined : [...descendants(value)].find(isStack);
      if (stack !== undefined && !isDevelopmentOnly(stack))
        yield { node, trail: [stack], source: stack.text };
    }
  },
});

function answers(call: CallSite): boolean {
  if (/^(global\.Response(\.json)?|next\/server\.NextResponse(\.json)?)$/.test(call.name)) return true;
  if (!/^(send|json|end|write|render|text|html|body)$/.test(call.method)) return false;
  return /^_?(res|reply|response|ctx|c)\b/.test(call.receiver?.text ?? '');
}

function isStack(node: SyntaxNode): boolean {
  if (node.kind !== 'member_expression' || propertyOf(node) !== 'stack') return false;
  return /^\w*(err|error|e|ex|exception)$/i.test(objectOf(node)?.text ?? '');
}

/** `ctx.body = …`, or the body of `{ statusCode: 500, body: … }`. */
function writtenBody(node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind === 'assignment_expression')
    return /^(ctx|context|this)\.(response\.)?body$/.test(node.fieldText('left'))
      ? node.field('right')
      : undefined;
  const isBody = keyName(node.field('key')) === 'body' && /\bstatusCode\b/.test(node.parent?.text ?? '');
  return isBody ? node.field('value') : undefined;
}

function isDevelopmentOnly(node: SyntaxNode): boolean {
  for (const outer of ancestors(node)) {
    if (isFunction(outer)) return false;
    const decides = /^(ternary_expression|binary_expression|if_statement)$/.test(outer.kind);
    if (decides && /NODE_ENV|isDev|development|debug/i.test(outer.text)) return true;
  }
  return false;
}
