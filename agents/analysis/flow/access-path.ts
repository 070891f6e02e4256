import { calleeOf, objectOf, propertyOf, unwrap } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { Bindings, ParameterBinding } from './bindings.ts';
import type { Names } from './names.ts';

/** Where a value is read from: a parameter or a global or imported name, and the members and calls that lead to it. */
export interface AccessPath {
  readonly root: ParameterBinding | string;
  /** Property names; a call's step ends in `()`, an unknown index is `*`. */
  readonly steps: readonly string[];
}

const maxHops = 8;

export function accessPathOf(
  expression: SyntaxNode,
  scope: { readonly bindings: Bindings; readonly names: Names },
  hops = maxHops,
): AccessPath | undefined {
  if (hops === 0) return undefined;
  const node = unwrap(expression);
  if (node.kind === 'identifier' || node.kind === 'shorthand_property_identifier') {
    const binding = scope.bindings.resolve(node);
    if (binding?.kind === 'parameter') return { root: binding, steps: binding.path };
    if (binding?.kind === 'variable' && binding.value !== undefined) {
      const value = accessPathOf(binding.value, scope, hops - 1);
      return extended(value, binding.loop ? ['*', ...binding.path] : binding.path);
    }
    const name = binding === undefined || binding.kind === 'import' ? scope.names.nameOf(node) : undefined;
    return name === undefined ? undefined : { root: name, steps: [] };
  }
  if (node.kind === 'member_expression' || node.kind === 'subscript_expression') {
    const object = objectOf(node);
    return object === undefined
      ? undefined
      : extended(accessPathOf(object, scope, hops), [propertyOf(node) ?? '*']);
  }
  if (node.kind === 'call_expression') return ofCall(node, scope, hops);
  if (node.kind === 'new_expression') {
    const name = scope.names.nameOf(node);
    return name === undefined ? undefined : { root: name, steps: [] };
  }
  return undefined;
}

function ofCall(
  call: SyntaxNode,
  scope: { readonly bindings: Bindings; readonly names: Names },
  hops: number,
): AccessPath | undefined {
  const callee = calleeOf(call);
  const path = callee === undefined ? undefined : accessPathOf(callee, scope, hops);
  if (path === undefined) return undefined;
  if (path.steps.length > 0) {
    return { root: path.root, steps: [...path.steps.slice(0, -1), `${path.steps.at(-1)}()`] };
  }
  return typeof path.root === 'string' ? { root: `${path.root}()`, steps: [] } : undefined;
}

function extended(path: AccessPath | undefined, steps: readonly string[]): AccessPath | undefined {
  return path === undefined ? undefined : { root: path.root, steps: [...path.steps, ...steps] };
}
