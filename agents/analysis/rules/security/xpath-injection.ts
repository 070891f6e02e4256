import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import { defineSinkRule, fromOutside } from '../sink-rule.ts';
import type { CallSite } from '../source-file.ts';

const evaluating =
  /^xpath\.(select|select1|evaluate|parse|useNamespaces\(\))$|^xpath-ts\d*\.\w+$|^global\.document\.evaluate$|^libxmljs2?\b.*\.(find|get)$|^fontoxpath\.evaluate\w*$/;

export const xpathInjection = defineSinkRule({
  id: 'security/xpath-injection',
  title: '`{source}` is written into the XPath expression of `{sink}`',
  cwe: 'CWE-643',
  severity: 'high',
  purpose: 'xpath',
  why: "A value such as `' or '1'='1` closes the literal and changes the question: the expression selects every node of the document.",
  instead: 'Pass the value as a variable of the expression.',
  example: "xpath.parse('//book[author=$author]').select({ node, variables: { author } });",
  accepts: (value) => fromOutside(value) || isParameterInPath(value),
  *sinks(file) {
    for (const call of file.calls()) {
      const [argument] = call.arguments;
      if (argument === undefined || !evaluatesXPath(call)) continue;
      yield { node: call.node, argument, name: call.callee.text };
    }
  },
});

function evaluatesXPath(call: CallSite): boolean {
  return (
    evaluating.test(call.name) ||
    (/^(evaluate|select1?)$/.test(call.method) && call.receiver?.text === 'xpath')
  );
}

function isParameterInPath(value: Value): boolean {
  return isTainted(value) && /\/[\w@*:[]/.test(value.shape) && value.shape !== taintedHole;
}
