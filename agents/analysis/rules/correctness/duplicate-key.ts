import { keyName } from '../../syntax/expressions.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const duplicateKey = defineRule({
  id: 'correctness/duplicate-key',
  title: 'The key `{source}` is written twice; the first value is lost',
  cwe: 'CWE-561',
  severity: 'medium',
  confidence: 0.97,
  why: 'The last of two equal keys wins silently: whoever reads or edits the first one changes nothing.',
  instead: 'Keep one of them.',
  example: 'const limits = { low: 1, high: 10 };',
  *find(file): Iterable<Match> {
    for (const object of file.nodes('object')) {
      const seen = new Map<string, true>();
      for (const member of object.children) {
        // A spread in between may be overridden on purpose.
        if (member.kind === 'spread_element') seen.clear();
        const key =
          member.kind === 'pair'
            ? member.field('key')
            : member.kind === 'shorthand_property_identifier'
              ? member
              : undefined;
        if (key === undefined || key.kind === 'computed_property_name') continue;
        const name = keyName(key) ?? '';
        if (seen.has(name) && name !== '__proto__') yield { node: member, source: name };
        seen.set(name, true);
      }
    }
  },
});
