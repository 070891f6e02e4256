import { functionName } from '../../flow/functions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { SourceFile } from '../source-file.ts';

const opening =
  /^@(Public|SkipAuth|AllowAnonymous|AllowAnon|NoAuth|Unprotected|IsPublic|SkipThrottle|SkipCsrf|SkipPermissions?)\b/;

export const publicEndpoint = defineRule({
  id: 'security/public-endpoint',
  title: '`{source}` opens `{sink}` to everyone',
  cwe: 'CWE-306',
  severity: 'high',
  confidence: 0.6,
  why: 'The endpoint was there before and asked who calls; now anyone on the network may call it.',
  instead: 'Keep the check, or say in the change why nobody has to be known here.',
  example: "@UseGuards(AuthGuard)\n@Delete(':id')\nremove() {}",
  *find(file): Iterable<Match> {
    if (file.before === undefined) return;
    for (const decorator of file.nodes('decorator')) {
      const source = opening.exec(decorator.text)?.[0];
      const method = source === undefined ? undefined : decorated(decorator);
      if (source !== undefined && method !== undefined && wasClosed(file.before(), method, source))
        yield { node: decorator, sink: method, source };
    }
    for (const node of file.nodes('identifier')) {
      const opened = /^(public|open|anonymous|unprotected)Procedure$/.test(node.text)
        ? procedureName(node)
        : undefined;
      if (opened !== undefined && wasProtected(file.before(), opened))
        yield { node, sink: opened, source: node.text };
    }
  },
});

function decorated(decorator: SyntaxNode): string | undefined {
  const siblings = decorator.parent?.children ?? [];
  const next = siblings.slice(siblings.indexOf(decorator)).find(({ kind }) => kind !== 'decorator');
  return next?.field('name')?.text ?? decorator.parent?.field('name')?.text;
}

/** The method or class stood in the old version without such a mark. */
function wasClosed(before: SourceFile | undefined, name: string, mark: string): boolean {
  if (before === undefined) return false;
  const declared = before
    .nodes('method_definition', 'class_declaration', 'abstract_class_declaration')
    .some((node) => node.field('name')?.text === name);
  const marked = before
    .nodes('decorator')
    .some((node) => node.text.startsWith(mark) && decorated(node) === name);
  return declared && !marked;
}

/** `list: publicProcedure.query(…)`, `const list = publicProcedure…` */
function procedureName(node: SyntaxNode): string | undefined {
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) {
    if (outer.kind === 'pair') return outer.field('key')?.text;
    if (outer.kind === 'variable_declarator') return outer.field('name')?.text;
    if (/statement|function|arguments/.test(outer.kind)) return functionName(outer);
  }
  return undefined;
}

function wasProtected(before: SourceFile | undefined, name: string): boolean {
  return (before?.nodes('identifier') ?? []).some(
    (node) =>
      /^(protected|private|admin|auth\w*|signedIn|member)Procedure$/.test(node.text) &&
      procedureName(node) === name,
  );
}
