import { argumentsOf, calleeOf, stringValue } from '../../syntax/expressions.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { explosiveGroup } from './regex-shape.ts';

export const redos = defineRule({
  id: 'security/redos',
  title: 'The pattern `{source}` takes exponential time on some input',
  summary: 'A pattern takes exponential time on some input',
  cwe: 'CWE-1333',
  severity: 'medium',
  why: 'The repeated group can match the same text in many ways, and the engine tries all of them: a line of some dozens of characters stops the whole process for minutes.',
  instead:
    'Let each repetition start with something that the one before cannot match, and cap the length of the input.',
  example: 'const words = /^\\w+(?: \\w+)*$/;',
  *find(file): Iterable<Match> {
    for (const regex of file.nodes('regex')) {
      const group = explosiveGroup(regex.field('pattern')?.text ?? '');
      if (group !== undefined) yield { node: regex, source: group };
    }
    for (const call of file.nodes('new_expression', 'call_expression')) {
      const callee = calleeOf(call);
      if (callee === undefined || file.flow.names.nameOf(callee) !== 'global.RegExp') continue;
      const group = explosiveGroup(stringValue(argumentsOf(call)[0]) ?? '');
      if (group !== undefined) yield { node: call, source: group };
    }
  },
});

export const regexInjection = defineRule({
  id: 'security/regex-injection',
  title: '`{source}` becomes a regular expression',
  cwe: 'CWE-1333',
  severity: 'high',
  why: 'A pattern such as `(a+)+$` from outside stops the process for minutes, and `.*` matches what was meant to be excluded.',
  instead: 'Escape the text, or compare with `includes`.',
  example: "const pattern = new RegExp(RegExp.escape(term), 'i');",
  *find(file): Iterable<Match> {
    for (const call of file.callsOf(/^global\.RegExp$/)) {
      const [pattern] = call.arguments;
      const value = pattern === undefined ? undefined : file.flow.valueOf(pattern, 'regex');
      if (value === undefined || value.grade !== 'tainted' || value.origin?.kind === 'arguments') continue;
      yield { node: call.node, trail: value.trail, source: value.origin?.label ?? '' };
    }
  },
});
