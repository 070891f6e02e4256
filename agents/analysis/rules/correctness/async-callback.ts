import { isAsync, isFunction, unwrap } from '../../syntax/expressions.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite } from '../source-file.ts';

const deciding = /^(filter|some|every|find|findIndex|findLast|sort|toSorted|reduceRight)$/;

export const asyncCallback = defineRule({
  id: 'correctness/async-callback',
  title: '`{sink}` does not wait for its async callback',
  cwe: 'CWE-834',
  severity: 'high',
  confidence: 0.95,
  why: 'The callback returns a promise at once: `forEach` goes on before any of them is done and loses their errors, and a test such as `filter` takes every promise for true.',
  instead: 'Use `for … of` with `await`, or `Promise.all` over `map`.',
  example: 'for (const item of items) await save(item);',
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const [first] = call.arguments;
      const callback = first === undefined ? undefined : unwrap(first);
      if (callback === undefined || !isFunction(callback) || !isAsync(callback)) continue;
      const sink = carelessReceiver(call);
      if (sink === undefined) continue;
      yield { node: call.node, trail: [callback], sink, severity: deciding.test(sink) ? 'high' : 'medium' };
    }
  },
});

/** What takes the callback without waiting for it: a method of a list, or the constructor of a promise. */
function carelessReceiver({ name, method, receiver }: CallSite): string | undefined {
  if (name === 'global.Promise') return 'new Promise';
  // The method of an imported module may well wait.
  if (receiver === undefined || (name !== '' && !name.startsWith('global.'))) return undefined;
  return method === 'forEach' || deciding.test(method) ? method : undefined;
}
