import {
  entryOf,
  isTrue,
  itemsAt,
  placeOf,
  scalarsOf,
  textAt,
  valueOf,
  type YamlNode,
} from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { defineKubernetesRule } from './define.ts';
import { annotationsOf, type Pod, securityEntries } from './manifest.ts';

export const privileged = defineKubernetesRule({
  id: 'configuration/kubernetes-privileged',
  title: 'The container may do everything that its node may',
  cwe: 'CWE-250',
  severity: 'high',
  confidence: 0.95,
  why: 'Whoever takes over the process mounts the node’s disk, reads the secrets of all its pods, and owns the node.',
  instead: 'Leave it out, and add the narrow capability that something fails without.',
  example: `securityContext:
  privileged: false
  allowPrivilegeEscalation: false
  capabilities:
    drop: [ALL]`,
  *find({ resources }): Iterable<Fault> {
    for (const resource of resources) {
      const places = [
        ...securityEntries(resource, 'privileged'),
        ...securityEntries(resource, 'windowsOptions', 'hostProcess'),
      ];
      for (const { id, entry } of places)
        if (isTrue(entry.value)) yield { ...placeOf(entry), identity: `${id} ${entry.key}` };
    }
  },
});

export const hostPath = defineKubernetesRule({
  id: 'configuration/kubernetes-host-path',
  title: 'The pod gets `{sink}` of its node',
  cwe: 'CWE-668',
  severity: 'high',
  confidence: 0.85,
  why: 'Whoever takes over the process reads keys and tokens of the node there, commands its container runtime, or plants programs that the node runs.',
  instead: 'Use a volume of the cluster: a claim, `emptyDir`, `configMap`, `secret` or `projected`.',
  example: `volumes:
  - name: data
    persistentVolumeClaim:
      claimName: data`,
  *find({ resources }): Iterable<Fault> {
    for (const { id, kind, pod } of resources) {
      if (pod === undefined) continue;
      for (const volume of itemsAt(pod.spec, 'volumes')) {
        const entry = entryOf(volume, 'hostPath', 'path');
        const path = textAt(entry?.value)?.replace(/(.)\/+$/, '$1') ?? '';
        if (entry === undefined || !sensitivePath.test(path)) continue;
        const isSocket = path.endsWith('.sock');
        if (kind === 'DaemonSet' && !isSocket && isReadOnlyIn(pod, volume)) continue;
        yield { ...placeOf(entry), identity: `${id} ${path}`, sink: path };
      }
    }
  },
});

const sensitivePath =
  /^\/$|^\/(etc|proc|root|sys|boot|dev|home|usr|bin|sbin|lib|var|run|opt\/cni\/bin|var\/(run|lib|lib\/kubelet|lib\/docker|lib\/containerd|lib\/etcd)|etc\/(kubernetes|ssh|shadow|passwd|cron\.d|systemd|docker|cni)(\/.*)?|root\/.*)$|(docker|containerd|crio|cri-dockerd|podman)\.sock$/;

function isReadOnlyIn({ containers }: Pod, volume: YamlNode): boolean {
  const name = textAt(volume, 'name');
  const mounts = containers
    .flatMap(({ node }) => itemsAt(node, 'volumeMounts'))
    .filter((mount) => textAt(mount, 'name') === name);
  return mounts.length > 0 && mounts.every((mount) => isTrue(valueOf(mount, 'readOnly')));
}

export const hostNamespace = defineKubernetesRule({
  id: 'configuration/kubernetes-host-namespace',
  title: 'The pod shares a namespace with its node: `{sink}`',
  cwe: 'CWE-653',
  severity: 'medium',
  confidence: 0.85,
  why: 'Whoever takes over the process reaches what listens on the node alone, the kubelet and the cloud’s metadata among it, or sees the processes of all other pods with their environment.',
  instead: 'Leave it out; reach other pods by services, and publish by a service or an ingress.',
  example: `spec:
  hostNetwork: false`,
  *find({ resources }): Iterable<Fault> {
    for (const { id, kind, pod } of resources) {
      for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) {
        const entry = entryOf(pod?.spec, key);
        if (entry === undefined || !isTrue(entry.value)) continue;
        const isAgent = kind === 'DaemonSet' && key === 'hostNetwork';
        // Networks, proxies and name servers of the cluster itself: there is nothing else that they could do.
        if (isAgent && id.startsWith('DaemonSet/kube-system/')) continue;
        yield {
          ...placeOf(entry),
          identity: `${id} ${key}`,
          sink: key,
          ...(isAgent ? { severity: 'low', confidence: 0.6 } : {}),
        };
      }
    }
  },
});

/** What the baseline of the Pod Security Standards lets through (kubernetes.io/docs/concepts/security/pod-security-standards). */
const baselineRights =
  /^(AUDIT_WRITE|CHOWN|DAC_OVERRIDE|FOWNER|FSETID|KILL|MKNOD|NET_BIND_SERVICE|SETFCAP|SETGID|SETPCAP|SETUID|SYS_CHROOT)$/;

export const capabilities = defineKubernetesRule({
  id: 'configuration/kubernetes-capabilities',
  title: 'The container gets the kernel right {sink}',
  cwe: 'CWE-250',
  severity: 'medium',
  confidence: 0.9,
  why: 'With such a right, whoever takes over the process can mount file systems, look into other processes, forge packets or load code into the kernel, and leave the container.',
  instead: 'Drop all, and add the narrow ones that the program asks for.',
  example: `securityContext:
  capabilities:
    drop: [ALL]
    add: [NET_BIND_SERVICE]`,
  *find({ resources }): Iterable<Fault> {
    for (const resource of resources) {
      for (const { id, entry } of securityEntries(resource, 'capabilities', 'add')) {
        for (const item of scalarsOf(entry.value)) {
          const name = item.text.toUpperCase().replace(/^CAP_/, '');
          if (name === '' || item.isTemplated || baselineRights.test(name)) continue;
          yield {
            ...placeOf(item),
            identity: `${id} ${name}`,
            sink: name,
            ...(/^(ALL|SYS_ADMIN|SYS_MODULE)$/.test(name) ? { severity: 'high' } : {}),
          };
        }
      }
    }
  },
});

export const unconfined = defineKubernetesRule({
  id: 'configuration/kubernetes-unconfined',
  title: 'The container runs without its {sink} profile',
  cwe: 'CWE-693',
  severity: 'medium',
  confidence: 0.9,
  why: 'The profile that keeps a container from rare and dangerous calls of the kernel is off: a hole in the kernel is one step closer.',
  instead: 'Use the profile of the container runtime.',
  example: `securityContext:
  seccompProfile:
    type: RuntimeDefault`,
  *find({ resources }): Iterable<Fault> {
    for (const resource of resources) {
      for (const profile of ['seccompProfile', 'appArmorProfile']) {
        for (const { id, entry } of securityEntries(resource, profile, 'type'))
          if (textAt(entry.value) === 'Unconfined')
            yield { ...placeOf(entry), identity: `${id} ${profile}`, sink: profile.replace('Profile', '') };
      }
      for (const { id, entry } of securityEntries(resource, 'procMount'))
        if (textAt(entry.value) === 'Unmasked')
          yield { ...placeOf(entry), identity: `${id} procMount`, sink: 'procMount' };
      for (const entry of annotationsOf(resource))
        if (
          /(seccomp|apparmor)\.(security\.alpha|security\.beta)\.kubernetes\.io/.test(entry.key) &&
          textAt(entry.value) === 'unconfined'
        )
          yield {
            ...placeOf(entry),
            identity: `${resource.id} ${entry.key}`,
            sink: entry.key.split('.')[0] ?? '',
          };
    }
  },
});
