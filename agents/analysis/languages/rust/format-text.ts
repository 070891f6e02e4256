import type { Argument, Expression } from '../../code/expression.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';

const placeholder = /\{\{|\}\}|\{([^{}:]*)(?::[^{}]*)?\}/g;

/** The pieces of a format text, with what takes the places of `{}`, `{0}` and `{name}`. */
export function formatted(literal: SyntaxNode, given: readonly Argument[]): readonly Expression[] {
  const text = literal.text;
  const open = /^(b?r?#*")/.exec(text)?.[0].length ?? 1;
  const close = text.length - (/"(#*)$/.exec(text)?.[0].length ?? 1);
  const parts: Expression[] = [];
  const piece = (start: number, end: number) => {
    if (end <= start) return;
    const node = literal.part(literal.start + start, literal.start + end);
    parts.push({ kind: 'text', node, text: node.text });
  };
  let next = 0;
  let end = open;
  for (const match of text.matchAll(placeholder)) {
    const name = match[1];
    if (name === undefined || match.index < open || match.index >= close) continue;
    piece(end, match.index);
    end = match.index + match[0].length;
    const place = name === '' ? next : Number(name);
    if (name === '') next += 1;
    const start = literal.start + match.index + 1;
    parts.push(
      valueAt(place, name, given) ?? {
        kind: 'name',
        node: literal.part(start, start + name.length),
        name,
      },
    );
  }
  piece(end, close);
  return parts;
}

function valueAt(place: number, name: string, given: readonly Argument[]): Expression | undefined {
  const named = given.find((argument) => argument.name === name)?.value;
  return named ?? (Number.isNaN(place) ? undefined : given[place]?.value);
}
