import { functionName, passedTo } from '../../flow/functions.ts';
import { argumentsOf, calleeOf, isFunction, normaliseText, stringValue } from '../../syntax/expressions.ts';
import { ancestors, descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import type { SourceFile } from '../source-file.ts';

/** The function of the new version that stands where one of the old version stood: same name, class or route. */
export function counterpartOf(fn: SyntaxNode, after: SourceFile): SyntaxNode | undefined {
  const key = keyOf(fn);
  if (key === undefined) return undefined;
  for (const node of descendants(after.root)) {
    if (isFunction(node) && keyOf(node) === key) return node;
  }
  return undefined;
}

/** `Notes.remove` for a method, `app.post '/x'` for the handler of a route; undefined for other nameless functions. */
function keyOf(fn: SyntaxNode): string | undefined {
  const name = functionName(fn);
  if (name !== undefined) {
    const owner = [...ancestors(fn)].find(
      (outer) => /^(class|abstract_class)/.test(outer.kind) && outer.field('name'),
    );
    return `${owner?.fieldText('name') ?? ''}.${name}`;
  }
  const call = passedTo(fn)?.call;
  const callee = call === undefined ? undefined : calleeOf(call);
  const route = call === undefined ? undefined : stringValue(argumentsOf(call)[0]);
  return callee === undefined || route === undefined ? undefined : `${callee.text} ${route}`;
}

/** The lines that one version has and the other has not, whatever their indentation. */
export function linesOnlyIn(text: string, other: string): string {
  const known = new Set(other.split('\n').map((line) => line.trim()));
  return text
    .split('\n')
    .filter((line) => !known.has(line.trim()))
    .join('\n');
}

/** Shorter texts stand anywhere by chance. */
const minWorkChars = 8;

/** Whether a part of what some statements did is still done: one of them, or one of their calls. */
export function isStillDone(statements: readonly SyntaxNode[], where: SyntaxNode): boolean {
  const text = normaliseText(where.text);
  return statements.some((statement) => {
    const own = normaliseText(statement.text);
    if (own.length >= minWorkChars && text.includes(own)) return true;
    return [...descendants(statement)].some((node) => {
      const callee =
        node.kind === 'call_expression' || node.kind === 'new_expression' ? calleeOf(node) : undefined;
      const called = callee === undefined ? '' : `${normaliseText(callee.text)}(`;
      return called.length >= minWorkChars && text.includes(called);
    });
  });
}
