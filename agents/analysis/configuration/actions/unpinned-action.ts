import { entryOf, type YamlEntry } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { defineActionsRule } from './define.ts';
import { isPrivileged, type Job, type Workflow } from './workflow.ts';

export const unpinnedAction = defineActionsRule({
  id: 'configuration/actions-unpinned',
  title: '`{sink}` can be changed by its owner at any time',
  cwe: 'CWE-829',
  severity: 'medium',
  confidence: 0.9,
  why: 'A tag or branch points wherever its owner, or whoever takes over the account, moves it. The next run executes that code with the job’s token and secrets, as happened with tj-actions/changed-files.',
  instead: 'Pin the full commit, with the version as a comment for the update bot.',
  example: `- uses: docker/login-action@74a5d142397b4f367a81961eba4e8cd7edddf772 # v3.4.0`,
  *find(workflow): Iterable<Fault> {
    const told = new Set<string>();
    for (const { entry, job } of usesEntries(workflow)) {
      if (entry.value.kind !== 'scalar' || told.has(identityOf(entry.value.text))) continue;
      const severity = severityOf(entry.value.text, workflow, job);
      if (severity === undefined) continue;
      const { text } = entry.value;
      told.add(identityOf(text));
      yield {
        at: entry.at,
        trail: entry.value.via,
        identity: identityOf(text),
        sink: text,
        severity,
      };
    }
  },
});

/** `uses` of steps and of jobs that call other workflows. */
function* usesEntries({ jobs }: Workflow): Generator<{ readonly entry: YamlEntry; readonly job: Job }> {
  for (const job of jobs) {
    for (const part of [job.node, ...job.steps.map((step) => step.node)]) {
      const entry = entryOf(part, 'uses');
      if (entry !== undefined) yield { entry, job };
    }
  }
}

/** From tag to tag nothing gets worse; from a tag to a branch it does. */
function identityOf(uses: string): string {
  const [name = '', ref = ''] = uses.split('@');
  return isBranch(ref) ? `${name} branch` : name;
}

function isBranch(ref: string): boolean {
  return /^(main|master|head|develop|dev|trunk|latest|edge|next|nightly|stable|canary)$|^refs\/heads\//i.test(
    ref,
  );
}

function severityOf(uses: string, workflow: Workflow, job: Job): 'medium' | 'low' | undefined {
  if (uses.startsWith('docker://')) return uses.includes('@sha256:') ? undefined : 'low';
  const [name = '', ref = ''] = uses.split('@');
  if (!isElsewhere(uses) || /^[\da-f]{40}([\da-f]{24})?$/i.test(ref)) return undefined;
  if (isBranch(ref) || ref === '') return 'medium';
  const isMinded = pinsOthers(workflow.text) || isWorthTaking(workflow, job);
  return !isMinded || isTrusted(name, workflow.text) ? undefined : 'medium';
}

function isElsewhere(uses: string): boolean {
  return uses.includes('/') && !/^\.{1,2}\//.test(uses);
}

/** Who pins some actions means to pin them all. */
function pinsOthers(text: string): boolean {
  return /uses:\s*["']?[\w./-]+@[\da-f]{40}\b/.test(text);
}

/**
 * Whether a job holds what somebody would take an action over for: secrets, or a token that may write. Almost every
 * workflow names a version of some action, and where nothing is at stake hardly anybody wants to hear of it.
 */
function isWorthTaking(workflow: Workflow, { node }: Job): boolean {
  const { root, text } = workflow;
  const job = text.slice(node.start, node.end);
  const rights = [root, node].flatMap((part) => [entryOf(part, 'permissions') ?? []].flat());
  const mayWrite = rights.some(({ at }) => /:\s*["']?(write|write-all)\b/.test(text.slice(at.start, at.end)));
  return (
    workflow.isAction ||
    mayWrite ||
    isPrivileged(workflow) ||
    /\bsecrets(\.|\[|:)|^\s*environment:/m.test(job)
  );
}

/**
 * GitHub's own, those of the organization itself where the file says whose repository it is, and the one generator that
 * refuses to be pinned (github.com/slsa-framework/slsa-github-generator, "Referencing SLSA builders and generators").
 */
function isTrusted(name: string, text: string): boolean {
  const [owner = '', repository] = name.split('/');
  return /^(actions|github)$/i.test(owner) || repository === 'slsa-github-generator' || isOwn(owner, text);
}

/** The file itself says to whom the repository belongs. */
function isOwn(owner: string, text: string): boolean {
  const name = owner.replace(/[^\w-]/g, '');
  return new RegExp(
    String.raw`github\.repository(_owner)?\s*==\s*['"]${name}['"/]|ghcr\.io/${name}/`,
    'i',
  ).test(text);
}
