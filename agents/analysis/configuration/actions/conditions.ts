import { entryOf, type YamlEntry } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { defineActionsRule } from './define.ts';
import type { Workflow } from './workflow.ts';

export const botCondition = defineActionsRule({
  id: 'configuration/actions-bot-condition',
  title: 'A pull request is trusted because a bot touched it last',
  cwe: 'CWE-290',
  severity: 'medium',
  why: '`github.actor` is whoever caused the latest event. A stranger can make the bot act on a pull request of their own (a rebase, a reopened branch), and their code then counts as the bot’s.',
  instead: 'Ask who opened the pull request.',
  example: `if: github.event.pull_request.user.login == 'dependabot[bot]'`,
  *find(workflow): Iterable<Fault> {
    const ofPullRequest = [...workflow.triggers].some((name) => /^pull_request(_target)?$/.test(name));
    if (!ofPullRequest && !workflow.triggers.has('workflow_run')) return;
    for (const { owner, entry } of conditionsOf(workflow)) {
      const raw = workflow.text.slice(entry.value.start, entry.value.end);
      const match =
        /\bgithub\.(triggering_)?actor(?=\s*==\s*'+[\w-]+\[bot\]'+)|'[\w-]+\[bot\]'+\s*==\s*(github\.(triggering_)?actor)\b/.exec(
          raw,
        );
      if (match === null) continue;
      const start = entry.value.start + match.index;
      const at = { start, end: start + match[0].length };
      const isExact = match[2] === undefined && ofPullRequest && workflow.triggers.size === 1;
      yield {
        at,
        trail: [entry.at],
        identity: owner,
        ...(isExact ? { edit: { at, text: 'github.event.pull_request.user.login' } } : {}),
      };
    }
  },
});

export const substringCondition = defineActionsRule({
  id: 'configuration/actions-substring-condition',
  title: '`{sink}` is also true for a part of one of the names',
  cwe: 'CWE-185',
  severity: 'medium',
  why: '`contains` on a text looks for any part of it. A branch called `a` or `main refs` passes a list of branches written as one text, and with it the check.',
  instead: 'Compare with each name, or search a real list.',
  example: `if: contains(fromJSON('["refs/heads/main", "refs/heads/develop"]'), github.ref)`,
  *find(workflow): Iterable<Fault> {
    for (const { owner, entry } of conditionsOf(workflow)) {
      const raw = workflow.text.slice(entry.value.start, entry.value.end);
      const match =
        /contains\(\s*'[^']*[\s,|;][^']*'\s*,\s*(github\.(ref|ref_name|head_ref|base_ref|actor|event_name|event\.[\w.]+)|env\.\w+|inputs\.\w+)\s*\)/.exec(
          raw,
        );
      if (match === null) continue;
      const start = entry.value.start + match.index;
      yield { at: { start, end: start + match[0].length }, identity: owner, sink: match[0] };
    }
  },
});

export const alwaysTrueCondition = defineActionsRule({
  id: 'configuration/actions-always-true-condition',
  title: 'The condition is always true: text stands around its `${{ }}`',
  cwe: 'CWE-571',
  severity: 'medium',
  confidence: 0.9,
  why: 'Only what lies between the braces is evaluated. With a line break or more text outside of them the result is a text, and a text that is not empty counts as true: the check never stops anything.',
  instead: 'Write the whole condition without `${{ }}`, or all of it inside.',
  example: `if: github.event_name == 'push' && github.ref == 'refs/heads/main'`,
  *find(workflow): Iterable<Fault> {
    for (const { owner, entry } of conditionsOf(workflow)) {
      if (entry.value.kind !== 'scalar' || !entry.value.text.includes('${{')) continue;
      const { text } = entry.value;
      if (/^\$\{\{(?:[^}]|\}(?!\}))*\}\}$/.test(text)) continue;
      yield { at: entry.at, identity: owner };
    }
  },
});

function* conditionsOf({ jobs }: Workflow): Generator<{ readonly owner: string; readonly entry: YamlEntry }> {
  for (const { id, node, steps } of jobs) {
    for (const part of [{ node, name: '' }, ...steps]) {
      const entry = entryOf(part.node, 'if');
      if (entry?.value.kind === 'scalar') yield { owner: `${id}/${part.name}`, entry };
    }
  }
}
