import { isAsync, isFunction, unwrap } from '../../syntax/expressions.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const asyncEffect = defineRule({
  id: 'correctness/async-effect',
  title: '`{sink}` takes the promise of its async callback for a clean-up function',
  cwe: 'CWE-685',
  severity: 'medium',
  confidence: 0.95,
  why: 'React calls what an effect returns when the component goes: a promise is no function, the clean-up never runs, and an error of the callback is lost.',
  instead: 'Declare an async function inside the effect and call it.',
  example: 'useEffect(() => {\n  void load();\n}, [id]);',
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const [first] = call.arguments;
      const callback = first === undefined ? undefined : unwrap(first);
      if (!/^use(Layout|Insertion)?Effect$/.test(call.method) || callback === undefined) continue;
      if (isFunction(callback) && isAsync(callback))
        yield { node: call.node, trail: [callback], sink: call.method };
    }
  },
});
