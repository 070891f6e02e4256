import { argumentsOf, calleeOf, stringValue } from '../../syntax/expressions.ts';
import { escapeRegExp } from '../../flow/functions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import type { SourceFile } from '../source-file.ts';

/** A literal, or bytes made of one: `Buffer.from('…')`, `Buffer.alloc(16)`, `new Uint8Array(12)`. */
export function isConstantBytes(file: SourceFile, expression: SyntaxNode | undefined): boolean {
  if (expression === undefined) return false;
  const node = file.constantOf(expression);
  const text = stringValue(node);
  if (text !== undefined) return text !== '';
  if (node.kind !== 'call_expression' && node.kind !== 'new_expression') return false;
  const [first] = argumentsOf(node);
  switch (calleeOf(node)?.text) {
    case 'Buffer.alloc':
      return !isFilledLater(file, node);
    case 'Uint8Array':
      return (first?.kind === 'number' || isNumberList(first)) && !isFilledLater(file, node);
    case 'Buffer.from':
      return isNumberList(first) || isConstantBytes(file, first);
    default:
      return false;
  }
}

function isNumberList(node: SyntaxNode | undefined): boolean {
  return node?.kind === 'array' && node.children.every(({ kind }) => kind === 'number');
}

/** Bytes made to be filled: `crypto.randomFillSync(iv)`. */
function isFilledLater(file: SourceFile, node: SyntaxNode): boolean {
  const name = node.parent?.kind === 'variable_declarator' ? node.parent.field('name')?.text : undefined;
  if (name === undefined) return false;
  const given = `(random\\w*|getRandomValues|copy|set|write\\w*)\\([^)]*\\b${escapeRegExp(name)}\\b`;
  const own = `\\b${escapeRegExp(name)}\\.(set|write\\w*|fill|copy)\\(`;
  return new RegExp(`${given}|${own}`).test(file.text);
}
