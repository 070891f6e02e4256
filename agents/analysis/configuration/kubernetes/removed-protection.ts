import { entryOf, isFalse, isTrue, itemsAt, textAt, type YamlEntry } from '../yaml/yaml-node.ts';
import type { Guard } from '../configuration-rule.ts';
import { defineKubernetesRule } from './define.ts';
import { type Container, type Pod, type Resource, securityOf } from './manifest.ts';

export const removedProtection = defineKubernetesRule({
  id: 'configuration/kubernetes-removed-protection',
  title: 'A protection of the workload is gone',
  guardTitle: 'The change removes `{sink}` of the workload',
  cwe: 'CWE-693',
  severity: 'medium',
  confidence: 0.8,
  why: 'Whoever takes over the process can now do what this kept from them: become root, write programs, use the cluster’s API, or reach other pods.',
  instead: 'Keep it, or say in the change why the program cannot work with it.',
  example: `securityContext:
  runAsNonRoot: true
  readOnlyRootFilesystem: true
  allowPrivilegeEscalation: false
  capabilities:
    drop: [ALL]`,
  *guards({ resources }): Iterable<Guard> {
    for (const resource of resources) {
      yield* ofPolicies(resource);
      const { pod, id } = resource;
      if (pod === undefined) continue;
      const token = entryOf(pod.spec, 'automountServiceAccountToken');
      if (token !== undefined && isFalse(token.value))
        yield guard(token, id, 'automountServiceAccountToken: false');
      for (const container of pod.containers) yield* ofContainer(resource, pod, container);
    }
  },
});

type Protection = readonly [path: readonly string[], holds: (entry: YamlEntry) => boolean, shown: string];

const protections: readonly Protection[] = [
  [['runAsNonRoot'], ({ value }) => isTrue(value), 'runAsNonRoot: true'],
  [['runAsUser'], ({ value }) => /^[1-9]/.test(textAt(value) ?? ''), 'runAsUser'],
  [['readOnlyRootFilesystem'], ({ value }) => isTrue(value), 'readOnlyRootFilesystem: true'],
  [['allowPrivilegeEscalation'], ({ value }) => isFalse(value), 'allowPrivilegeEscalation: false'],
  [['capabilities', 'drop'], ({ value }) => itemsAt(value).length > 0, 'capabilities.drop'],
  [['seccompProfile', 'type'], ({ value }) => textAt(value) !== 'Unconfined', 'seccompProfile'],
];

function* ofContainer({ id }: Resource, pod: Pod, container: Container): Iterable<Guard> {
  const subject = `${id}/${container.name}`;
  for (const [path, holds, shown] of protections) {
    const entry = securityOf(pod, container, ...path);
    if (entry !== undefined && holds(entry)) yield guard(entry, subject, shown);
  }
  if (id.split('/')[0]?.endsWith('Job') === true || container.isInit) return;
  for (const key of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const entry = entryOf(container.node, key);
    if (entry !== undefined) yield { ...guard(entry, subject, key), severity: 'low' };
  }
  const limits = entryOf(container.node, 'resources', 'limits');
  if (limits !== undefined) yield { ...guard(limits, subject, 'resources.limits'), severity: 'low' };
}

function* ofPolicies({ kind, id, node }: Resource): Iterable<Guard> {
  if (/^(NetworkPolicy|CiliumNetworkPolicy|PodDisruptionBudget)$/.test(kind))
    yield { at: entryOf(node, 'kind')?.at ?? node, identity: id, sink: kind };
  const account = kind === 'ServiceAccount' ? entryOf(node, 'automountServiceAccountToken') : undefined;
  if (account !== undefined && isFalse(account.value))
    yield guard(account, id, 'automountServiceAccountToken: false');
  const enforced = entryOf(node, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce');
  if (enforced !== undefined && textAt(enforced.value) !== 'privileged')
    yield guard(enforced, id, `${enforced.key}: ${textAt(enforced.value)}`);
}

function guard(entry: YamlEntry, subject: string, shown: string): Guard {
  return {
    at: { start: entry.keyAt.start, end: entry.at.end },
    identity: `${subject} ${shown}`,
    subject,
    sink: shown,
  };
}
