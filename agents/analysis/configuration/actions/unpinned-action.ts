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
  isToldOnce: true,
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

/**
 * A branch changes with every push and is told everywhere, where nothing is at stake as a matter of style. Hardly anybody
 * wants to hear of version tags: they are told where somebody would take an action over for what the job holds, and
 * where others of the file are pinned.
 */
function severityOf(uses: string, workflow: Workflow, job: Job): 'medium' | 'low' | undefined {
  if (uses.startsWith('docker://')) return uses.includes('@sha256:') ? undefined : 'low';
  const [name = '', ref = ''] = uses.split('@');
  if (isFixed(uses, ref) || isOwn(name, workflow)) return undefined;
  if (isBranch(ref) || ref === '') return holdsSomething(workflow, job) ? 'medium' : 'low';
  return !isTrusted(name) && isMinded(workflow, job) ? 'medium' : undefined;
}

/** At a full commit, or part of this repository. */
function isFixed(uses: string, ref: string): boolean {
  return !uses.includes('/') || /^\.{1,2}\//.test(uses) || /^[\da-f]{40}([\da-f]{24})?$/i.test(ref);
}

/** Something is at stake; or others are pinned, and who pins some actions means to pin them all. */
function isMinded(workflow: Workflow, job: Job): boolean {
  return isWorthTaking(workflow, job) || /uses:\s*["']?[\w./-]+@[\da-f]{40}\b/.test(workflow.text);
}

/** Code, packages, releases, clouds and runs. Labels and comments can be set right again. */
const strongRights = /\b(contents|packages|id-token|deployments|actions|attestations)\s*:\s*["']?write\b/;

/** Whether a job holds what somebody would take an action over for: secrets of its own, or a token that may change much. */
function isWorthTaking(workflow: Workflow, job: Job): boolean {
  const rights = rightsOf(workflow, job);
  const mayWrite = rights.some((text) => strongRights.test(text) || /:\s*["']?write-all\b/.test(text));
  return (
    workflow.isAction ||
    mayWrite ||
    (rights.length === 0 && isPrivileged(workflow)) ||
    /\bsecrets(\.(?!GITHUB_TOKEN\b)|\[|:)|^\s*environment:/m.test(textOf(workflow, job))
  );
}

/** Whether a job has any right to write, or hands its token on. */
function holdsSomething(workflow: Workflow, job: Job): boolean {
  return (
    isWorthTaking(workflow, job) ||
    rightsOf(workflow, job).some((text) => /:\s*["']?write\b/.test(text)) ||
    /\bsecrets\b/.test(textOf(workflow, job))
  );
}

/** What `permissions` says, of the job where it says something, else of the workflow. */
function rightsOf({ root, text }: Workflow, { node }: Job): readonly string[] {
  const entry = entryOf(node, 'permissions') ?? entryOf(root, 'permissions');
  return entry === undefined ? [] : [text.slice(entry.at.start, entry.at.end)];
}

function textOf({ text }: Workflow, { node }: Job): string {
  return text.slice(node.start, node.end);
}

/**
 * GitHub's own, and the one generator that refuses to be pinned (github.com/slsa-framework/slsa-github-generator,
 * "Referencing SLSA builders and generators").
 */
function isTrusted(name: string): boolean {
  const [owner = '', repository] = name.split('/');
  return /^(actions|github)$/i.test(owner) || repository === 'slsa-github-generator';
}

/** Whoever can change it can change the repository itself: it is known whose that is, or the file says so. */
function isOwn(uses: string, { owner, text }: Workflow): boolean {
  const name = (uses.split('/')[0] ?? '').replace(/[^\w-]/g, '');
  if (name.toLowerCase() === owner?.toLowerCase()) return true;
  return new RegExp(
    String.raw`github\.repository(_owner)?\s*==\s*['"]${name}['"/]|ghcr\.io/${name}/`,
    'i',
  ).test(text);
}
