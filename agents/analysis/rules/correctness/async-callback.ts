import { isAsync, isFunction, unwrap } from '../../syntax/expressions.ts';
import { defineRule, type Match } from '../define-rule.ts';

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
      if (
        callback === undefined ||
        !isFunction(callback) ||
        !isAsync(callback) ||
        call.receiver === undefined
      )
        continue;
      if (call.name !== '' && !call.name.startsWith('global.')) continue;
      if (call.method === 'forEach')
        yield { node: call.node, trail: [callback], sink: 'forEach', severity: 'medium' };
      else if (deciding.test(call.method)) yield { node: call.node, trail: [callback], sink: call.method };
    }
    for (const call of file.calls()) {
      const [executor] = call.arguments;
      if (
        call.name !== 'global.Promise' ||
        executor === undefined ||
        !isFunction(executor) ||
        !isAsync(executor)
      )
        continue;
      yield { node: call.node, trail: [executor], sink: 'new Promise', severity: 'medium' };
    }
  },
});
