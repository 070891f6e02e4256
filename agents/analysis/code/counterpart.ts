import { ancestors, type SyntaxNode } from '../syntax/syntax-node.ts';
import type { CodeFile } from './code-file.ts';
import { type Call, lastNameOf, literalText } from './expression.ts';
import type { FunctionShape } from './grammar.ts';

/**
 * The function of the other version that stands where one of this version does: with the same name, in a class of the
 * same name; without a name, registered in the same way under the same literal: `router.DELETE("/records/{id}", func…)`.
 */
export function counterpartOf(fn: FunctionShape, from: CodeFile, to: CodeFile): FunctionShape | undefined {
  if (fn.name !== '') {
    const owner = ownerOf(fn, from);
    return to.flow.index.functionsNamed(fn.name).find((other) => ownerOf(other, to) === owner);
  }
  const key = registrationOf(fn, from);
  if (key === undefined) return undefined;
  const others = to.flow.index.functionsNamed('').filter((other) => registrationOf(other, to) === key);
  // A route that is told apart by something else as well is not known to be the same.
  return others.length === 1 ? others[0] : undefined;
}

/** The innermost function around a place that has a counterpart, with it: a callback is part of what it stands in. */
export function pairAround(
  node: SyntaxNode,
  from: CodeFile,
  to: CodeFile,
): { readonly own: FunctionShape; readonly other: FunctionShape } | undefined {
  const { index } = from.flow;
  for (let own = index.enclosing(node); own !== undefined; own = index.enclosing(own.node)) {
    const other = counterpartOf(own, from, to);
    if (other !== undefined) return { own, other };
    // The other version has no such function or route any more.
    if (own.name !== '' || registrationOf(own, from) !== undefined) return undefined;
  }
  return undefined;
}

/** What a function goes by: its name, or what it is registered under. */
export function shownName(fn: FunctionShape, file: CodeFile): string {
  return fn.name === '' ? (registrationOf(fn, file) ?? '').replace(/^.*> /, '') : fn.name;
}

/** The name of the class, or the receiver that Go writes in front of a method. */
export function ownerOf({ node }: FunctionShape, { flow }: CodeFile): string {
  const { classes } = flow.language.grammar;
  const owner = [...ancestors(node)].find(({ kind }) => classes.has(kind));
  return owner?.field('name')?.text ?? node.field('receiver')?.text.replace(/^\(\w*\s*|\W/g, '') ?? '';
}

/**
 * The calls with a literal first that a nameless function is handed to, outermost first, behind the name of the function
 * around them.
 */
function registrationOf({ node, name }: FunctionShape, { flow: { index } }: CodeFile): string | undefined {
  if (name !== '') return undefined;
  const routes: string[] = [];
  let around = '';
  for (const outer of ancestors(node)) {
    const fn = index.functionAt(outer);
    around = fn?.name ?? '';
    // A callback inside of a handler is not what the handler is registered as.
    if (around !== '' || (fn !== undefined && routes.length === 0)) break;
    const call = index.grammar.calls.has(outer.kind) ? index.call(outer) : undefined;
    const route = call === undefined ? undefined : routeOf(call, node);
    if (route !== undefined) routes.push(route);
  }
  return routes.length === 0 ? undefined : [around, ...routes.toReversed()].join(' > ');
}

/** `router.DELETE /records/{id}`, of a call that has a handler among its arguments. */
function routeOf({ callee, arguments: [first, ...others] }: Call, handler: SyntaxNode): string | undefined {
  const route = literalText(first?.value);
  if (route === undefined || !others.some(({ value }) => value.node.contains(handler))) return undefined;
  const receiver = callee.kind === 'member' && callee.object.kind === 'name' ? `${callee.object.name}.` : '';
  return `${receiver}${lastNameOf(callee)} ${route}`;
}
