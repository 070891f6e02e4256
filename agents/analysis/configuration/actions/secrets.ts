import { entryOf, textAt } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { defineActionsRule } from './define.ts';

export const inheritedSecrets = defineActionsRule({
  id: 'configuration/actions-secrets-inherit',
  title: 'Every secret is handed to `{sink}`',
  cwe: 'CWE-200',
  severity: 'medium',
  why: 'The called workflow, and whoever can change it, receives all secrets of the repository and the organization, also those it has no use for.',
  instead: 'Name the secrets that it needs.',
  example: `secrets:
  token: \${{ secrets.DEPLOY_TOKEN }}`,
  *find({ jobs }): Iterable<Fault> {
    for (const { id, node } of jobs) {
      const entry = entryOf(node, 'secrets');
      const uses = textAt(node, 'uses') ?? '';
      if (entry === undefined || textAt(entry.value) !== 'inherit' || uses.startsWith('./')) continue;
      yield { at: entry.at, identity: id, sink: uses.replace(/@.*$/, '') };
    }
  },
});

export const dumpedSecrets = defineActionsRule({
  id: 'configuration/actions-secrets-dump',
  title: 'All secrets are put into one text',
  cwe: 'CWE-200',
  severity: 'high',
  confidence: 0.9,
  why: 'Every secret of the repository ends up in the environment of a process or in a file. Masking in logs fails on the escaped form, and each tool of the step can read them all.',
  instead: 'Pass single secrets by name.',
  example: `env:
  TOKEN: \${{ secrets.DEPLOY_TOKEN }}`,
  *find({ text, root }): Iterable<Fault> {
    const span = text.slice(root.start, root.end);
    for (const match of span.matchAll(/\$\{\{[^}]*?\btojson\(\s*(secrets)\s*\)[^}]*\}\}/gi)) {
      const start = root.start + match.index;
      const lineStart = text.lastIndexOf('\n', start) + 1;
      if (/^\s*#/.test(text.slice(lineStart, start))) continue;
      yield {
        at: { start, end: start + match[0].length },
        identity: text.slice(lineStart, start + match[0].length).replace(/\s+/g, ''),
      };
    }
  },
});
