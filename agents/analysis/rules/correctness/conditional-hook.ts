import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { functionName, passedTo } from '../../flow/functions.ts';
import { calleeOf, enclosingFunction, lastName, ownNodes } from '../../syntax/expressions.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { SourceFile } from '../source-file.ts';

export const conditionalHook = defineRule({
  id: 'correctness/conditional-hook',
  title: 'The hook `{sink}` does not run each time: it stands {source}',
  summary: 'A hook does not run each time its component is rendered',
  cwe: 'CWE-670',
  severity: 'high',
  confidence: 0.9,
  why: 'React tells hooks apart by their order alone. When one is left out, the others get the state of their neighbours, or the component fails.',
  instead: 'Call the hook first and each time, and decide afterwards about what it gave.',
  example: 'const user = useUser(id);\nif (user === undefined) return null;',
  *find(file): Iterable<Match> {
    if (!usesReact(file)) return;
    for (const { node, method, callee } of file.calls()) {
      // `use` itself may stand anywhere: https://react.dev/reference/react/use
      if (!/^use[A-Z]/.test(method) || !/^(React\.)?\w+$/.test(callee.text)) continue;
      const fn = rendering(node);
      const place = fn === undefined ? undefined : (decisionAround(node, fn) ?? returnBefore(node, fn));
      if (place !== undefined) yield { node, trail: [place.node], sink: callee.text, source: place.words };
    }
  },
});

/** Functions of this form are hooks of React only beside it: composables of others may be called anywhere. */
function usesReact({ text }: SourceFile): boolean {
  return /\bfrom\s*['"](react|preact\/hooks|preact\/compat)['"]|\brequire\(\s*['"]react['"]\s*\)/.test(text);
}

/** The component or hook whose own statement a call is part of. */
function rendering(call: SyntaxNode): SyntaxNode | undefined {
  const fn = enclosingFunction(call);
  if (fn === undefined) return undefined;
  const wrapper = passedTo(fn)?.call;
  const isWrapped = wrapper !== undefined && /^(memo|forwardRef|observer)$/.test(lastName(calleeOf(wrapper)));
  const name = functionName(fn) ?? (isWrapped ? 'Wrapped' : '');
  return /^([A-Z]|use[A-Z])/.test(name) ? fn : undefined;
}

interface Place {
  readonly node: SyntaxNode;
  readonly words: string;
}

const loops = /^(for|for_in|while|do)_statement$/;

function decisionAround(call: SyntaxNode, fn: SyntaxNode): Place | undefined {
  let inner = call;
  for (const outer of ancestors(call)) {
    if (outer === fn) return undefined;
    if (isDecided(outer, inner)) return { node: outer, words: 'under a condition' };
    if (loops.test(outer.kind)) return { node: outer, words: 'in a loop' };
    inner = outer;
  }
  return undefined;
}

function isDecided(outer: SyntaxNode, inner: SyntaxNode): boolean {
  if (/^(if_statement|ternary_expression)$/.test(outer.kind)) return inner !== outer.field('condition');
  if (outer.kind === 'switch_case') return inner !== outer.field('value');
  if (outer.kind === 'switch_default') return true;
  const isLogical = outer.kind === 'binary_expression' && /^(&&|\|\||\?\?)$/.test(outer.token('operator'));
  return isLogical && inner === outer.field('right');
}

function returnBefore(call: SyntaxNode, fn: SyntaxNode): Place | undefined {
  const body = fn.field('body');
  const early =
    body === undefined
      ? undefined
      : ownNodes(body).find((node) => node.kind === 'return_statement' && node.end < call.start);
  return early === undefined ? undefined : { node: early, words: 'behind a `return`' };
}
