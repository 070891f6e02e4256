import { argumentsOf, calleeOf, keyName, lastName, stringValue } from '../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../syntax/syntax-node.ts';

/** The name a function is declared, assigned or keyed under. */
export function functionName(fn: SyntaxNode): string | undefined {
  const own = fn.field('name');
  if (own !== undefined) return keyName(own);
  const holder = fn.parent;
  if (holder?.kind === 'variable_declarator') return holder.field('name')?.text;
  if (holder?.kind === 'pair') return keyName(holder.field('key'));
  if (holder?.kind === 'assignment_expression') return holder.field('left')?.text.split('.').at(-1);
  return undefined;
}

/** The call a function is passed to, and its place among the arguments. */
export function passedTo(fn: SyntaxNode): { readonly call: SyntaxNode; readonly index: number } | undefined {
  const call = fn.parent?.kind === 'arguments' ? fn.parent.parent : undefined;
  return call === undefined ? undefined : { call, index: argumentsOf(call).indexOf(fn) };
}

/** Whether code outside the file can call a function. */
export function isExported(fn: SyntaxNode): boolean {
  const name = functionName(fn);
  for (const outer of ancestors(fn)) {
    if (outer.kind === 'export_statement') return true;
    if (outer.kind === 'assignment_expression')
      return /^(module\.)?exports\b/.test(outer.field('left')?.text ?? '');
    if (outer.kind === 'statement_block') return false;
    if (outer.kind === 'program') return name !== undefined && isListedExport(outer, name);
  }
  return false;
}

function isListedExport(program: SyntaxNode, name: string): boolean {
  return program.children.some((statement) => {
    if (statement.kind === 'export_statement') {
      const clause = statement.children.find((child) => child.kind === 'export_clause');
      return (
        statement.field('value')?.text === name ||
        (clause?.children.some((specifier) => specifier.field('name')?.text === name) ?? false)
      );
    }
    return (
      statement.kind === 'expression_statement' &&
      /^(module\.)?exports\b/.test(statement.text) &&
      new RegExp(`\\b${escapeRegExp(name)}\\b`).test(statement.text)
    );
  });
}

export function escapeRegExp(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}

/** Whether the file or the function itself declares `'use server'`. */
export function isServerAction(fn: SyntaxNode): boolean {
  const body = fn.field('body');
  if (body !== undefined && hasDirective(body, 'use server')) return true;
  const program = [...ancestors(fn)].at(-1);
  return program !== undefined && isExported(fn) && hasDirective(program, 'use server');
}

function hasDirective(block: SyntaxNode, directive: string): boolean {
  const first = block.children[0];
  return first?.kind === 'expression_statement' && stringValue(first.children[0]) === directive;
}

const routeMethods = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'options',
  'all',
  'use',
  'on',
  'route',
  'param',
]);

/** Whether a function is handed to something like `router.get('/path', fn)`. */
export function isRouteHandler(fn: SyntaxNode): boolean {
  const passed = passedTo(fn);
  if (passed === undefined || !routeMethods.has(lastName(calleeOf(passed.call)))) return false;
  const [first] = argumentsOf(passed.call);
  return first !== undefined && (passed.index > 0 || argumentsOf(passed.call).length === 1);
}
