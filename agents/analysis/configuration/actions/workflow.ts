import type { Span } from '../span.ts';
import {
  entriesAt,
  entryOf,
  itemsAt,
  scalarsOf,
  textAt,
  valueOf,
  type YamlEntry,
  type YamlNode,
} from '../yaml/yaml-node.ts';
import { readYaml } from '../yaml/read-yaml.ts';

export interface Step {
  /** Unique in its job and stable when other steps come and go. */
  readonly name: string;
  readonly node: YamlNode;
  readonly uses: string | undefined;
  readonly run: YamlEntry | undefined;
}

export interface Job {
  /** Empty for the steps of a composite action. */
  readonly id: string;
  readonly node: YamlNode;
  readonly keyAt: Span;
  readonly steps: readonly Step[];
}

/** A workflow or a composite action of GitHub. */
export interface Workflow {
  readonly text: string;
  readonly root: YamlNode;
  readonly isAction: boolean;
  /** The account whose repository this is, where that is known. */
  readonly owner: string | undefined;
  readonly triggers: ReadonlySet<string>;
  readonly jobs: readonly Job[];
  readonly gap: string | undefined;
}

export function readWorkflow(text: string, path: string, owner?: string): Workflow | undefined {
  const { documents, gap } = readYaml(text);
  const [root] = documents;
  if (root?.kind !== 'map') return gap === undefined ? undefined : emptyWorkflow(text, gap);
  const isAction = /(^|\/)action\.ya?ml$/.test(path);
  return {
    text,
    root,
    isAction,
    owner,
    triggers: triggersOf(root),
    jobs: isAction ? [actionJob(root)] : entriesAt(root, 'jobs').map(toJob),
    gap,
  };
}

function emptyWorkflow(text: string, gap: string): Workflow {
  const root = { kind: 'map', start: 0, end: 0, via: [], entries: [] } as const;
  return { text, root, isAction: false, owner: undefined, triggers: new Set(), jobs: [], gap };
}

function triggersOf(root: YamlNode): ReadonlySet<string> {
  // YAML 1.1 readers take the key `on` for true; both spellings occur.
  const on = valueOf(root, 'on') ?? valueOf(root, 'true');
  const names = on?.kind === 'map' ? on.entries.map(({ key }) => key) : scalarsOf(on).map(({ text }) => text);
  return new Set(names);
}

function actionJob(root: YamlNode): Job {
  const runs = entryOf(root, 'runs');
  const at = runs?.keyAt ?? { start: 0, end: 0 };
  return { id: '', node: runs?.value ?? root, keyAt: at, steps: stepsOf(runs?.value) };
}

function toJob({ key, keyAt, value }: YamlEntry): Job {
  return { id: key, node: value, keyAt, steps: stepsOf(value) };
}

function stepsOf(job: YamlNode | undefined): readonly Step[] {
  const seen = new Map<string, number>();
  return itemsAt(job, 'steps').map((node) => {
    const uses = textAt(node, 'uses');
    const base =
      textAt(node, 'id') ?? textAt(node, 'name') ?? uses?.replace(/@.*$/, '') ?? textAt(node, 'run') ?? '';
    const count = seen.get(base) ?? 0;
    seen.set(base, count + 1);
    return { name: `${base}#${count}`, node, uses, run: entryOf(node, 'run') };
  });
}

/** Triggers that run with secrets or a token that may write, for anybody's pull request, comment or issue. */
const privilegedTriggers = [
  'pull_request_target',
  'workflow_run',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
];

export function isPrivileged({ triggers }: Workflow): boolean {
  return privilegedTriggers.some((name) => triggers.has(name));
}

/** What `if` says on a job and on a step of it, as text. */
export function conditionOf(...nodes: readonly YamlNode[]): string {
  return nodes.map((node) => textAt(node, 'if') ?? '').join(' ');
}

/** Whether a condition keeps forks, or people without rights in the repository, out. */
export function keepsStrangersOut(condition: string): boolean {
  return (
    /head\.repo\.(full_name|id|owner\.login)\s*==|==\s*github\.event\.(pull_request|workflow_run)\.head|head_repository\.(full_name|id)\s*==|head\.repo\.fork\s*==\s*false|!\s*github\.event\.pull_request\.head\.repo\.fork|author_association/.test(
      condition,
    ) && !/head\.repo\.fork\s*==\s*true/.test(condition)
  );
}

/** The `env` entries that hold for a step, inner ones over outer ones. */
export function environmentOf({ root }: Workflow, job: Job, step: YamlNode): ReadonlyMap<string, YamlEntry> {
  const levels = [root, job.node, step].map((node) => entriesAt(node, 'env'));
  return new Map(levels.flat().map((entry) => [entry.key, entry]));
}
