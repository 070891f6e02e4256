import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import { code } from '../../findings/shown-text.ts';
import { linesOnlyIn } from '../../rules/removed/counterpart.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';

/** Protections of Django that stand beside no function: bases of views, their permissions, middleware of the project. */
export const removedMarks: readonly Check[] = [
  { kind: 'file', rule: 'security/removed-guard', find: lostBases },
  { kind: 'file', rule: 'security/removed-guard', find: lostMiddleware },
];

const bases = /^(\w+\.)*(\w*(Login|Permission|Access|Staff\w*|Superuser|UserPassesTest)\w*Mixin)$/;
const declared = /^permission_classes$/;

function* lostBases(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined) return;
  for (const view of file.nodes('class_definition')) {
    const name = view.fieldText('name');
    const now = after.flow.index.nodesOf('class_definition').find((one) => one.fieldText('name') === name);
    if (now === undefined) continue;
    for (const guard of guardsOf(view)) {
      const isKept =
        guardsOf(now).length > 0 ||
        /permission|auth|dispatch|Mixin/i.test(linesOnlyIn(after.text, file.text));
      if (!isKept)
        yield {
          node: guard,
          sink: `${code(guard.text.split('\n', 1)[0] ?? '')} from ${code(name)}`,
          source: guard.text.split('\n', 1)[0] ?? '',
          cwe: 'CWE-862',
          identity: `${guard.text} of ${name}`,
          anchor: `class ${name}`,
        };
    }
  }
}

function guardsOf(view: SyntaxNode): readonly SyntaxNode[] {
  const mixins = view.field('superclasses')?.children.filter(({ text }) => bases.test(text)) ?? [];
  const statements = view.field('body')?.children ?? [];
  const fields = statements.filter(
    (one) =>
      declared.test(one.children[0]?.fieldText('left') ?? '') && !/AllowAny|=\s*[[(]\s*[\])]/.test(one.text),
  );
  return [...mixins, ...fields];
}

const middleware =
  /^['"]django\.(middleware\.(csrf\.CsrfViewMiddleware|security\.SecurityMiddleware|clickjacking\.XFrameOptionsMiddleware)|contrib\.auth\.middleware\.(Authentication|LoginRequired)Middleware)['"]$/;

function* lostMiddleware(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined) return;
  for (const node of file.nodes('string')) {
    if (!middleware.test(node.text) || node.parent?.kind !== 'list') continue;
    if (after.text.replace(/^\s*#.*$/gm, '').includes(node.text.slice(1, -1))) continue;
    const isForgery = node.text.includes('csrf');
    yield {
      node,
      sink: `${code(node.text.slice(1, -1))} from every request`,
      source: node.text.slice(1, -1),
      cwe: isForgery ? 'CWE-352' : 'CWE-693',
      anchor: 'MIDDLEWARE',
    };
  }
}
