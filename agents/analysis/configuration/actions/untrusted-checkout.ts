import { entryOf, textAt, type YamlNode } from '../yaml/yaml-node.ts';
import type { Fault, Guard } from '../configuration-rule.ts';
import type { Span } from '../span.ts';
import { defineActionsRule } from './define.ts';
import {
  conditionOf,
  isPrivileged,
  type Job,
  keepsStrangersOut,
  type Step,
  type Workflow,
} from './workflow.ts';

export const untrustedCheckout = defineActionsRule({
  id: 'configuration/actions-untrusted-checkout',
  title: 'A stranger’s code is checked out and run with the rights of this repository',
  guardTitle: 'The change removes `{sink}`, which kept strangers out',
  cwe: 'CWE-829',
  severity: 'high',
  confidence: 0.9,
  why: 'This trigger gives the job secrets and a token that may write. Whoever opens a pull request decides what the build, the tests or an install script do with them.',
  instead:
    'Build pull requests under `pull_request`, without secrets; do what needs rights in a second workflow that does not run their code.',
  example: `on: pull_request
permissions:
  contents: read`,
  *find(workflow): Iterable<Fault> {
    if (!isPrivileged(workflow)) return;
    for (const job of workflow.jobs) {
      for (const [index, step] of job.steps.entries()) {
        const place = checkoutOfHead(workflow, step);
        if (place === undefined || keepsStrangersOut(conditionOf(job.node, step.node))) continue;
        const isOptOut = textAt(step.node, 'with', 'allow-unsafe-pr-checkout') === 'true';
        const running = job.steps.slice(index + 1).find((later) => runsCode(later));
        if (running === undefined && !isOptOut) continue;
        yield {
          at: place,
          trail: [
            ...(running === undefined ? [] : [firstLine(running.node, workflow.text)]),
            ...triggerPlaces(workflow),
          ],
          identity: `${job.id}/${step.name}`,
          ...(isGated(job, step) ? { severity: 'medium', confidence: 0.6 } : {}),
        };
      }
    }
  },
  *guards(workflow): Iterable<Guard> {
    for (const job of workflow.jobs) {
      const parts = [{ node: job.node, name: '' }, ...job.steps];
      for (const { node, name } of parts) {
        const condition = entryOf(node, 'if');
        if (condition?.value.kind !== 'scalar' || !keepsStrangersOut(condition.value.text)) continue;
        yield {
          at: condition.at,
          identity: `${job.id}/${name} condition`,
          subject: `job:${job.id}`,
          sink: condition.value.text,
        };
      }
    }
  },
});

const headRef =
  /github\.event\.(pull_request|workflow_run|issue\.pull_request)\b[^}]*\bhead|github\.head_ref|refs\/pull\/|github\.event\.workflow_run\.head_(sha|branch)|(head[_-]?(sha|ref)|pr[_-](ref|sha|head)|merge_commit_sha)\b/i;
const fetchesHead =
  /\bgh\s+pr\s+checkout\b|\bgit\s+(fetch|pull)\b[^\n]*\b(pull|refs\/pull)\/|\bgit\s+(checkout|switch|clone|pull|fetch)\b[^\n]*github\.(head_ref|event\.pull_request\.head)|\bhub\s+pr\s+checkout\b/;

function checkoutOfHead({ text }: Workflow, { node, uses, run }: Step): Span | undefined {
  if (run !== undefined) {
    const script = text.slice(run.value.start, run.value.end);
    const match = fetchesHead.exec(script);
    return match === null
      ? undefined
      : { start: run.value.start + match.index, end: run.value.start + match.index + match[0].length };
  }
  if (uses === undefined || !uses.startsWith('actions/checkout@')) return undefined;
  const ref = ['ref', 'repository']
    .map((name) => entryOf(node, 'with', name))
    .find((entry) => entry?.value.kind === 'scalar' && headRef.test(entry.value.text));
  const optOut = entryOf(node, 'with', 'allow-unsafe-pr-checkout');
  return ref?.at ?? (optOut?.value.kind === 'scalar' && optOut.value.text === 'true' ? optOut.at : undefined);
}

const buildCommand =
  /\b(npm|npx|yarn|pnpm|bun|deno|node|make|cmake|ninja|pip3?|pipenv|poetry|uv|python3?|pytest|tox|nox|go|cargo|mvn|gradle|ant|sbt|bundle|rake|ruby|composer|php|dotnet|msbuild|swift|xcodebuild|docker|podman|buildah|bazel|pre-commit|terraform|tofu|helm|ansible-playbook|mkdocs|sphinx-build|jekyll|hugo|just|task|nix|bash|sh|pwsh|source)\b\s*[\w./-]*|(^|\s)\.?\.?\/[\w.-]+|mvnw|gradlew/m;
/** Actions that read the checkout or the event and run nothing of it. */
const readingAction =
  /^(actions\/(checkout|github-script|labeler|upload-artifact|download-artifact|cache|stale|first-interaction|dependency-review-action|setup-[\w-]+|create-github-app-token|add-to-project)|github\/codeql-action|peter-evans\/create-or-update-comment|marocchino\/sticky-pull-request-comment|amannn\/action-semantic-pull-request|dorny\/paths-filter|tj-actions\/changed-files)(\/|@)/;

function runsCode({ uses, run }: Step): boolean {
  if (run?.value.kind === 'scalar') return buildCommand.test(run.value.text);
  return uses !== undefined && !readingAction.test(uses);
}

/** A person must have agreed: still a race, yet no open door. */
function isGated(job: Job, step: Step): boolean {
  return entryOf(job.node, 'environment') !== undefined || /labels?\b/.test(conditionOf(job.node, step.node));
}

function triggerPlaces({ root, triggers }: Workflow): readonly Span[] {
  const on = entryOf(root, 'on') ?? entryOf(root, 'true');
  if (on === undefined) return [];
  const named = [...triggers].flatMap((name) => entryOf(on.value, name)?.keyAt ?? []);
  return named.length > 0 ? named : [on.at];
}

export function firstLine({ start, end }: YamlNode, text: string): Span {
  const stop = text.indexOf('\n', start);
  return { start, end: stop < 0 ? end : Math.min(stop, end) };
}
