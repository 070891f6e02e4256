import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';

/** A guard that stands before code: the old version has it, the new one has the code without it. */
export interface Guard {
  readonly pattern: RegExp;
  readonly loss: string;
  readonly cwe: string;
}

/** Attributes whose class or method is still there without them; `nodes` are the attributes. */
export function removedAttributes(nodes: readonly string[], guards: readonly Guard[]): Check {
  return {
    kind: 'file',
    rule: 'security/removed-guard',
    find: function* find(file): Generator<Match> {
      for (const node of file.nodes(...nodes)) {
        const guard = guards.find(({ pattern }) => pattern.test(node.text));
        const owner = guard === undefined ? undefined : ownerOf(node);
        if (guard === undefined || owner === undefined) continue;
        const anchor = `${owner.name}${owner.isClass ? '' : '('}`;
        yield {
          node,
          sink: guard.loss,
          source: node.text,
          cwe: guard.cwe,
          identity: `${guard.loss} at ${owner.name}`,
          anchor,
        };
      }
    },
  };
}

function ownerOf(node: SyntaxNode): { readonly name: string; readonly isClass: boolean } | undefined {
  const owner = node.parent?.parent;
  const name = owner?.field('name')?.text;
  return name === undefined ? undefined : { name, isClass: owner?.kind.startsWith('class') === true };
}

/** Calls that protect what comes after them; the anchor is what they stand in. */
export function removedCalls(
  guards: readonly Guard[],
  isKept: (file: CodeFile, name: string) => boolean,
): Check {
  return {
    kind: 'file',
    rule: 'security/removed-guard',
    find: function* find(file): Generator<Match> {
      for (const { call, name, method, node, receiver } of file.calls()) {
        const guard = guards.find(({ pattern }) => pattern.test(name) || pattern.test(method));
        const after = guard === undefined ? undefined : file.after?.();
        if (guard === undefined || (after !== undefined && isKept(after, method))) continue;
        yield {
          node,
          sink: guard.loss,
          source: call.callee.node.text,
          cwe: guard.cwe,
          identity: `${guard.loss} ${method}`,
          anchor: surroundings(file, node) ?? receiver?.node.text.split('\n', 1)[0] ?? 'class ',
        };
      }
    },
  };
}

/** The name of the function or class that a call stands in. */
function surroundings(file: CodeFile, node: SyntaxNode): string | undefined {
  const { index } = file.flow;
  return index.enclosing(node)?.name ?? index.enclosingClass(node)?.fieldText('name');
}
