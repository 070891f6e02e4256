import { escapeRegExp } from '../../flow/functions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import type { Use } from '../breaks.ts';
import { fits, type Given } from './fits.ts';

/** More places of one file say no more. */
const maxLooked = 300;

/** Offsets at which a text, as a file writes it, is used in a way that no longer fits. */
export function brokenPlaces(
  root: SyntaxNode,
  { source, written, use }: { readonly source: string; readonly written: string; readonly use: Use },
): readonly number[] {
  const form = new RegExp(`(?<![\\w$.])${escapeRegExp(written)}(?![\\w$])`, 'g');
  return [...source.matchAll(form)]
    .slice(0, maxLooked)
    .map(({ index }) => index)
    .filter((offset) => {
      const way = wayTo(root, offset, written);
      const node = way.at(-1);
      if (node === undefined || isKey(node)) return false;
      if (use.kind === 'name') return true;
      const call = node.parent;
      const isCalled =
        call !== undefined &&
        /^(call|call_expression|new_expression)$/.test(call.kind) &&
        call.start <= node.start;
      return isCalled && call.children[0]?.start === node.start && !fits(use.parameters, givenIn(call));
    });
}

/** The nodes that hold an offset, down to the one that is the written text; none in comments and strings. */
function wayTo(root: SyntaxNode, offset: number, written: string): readonly SyntaxNode[] {
  const way: SyntaxNode[] = [];
  let node: SyntaxNode | undefined = root;
  while (node !== undefined) {
    way.push(node);
    if (node.start === offset && node.text === written)
      return /string|content|fragment/.test(node.kind) ? [] : way;
    node = node.children.find(({ start, end }) => start <= offset && offset < end);
  }
  return [];
}

/** The name of a field where a value is given to it; what declares a name, or imports it, is no use either. */
function isKey(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === undefined) return true;
  if (
    /(import|export)_(specifier|clause)|import|^(pair|method_definition|(typed_)?parameter|function_declaration|type_spec)$/.test(
      parent.kind,
    )
  )
    return parent.children[0]?.start === node.start;
  return (
    parent.kind === 'literal_element' &&
    parent.parent?.kind === 'keyed_element' &&
    parent.parent.start === node.start
  );
}

function givenIn(call: SyntaxNode): readonly Given[] {
  const list = call.field('arguments');
  const all = list?.children ?? [];
  if (list?.kind === 'generator_expression') return [{}];
  // In Go, all results of one call may be the arguments of another.
  const isGo = list?.kind === 'argument_list' && call.kind === 'call_expression';
  if (isGo && all.length === 1 && all[0]?.kind === 'call_expression') return [{ isSpread: true }];
  return all.map((argument): Given => {
    if (argument.kind === 'keyword_argument') return { name: argument.fieldText('name') };
    return /splat|spread|variadic/.test(argument.kind) ? { isSpread: true } : {};
  });
}
