import { entryOf } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { defineKubernetesRule } from './define.ts';
import { firstLineOf } from './pod-user.ts';

export const missingLimits = defineKubernetesRule({
  id: 'configuration/kubernetes-no-limits',
  title: 'The container `{sink}` may use all memory of its node',
  cwe: 'CWE-770',
  severity: 'low',
  confidence: 0.6,
  isToldOnce: true,
  why: 'A leak, or requests made to be expensive, take the memory of everything else on the node, until the node kills other pods.',
  instead: 'Say what it needs and how much it may take.',
  example: `resources:
  requests: { cpu: 100m, memory: 128Mi }
  limits: { memory: 256Mi }`,
  *find({ resources, text }): Iterable<Fault> {
    for (const { id, kind, pod } of resources) {
      if (pod === undefined || !/^(Deployment|StatefulSet|DaemonSet)$/.test(kind)) continue;
      const container = pod.containers.find(
        // Without an image it is a patch of a container that is told elsewhere.
        ({ node, isInit }) =>
          !isInit && entryOf(node, 'image') !== undefined && entryOf(node, 'resources') === undefined,
      );
      if (container === undefined) continue;
      yield { at: firstLineOf(container.node, text), identity: id, sink: container.name };
    }
  },
});
