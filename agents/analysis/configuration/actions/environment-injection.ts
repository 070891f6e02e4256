import type { Fault } from '../configuration-rule.ts';
import { defineActionsRule } from './define.ts';
import { environmentTaint } from './tainted-values.ts';
import type { Workflow } from './workflow.ts';

export const environmentInjection = defineActionsRule({
  id: 'configuration/actions-environment-injection',
  title: 'A stranger’s text in `{source}` is written to the environment of all later steps',
  cwe: 'CWE-77',
  severity: 'high',
  confidence: 0.85,
  why: 'A line break in the value starts another variable: with `NODE_OPTIONS`, `LD_PRELOAD` or a folder on the path, the next step runs the stranger’s code.',
  instead:
    'Keep it out of `GITHUB_ENV` and `GITHUB_PATH`; use an output, or strip everything but the characters that you expect.',
  example: `- run: echo "branch=\${BRANCH//[^a-zA-Z0-9_.-]/}" >> "$GITHUB_OUTPUT"
  env:
    BRANCH: \${{ github.head_ref }}`,
  *find(workflow): Iterable<Fault> {
    for (const job of workflow.jobs) {
      for (const { node, name, run } of job.steps) {
        if (run === undefined) continue;
        const tainted = environmentTaint(workflow, job, node);
        for (const write of writesIn(workflow.text, run.value)) {
          const source = sourceOf(write.line, tainted, workflow);
          if (source === undefined) continue;
          yield { at: write, identity: `${job.id}/${name}: ${source}`, source };
        }
      }
    }
  },
});

const environmentFile = />>?\s*["']?\$\{?(env:)?GITHUB_(ENV|PATH)\b|Out-File[^\n]*GITHUB_(ENV|PATH)/i;
const cleaned =
  /\$\{\w+\/\/|\btr\s+-c?d|\bjq\b|\bhead\s+-n\s*1\b|\bsed\s+['"]s\/\[\^|\bgrep\s+-[a-zA-Z]*E|sha256sum|base64/;

function* writesIn(text: string, { start, end }: { readonly start: number; readonly end: number }) {
  let at = start;
  for (const line of text.slice(start, end).split('\n')) {
    if (environmentFile.test(line)) yield { line, start: at, end: at + line.length };
    at += line.length + 1;
  }
}

function sourceOf(
  line: string,
  tainted: ReadonlyMap<string, { readonly severity: string }>,
  { triggers }: Workflow,
): string | undefined {
  if (cleaned.test(line)) return undefined;
  for (const [, name = ''] of line.matchAll(/\$(?:env:)?\{?(\w+)/g))
    if (tainted.get(name.toLowerCase())?.severity === 'high') return name;
  // Files of an artifact were written by the untrusted run.
  const file = triggers.has('workflow_run')
    ? /(?:\$\(\s*(?:cat|<)|\bcat)\s+["']?([\w./-]+)/.exec(line)?.[1]
    : undefined;
  return file;
}
