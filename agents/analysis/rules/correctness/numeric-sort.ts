import { argumentsOf, calleeOf, lastName, objectOf, unwrap } from '../../syntax/expressions.ts';
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
      const isBare = /^(sort|toSorted)$/.test(call.method) && call.arguments.length === 0;
      if (!isBare || call.receiver === undefined || !holdsNumbers(file, call.receiver, maxHops)) continue;
      const text = `${call.callee.text}((a, b) => a - b)`;
      yield { node: call.node, source: `${call.callee.text}()`, edit: { node: call.node, text } };
    }
  },
});

/** Variables and calls followed from the list to what it is made of. */
const maxHops = 4;

function holdsNumbers(file: SourceFile, list: SyntaxNode, hops: number): boolean {
  const node = unwrap(list);
  if (hops === 0) return false;
  if (node.kind === 'array') return arrayOfNumbers(file, node, hops);
  if (node.kind === 'identifier') return namedNumbers(file, node, hops);
  if (node.kind === 'call_expression') return callOfNumbers(file, node, hops);
  return node.kind === 'new_expression' && node.text.startsWith('new Set<number>');
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
  if (binding?.kind === 'parameter') {
    const { type } = binding.parameter;
    return type !== undefined && isNumberList(typeAt(type, binding.path));
  }
  if (binding?.kind !== 'variable' || binding.path.length > 0) return false;
  if (binding.type !== undefined) return isNumberList(typeAt(binding.type, []));
  return binding.value !== undefined && holdsNumbers(file, binding.value, hops - 1);
}

function isNumberList(type: SyntaxNode | undefined): boolean {
  return /^(readonly )?(number\[\]|(Readonly)?(Array|Set)<number>)$/.test(type?.text ?? '');
}

const numberMapper =
  /^(Number|parseFloat)$|=>\s*(Number|parseInt|parseFloat|Math\.\w+)\([^()]*\)$|=>\s*[\w.]+\.(length|size)$|=>\s*\+\w+$/;

/** `list.map(Number)`, `list.map((x) => x.length)`, and what keeps the numbers of a list. */
function callOfNumbers(file: SourceFile, call: SyntaxNode, hops: number): boolean {
  const callee = calleeOf(call);
  const receiver = callee === undefined ? undefined : objectOf(callee);
  const [first] = argumentsOf(call);
  if (receiver === undefined) return false;
  if (lastName(callee) === 'map') return first !== undefined && numberMapper.test(first.text);
  return (
    /^(filter|slice|concat|reverse|flat)$/.test(lastName(callee)) && holdsNumbers(file, receiver, hops - 1)
  );
}
