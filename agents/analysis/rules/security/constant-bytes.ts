import { argumentsOf, calleeOf, isCall, stringValue } from '../../syntax/expressions.ts';
import { escapeRegExp } from '../../flow/functions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import type { SourceFile } from '../source-file.ts';

/** A literal, or bytes made of one: `Buffer.from('…')`, `Buffer.alloc(16)`, `new Uint8Array(12)`. */
export function isConstantBytes(file: SourceFile, expression: SyntaxNode | undefined): boolean {
  if (expression === undefined) return false;
  const node = file.constantOf(expression);
  const text = stringValue(node);
  if (text !== undefined) return text !== '';
  if (!isCall(node)) return false;
  const [first] = argumentsOf(node);
  const callee = calleeOf(node)?.text;
  if (callee === 'Buffer.from') return isNumberList(first) || isConstantBytes(file, first);
  const isZeros = callee === 'Buffer.alloc' || (callee === 'Uint8Array' && first?.kind === 'number');
  if (isZeros) return !isFilledLater(file, node);
  return callee === 'Uint8Array' && isNumberList(first);
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
