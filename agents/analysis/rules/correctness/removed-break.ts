import { defineRule } from '../define-rule.ts';
import { removedBreaks } from '../removed/removed-breaks.ts';
import { fallThrough } from './fall-through.ts';

export const removedBreak = defineRule({
  id: 'correctness/removed-break',
  title: 'Without this `{source}` the case runs on into the next one',
  summary: 'The change removes what ended a case of a `switch`',
  cwe: 'CWE-484',
  severity: 'medium',
  confidence: 0.85,
  side: 'old',
  why: 'The statements of the next case run as well from now on, whatever its value is.',
  instead: 'Keep it; where running on is meant, say so: `// falls through`.',
  example: "case 'open': show(); break;\ncase 'closed': hide(); break;",
  *find(file) {
    const after = file.after?.();
    if (after !== undefined) yield* removedBreaks(file.nodes('switch_case'), fallThrough.find(after));
  },
});
