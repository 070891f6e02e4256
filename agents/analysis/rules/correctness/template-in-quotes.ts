import { stringValue } from '../../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { SourceFile } from '../source-file.ts';

export const templateInQuotes = defineRule({
  id: 'correctness/template-in-quotes',
  title: '`{source}` stays as it is: the quotes make no template',
  cwe: 'CWE-684',
  severity: 'medium',
  confidence: 0.85,
  inTests: false,
  why: 'Between plain quotes `${…}` is text: the reader sees the name of the variable instead of its value.',
  instead: 'Use backticks.',
  example: 'const greeting = `Hello ${name}`;',
  *find(file): Iterable<Match> {
    for (const node of file.nodes('string')) {
      const text = stringValue(node) ?? '';
      const name = /\$\{\s*([A-Za-z_$][\w$]*)((\.|\?\.)[\w$]+|\(\))*\s*\}/.exec(text)?.[1];
      if (name === undefined || !isVariableHere(file, node, name) || isTemplateOfOthers(node)) continue;
      const quoted = node.text;
      const inner = quoted.slice(1, -1).replace(/\\(['"])/g, '$1');
      const exact = !/[`\\]/.test(inner);
      yield { node, source: quoted, ...(exact ? { edit: { node, text: `\`${inner}\`` } } : {}) };
    }
  },
});

/** Only a name that means something here was meant to be filled in here. */
function isVariableHere(file: SourceFile, node: SyntaxNode, name: string): boolean {
  const binding = file.flow.bindings.lookUp(name, node);
  return binding !== undefined && binding.kind !== 'import' && binding.node !== node;
}

/** Import paths, directives, and texts that something else fills in. */
function isTemplateOfOthers(node: SyntaxNode): boolean {
  for (const outer of ancestors(node)) {
    if (/^(import_statement|jsx_attribute)$/.test(outer.kind)) return true;
    if (
      outer.kind === 'call_expression' &&
      /template|interpolate|replace|format|render|compile/i.test(outer.field('function')?.text ?? '')
    )
      return true;
    if (/statement|declaration/.test(outer.kind)) return false;
  }
  return false;
}
