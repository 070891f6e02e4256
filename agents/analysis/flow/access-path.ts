import { argumentsOf, calleeOf, objectOf, propertyOf, unwrap } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { Bindings, ParameterBinding } from './bindings.ts';
import type { Names } from './names.ts';

/** Where a value is read from: a parameter or a global or imported name, and the members and calls that lead to it. */
export interface AccessPath {
  readonly root: ParameterBinding | string;
  /** Property names; a call's step ends in `()`, an unknown index is `*`. */
  readonly steps: readonly string[];
}

interface Scope {
  readonly bindings: Bindings;
  readonly names: Names;
}

const maxHops = 8;

export function accessPathOf(expression: SyntaxNode, scope: Scope, hops = maxHops): AccessPath | undefined {
  if (hops === 0) return undefined;
  const node = unwrap(expression);
  switch (node.kind) {
    case 'identifier':
    case 'shorthand_property_identifier':
      return ofName(node, scope, hops);
    case 'member_expression':
    case 'subscript_expression':
      return ofMember(node, scope, hops);
    case 'call_expression':
      return ofCall(node, scope, hops);
    case 'new_expression':
      return named(scope.names.nameOf(node));
    default:
      return undefined;
  }
}

function ofName(node: SyntaxNode, scope: Scope, hops: number): AccessPath | undefined {
  const binding = scope.bindings.resolve(node);
  if (binding === undefined || binding.kind === 'import') return named(scope.names.nameOf(node));
  if (binding.kind === 'parameter') return { root: binding, steps: binding.path };
  if (binding.kind !== 'variable' || binding.value === undefined) return undefined;
  const value = accessPathOf(binding.value, scope, hops - 1);
  return extended(value, binding.loop ? ['*', ...binding.path] : binding.path);
}

function ofMember(node: SyntaxNode, scope: Scope, hops: number): AccessPath | undefined {
  const object = objectOf(node);
  if (object === undefined) return undefined;
  return extended(accessPathOf(object, scope, hops), [propertyOf(node) ?? '*']);
}

function ofCall(call: SyntaxNode, scope: Scope, hops: number): AccessPath | undefined {
  const callee = calleeOf(call);
  const path = callee === undefined ? undefined : accessPathOf(callee, scope, hops);
  const [first] = argumentsOf(call);
  if (first !== undefined && path?.root === 'global.Object' && /^(keys|entries)$/.test(path.steps.join('.')))
    return extended(accessPathOf(first, scope, hops - 1), ['keys()']);
  if (path === undefined) return undefined;
  const last = path.steps.at(-1);
  if (last !== undefined) return { root: path.root, steps: [...path.steps.slice(0, -1), `${last}()`] };
  return typeof path.root === 'string' ? named(`${path.root}()`) : undefined;
}

function named(root: string | undefined): AccessPath | undefined {
  return root === undefined ? undefined : { root, steps: [] };
}

function extended(path: AccessPath | undefined, steps: readonly string[]): AccessPath | undefined {
  return path === undefined ? undefined : { root: path.root, steps: [...path.steps, ...steps] };
}
