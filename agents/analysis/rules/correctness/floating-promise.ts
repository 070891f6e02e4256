import { calleeOf, enclosingFunction, isAsync, ownNodes } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { functionName, passedTo } from '../../flow/functions.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { answersWithPromise } from '../promises.ts';

export const floatingPromise = defineRule({
  id: 'correctness/floating-promise',
  title: '`{sink}` is not awaited',
  cwe: 'CWE-252',
  severity: 'medium',
  confidence: 0.85,
  why: 'The code goes on before the work is done, and when it fails nobody hears of it: an unhandled rejection ends the process.',
  instead: 'Await it, return it, or hand its failure to a handler.',
  example: 'await save(order);',
  *find(file): Iterable<Match> {
    for (const statement of file.nodes('expression_statement')) {
      const call = statement.children[0];
      const callee = call?.kind === 'call_expression' ? calleeOf(call) : undefined;
      if (call === undefined || callee === undefined || !answersWithPromise(file, callee)) continue;
      if (isMeantToFloat(call)) continue;
      const fn = enclosingFunction(call);
      const inAsync = fn !== undefined && isAsync(fn);
      yield {
        node: call,
        sink: callee.text,
        ...(inAsync ? { edit: { node: call, text: `await ${call.text}` } } : {}),
      };
    }
  },
});

const starters =
  /^(use[A-Z]\w*|setTimeout|setInterval|setImmediate|queueMicrotask|process\.(on|once)|.*\.(on|once|addEventListener|subscribe))$/;

/** The start of a script, a React effect or an event handler cannot wait. */
function isMeantToFloat(call: SyntaxNode): boolean {
  const fn = enclosingFunction(call);
  if (fn === undefined) return true;
  if (isAsync(fn)) return false;
  const name = functionName(fn) ?? '';
  if (/^(on|handle)[A-Z]|^constructor$/.test(name) || fn.parent?.kind === 'jsx_expression') return true;
  const passed = passedTo(fn);
  if (passed !== undefined && starters.test(calleeOf(passed.call)?.text ?? '')) return true;
  // Elsewhere only a function that goes on afterwards is surely wrong.
  return !goesOn(call, fn);
}

function goesOn(call: SyntaxNode, fn: SyntaxNode): boolean {
  const body = fn.field('body');
  if (body === undefined) return false;
  return ownNodes(body).some((node) => node.start > call.end && /statement|declaration/.test(node.kind));
}
