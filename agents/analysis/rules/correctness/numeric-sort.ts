import { stringValue, unwrap } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { typeAt } from '../../flow/types.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { SourceFile } from '../source-file.ts';

export const numericSort = defineRule({
  id: 'correctness/numeric-sort',
  title: '`{source}` sorts numbers as text',
  cwe: 'CWE-704',
  severity: 'medium',
  confidence: 0.9,
  why: 'Without a comparator `sort` compares texts: 10 comes before 9.',
  instead: 'Give it a comparator.',
  example: 'values.sort((a, b) => a - b);',
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      if (!/^(sort|toSorted)$/.test(call.method) || call.arguments.length > 0 || call.receiver === undefined)
        continue;
      if (!holdsNumbers(file, call.receiver, 4)) continue;
      const text = `${call.callee.text}((a, b) => a - b)`;
      yield { node: call.node, source: `${call.callee.text}()`, edit: { node: call.node, text } };
    }
  },
});

function holdsNumbers(file: SourceFile, list: SyntaxNode, hops: number): boolean {
  const node = unwrap(list);
  if (hops === 0) return false;
  if (node.kind === 'array') return arrayOfNumbers(file, node, hops);
  if (node.kind === 'identifier') return namedNumbers(file, node, hops);
  if (node.kind === 'call_expression') return callOfNumbers(file, node, hops);
  return node.kind === 'new_expression' && /^new Set<number>/.test(node.text);
}

function arrayOfNumbers(file: SourceFile, array: SyntaxNode, hops: number): boolean {
  const [first] = array.children;
  if (first?.kind === 'spread_element' && array.children.length === 1) {
    return first.children[0] !== undefined && holdsNumbers(file, first.children[0], hops - 1);
  }
  return (
    array.children.length > 1 &&
    array.children.every((item) => item.kind === 'number' || /^-\d/.test(item.text))
  );
}

function namedNumbers(file: SourceFile, node: SyntaxNode, hops: number): boolean {
  const binding = file.flow.bindings.resolve(node);
  if (binding?.kind === 'parameter')
    return binding.parameter.type !== undefined && isNumberList(typeAt(binding.parameter.type, binding.path));
  if (binding?.kind !== 'variable' || binding.path.length > 0) return false;
  if (binding.type !== undefined) return isNumberList(typeAt(binding.type, []));
  return binding.value !== undefined && holdsNumbers(file, binding.value, hops - 1);
}

function isNumberList(type: SyntaxNode | undefined): boolean {
  return /^(readonly )?(number\[\]|(Readonly)?(Array|Set)<number>)$/.test(type?.text ?? '');
}

/** `list.map(Number)`, `list.map((x) => x.length)`, `Object.keys(x).map(Number)`. */
function callOfNumbers(file: SourceFile, call: SyntaxNode, hops: number): boolean {
  const callee = call.field('function');
  const [first] = call.field('arguments')?.children ?? [];
  const method = callee?.field('property')?.text;
  const receiver = callee?.field('object');
  if (method === 'map' && first !== undefined) {
    return (
      /^(Number|parseFloat)$/.test(first.text) ||
      /=>\s*(Number|parseInt|parseFloat|Math\.\w+)\([^()]*\)$|=>\s*[\w.]+\.(length|size)$|=>\s*\+\w+$/.test(
        first.text,
      )
    );
  }
  const keeps = /^(filter|slice|concat|reverse|flat)$/.test(method ?? '') && stringValue(first) === undefined;
  return keeps && receiver !== undefined && holdsNumbers(file, receiver, hops - 1);
}
