import { defineRule, type Match } from '../define-rule.ts';

export const mapParseInt = defineRule({
  id: 'correctness/map-parse-int',
  title: '`map(parseInt)` takes the index for the radix',
  cwe: 'CWE-628',
  severity: 'high',
  confidence: 0.99,
  why: '`map` passes the index as second argument, and `parseInt` reads it as the radix: `["1", "2", "3"]` becomes `[1, NaN, NaN]`.',
  instead: 'Map with `Number`, or name the radix.',
  example: 'const ids = parts.map(Number);',
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const [first] = call.arguments;
      if (!/^(map|flatMap)$/.test(call.method) || first === undefined) continue;
      if (!/^(Number\.)?parseInt$/.test(first.text)) continue;
      yield {
        node: call.node,
        trail: [first],
        edit: { node: first, text: '(text) => Number.parseInt(text, 10)' },
      };
    }
  },
});
