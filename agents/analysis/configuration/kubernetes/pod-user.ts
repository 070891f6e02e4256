import { entryOf, isFalse, isTrue, placeOf, textAt, type YamlNode } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import type { Span } from '../span.ts';
import { defineKubernetesRule } from './define.ts';
import { type Resource, securityEntries } from './manifest.ts';

export const rootUser = defineKubernetesRule({
  id: 'configuration/kubernetes-root-user',
  title: 'The container may run as root',
  cwe: 'CWE-250',
  severity: 'medium',
  confidence: 0.85,
  isToldOnce: true,
  why: 'Whoever takes over the process owns every file of the container, and has most of the way out of it behind them when a mount, a capability or the kernel gives way.',
  instead: 'Let the cluster refuse to start it as root, and give it a user.',
  example: `securityContext:
  runAsNonRoot: true
  runAsUser: 10001`,
  *find({ resources, text }): Iterable<Fault> {
    for (const resource of resources) {
      for (const { id, entry } of securityEntries(resource, 'runAsUser'))
        if (textAt(entry.value) === '0') yield { ...placeOf(entry), identity: `${id} runAsUser` };
      for (const { id, entry } of securityEntries(resource, 'runAsNonRoot'))
        if (isFalse(entry.value)) yield { ...placeOf(entry), identity: `${id} runAsNonRoot` };
      const bare = withoutContext(resource);
      if (bare !== undefined)
        yield {
          at: firstLineOf(bare, text),
          identity: `${resource.id} missing`,
          severity: 'low',
          confidence: 0.6,
        };
    }
  },
});

/** The first container of a workload that says nothing at all about its rights. */
function withoutContext({ kind, pod }: Resource): YamlNode | undefined {
  if (pod === undefined || !/^(Deployment|StatefulSet|DaemonSet|Pod|CronJob)$/.test(kind)) return undefined;
  const parts = [pod.spec, ...pod.containers.map(({ node }) => node)];
  // Without an image it is a patch of a workload that is told elsewhere.
  if (!pod.containers.some(({ node }) => entryOf(node, 'image') !== undefined)) return undefined;
  return parts.some((node) => entryOf(node, 'securityContext') !== undefined)
    ? undefined
    : pod.containers[0]?.node;
}

export function firstLineOf({ start, end }: Span, text: string): Span {
  const stop = text.indexOf('\n', start);
  return { start, end: stop < 0 ? end : Math.min(stop, end) };
}

export const privilegeEscalation = defineKubernetesRule({
  id: 'configuration/kubernetes-privilege-escalation',
  title: 'The process may gain rights that it was not started with',
  cwe: 'CWE-250',
  severity: 'medium',
  confidence: 0.9,
  why: 'A program with the setuid bit makes whoever took over the process root in the container.',
  instead: 'Forbid it.',
  example: `securityContext:
  allowPrivilegeEscalation: false`,
  *find({ resources }): Iterable<Fault> {
    for (const resource of resources)
      for (const { id, entry } of securityEntries(resource, 'allowPrivilegeEscalation'))
        if (isTrue(entry.value))
          yield { ...placeOf(entry), identity: id, edit: { at: entry.at, text: `${entry.key}: false` } };
  },
});
