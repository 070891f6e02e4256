import { entryOf, textAt } from '../yaml/yaml-node.ts';
import type { Fault, Guard } from '../configuration-rule.ts';
import { defineActionsRule } from './define.ts';
import { isPrivileged, type Workflow } from './workflow.ts';

export const permissions = defineActionsRule({
  id: 'configuration/actions-permissions',
  title: 'The token of `{sink}` may do more than it needs',
  guardTitle: 'The change removes `permissions` of {sink}: the token gets the repository’s default rights',
  cwe: 'CWE-250',
  severity: 'medium',
  confidence: 0.8,
  why: 'Whoever gets a command into one step, by an action or a dependency that was taken over, can push code, publish packages and approve pull requests with the token.',
  instead: 'Give read access to the workflow, and single rights to the jobs that need them.',
  example: `permissions:
  contents: read`,
  *find(workflow): Iterable<Fault> {
    if (workflow.isAction) return;
    for (const { node, name } of partsOf(workflow)) {
      const entry = entryOf(node, 'permissions');
      if (entry === undefined || textAt(entry.value) !== 'write-all') continue;
      yield { at: entry.at, identity: `${name} write-all`, sink: name, confidence: 0.95 };
    }
    // Elsewhere most repositories leave it to their default, and hardly anybody wants to hear it of each workflow.
    const missing = isPrivileged(workflow) ? firstWithout(workflow) : undefined;
    if (missing !== undefined)
      yield { at: missing.keyAt, identity: 'missing', sink: missing.id, severity: 'low', confidence: 0.6 };
  },
  *guards(workflow): Iterable<Guard> {
    if (workflow.isAction) return;
    for (const { node, name, subject } of partsOf(workflow)) {
      const entry = entryOf(node, 'permissions');
      if (entry === undefined || textAt(entry.value) === 'write-all') continue;
      const own = { at: { start: entry.keyAt.start, end: entry.at.end }, sink: name };
      yield { ...own, identity: `${name} permissions`, ...(subject === undefined ? {} : { subject }) };
    }
    // Rights given to every job replace those of the workflow, and the reverse.
    const isCovered = firstWithout(workflow) === undefined;
    if (!isCovered) return;
    for (const { name } of partsOf(workflow)) {
      yield { at: { start: 0, end: 0 }, identity: `${name} permissions`, sink: name, inherited: true };
    }
  },
});

function partsOf({ root, jobs }: Workflow) {
  return [
    { node: root, name: 'the workflow', subject: undefined },
    ...jobs.map(({ id, node }) => ({ node, name: id, subject: `job:${id}` })),
  ];
}

/** The first job that runs with the repository's default rights. A called workflow gets those of its caller. */
function firstWithout({ root, jobs, triggers }: Workflow) {
  if (entryOf(root, 'permissions') !== undefined) return undefined;
  if (triggers.size === 0 || (triggers.size === 1 && triggers.has('workflow_call'))) return undefined;
  return jobs.find(({ node }) => entryOf(node, 'permissions') === undefined);
}
