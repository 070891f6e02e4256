import { ancestors, type SyntaxNode } from '../syntax/syntax-node.ts';
import type { CodeFile } from './code-file.ts';

/** What a value is called where it is made: the variables and options it goes into, and the function that makes it. */
export function enclosingName(node: SyntaxNode, file: CodeFile): string {
  const { index } = file.flow;
  const names: string[] = [];
  for (const outer of ancestors(node)) {
    const fn = index.functionAt(outer);
    if (fn !== undefined) {
      if (fn.name !== '') {
        names.push(fn.name);
        break;
      }
    }
    for (const write of index.grammar.writes[outer.kind]?.(outer, index.read) ?? []) {
      if (write.value.node.contains(node)) names.push(write.target);
    }
    if (index.grammar.calls.has(outer.kind))
      names.push(outer.text.slice(0, outer.text.indexOf('(') + 1).replace('(', ''));
    if (
      /keyword_argument|pair|keyed_element|field_initializer|array_element_initializer|argument$/.test(
        outer.kind,
      )
    )
      names.push(outer.children[0]?.text ?? '');
  }
  return names.filter((name) => name !== '' && name.length < 60).join(' ');
}
