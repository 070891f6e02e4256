import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import { code } from '../../findings/shown-text.ts';
import type { Match } from '../../rules/define-rule.ts';

const guard =
  /^@(\w+\.)*(PreAuthorize|Secured|RolesAllowed|DenyAll|Authenticated|RequiresRoles|RequiresPermissions|RequiresAuthentication)\b/;

/** Annotations that guard every method of a class. */
export const classGuards: readonly Check[] = [
  { kind: 'file', rule: 'security/removed-guard', find: lostOfClasses },
];

function* lostOfClasses(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined) return;
  for (const node of file.nodes('annotation', 'marker_annotation')) {
    const owner = node.parent?.parent;
    const name = owner?.fieldText('name') ?? '';
    if (owner?.kind !== 'class_declaration' || !guard.test(node.text)) continue;
    // Given to the class in another way, or to its methods.
    if (guardsIn(after) >= guardsIn(file)) continue;
    yield {
      node,
      sink: `${code(node.text)} from ${code(name)}`,
      source: node.text,
      cwe: 'CWE-862',
      identity: `${node.text} of ${name}`,
      anchor: `class ${name}`,
    };
  }
}

function guardsIn({ flow }: CodeFile): number {
  return ['annotation', 'marker_annotation']
    .flatMap((kind) => flow.index.nodesOf(kind))
    .filter(({ text }) => guard.test(text)).length;
}
