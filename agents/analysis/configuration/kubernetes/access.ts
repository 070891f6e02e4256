import { entryOf, itemsAt, placeOf, scalarsOf, textAt, valueOf, type YamlNode } from '../yaml/yaml-node.ts';
import type { Fault } from '../configuration-rule.ts';
import { defineKubernetesRule } from './define.ts';
import type { Resource } from './manifest.ts';

const isRole = ({ kind }: Resource) => kind === 'Role' || kind === 'ClusterRole';
const isBinding = ({ kind }: Resource) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding';
const textsOf = (node: YamlNode, key: string) => scalarsOf(valueOf(node, key)).map(({ text }) => text);

export const wideRole = defineKubernetesRule({
  id: 'configuration/kubernetes-wide-role',
  title: 'The role allows {sink}',
  cwe: 'CWE-269',
  severity: 'high',
  confidence: 0.9,
  why: 'Whoever takes over a pod with this role goes on from there to the rest of the cluster: reads secrets, starts pods, or gives themselves more rights.',
  instead: 'Name the resources and the verbs that are needed.',
  example: `rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get, list, watch]`,
  *find({ resources }): Iterable<Fault> {
    for (const resource of resources.filter(isRole)) {
      for (const rule of itemsAt(resource.node, 'rules')) {
        const verbs = textsOf(rule, 'verbs');
        const kinds = textsOf(rule, 'resources');
        const wide = wideness(verbs, kinds);
        if (wide === undefined) continue;
        const entry = entryOf(rule, wide.key);
        yield {
          at: entry?.at ?? rule,
          trail: [...(entryOf(rule, 'verbs')?.value.via ?? []), ...places(rule)],
          identity: `${resource.id} ${wide.what} ${textsOf(rule, 'apiGroups').join()} ${kinds.join()}`,
          sink: wide.what,
          severity: wide.severity,
        };
      }
    }
  },
});

function places(rule: YamlNode) {
  return ['verbs', 'resources', 'apiGroups'].flatMap((key) => entryOf(rule, key)?.at ?? []);
}

function wideness(verbs: readonly string[], kinds: readonly string[]) {
  const reads = verbs.length > 0 && verbs.every((verb) => /^(get|list|watch)$/.test(verb));
  if (verbs.includes('*') && kinds.includes('*'))
    return { key: 'verbs', what: 'everything', severity: 'high' } as const;
  if (verbs.some((verb) => /^(escalate|bind|impersonate)$/.test(verb)))
    return { key: 'verbs', what: 'to take the rights of others', severity: 'high' } as const;
  if (kinds.includes('*'))
    return { key: 'resources', what: 'all kinds of resources', severity: reads ? 'medium' : 'high' } as const;
  if (verbs.includes('*') && kinds.length > 0)
    return { key: 'verbs', what: `every verb on ${kinds.join(', ')}`, severity: 'medium' } as const;
  if (
    kinds.some((kind) => /^(pods\/(exec|attach)|nodes\/proxy|serviceaccounts\/token)$/.test(kind)) &&
    !reads
  )
    return { key: 'resources', what: 'commands inside other pods', severity: 'medium' } as const;
  return undefined;
}

export const secretAccess = defineKubernetesRule({
  id: 'configuration/kubernetes-secret-access',
  title: 'The role reads every secret of {sink}',
  cwe: 'CWE-269',
  severity: 'medium',
  confidence: 0.8,
  why: 'Whoever takes over a pod with this role reads passwords, keys and the tokens of other service accounts.',
  instead: 'Name the secrets in `resourceNames`, or mount the one that is needed.',
  example: `rules:
  - apiGroups: [""]
    resources: [secrets]
    resourceNames: [app-credentials]
    verbs: [get]`,
  *find({ resources }): Iterable<Fault> {
    for (const resource of resources.filter(isRole)) {
      for (const rule of itemsAt(resource.node, 'rules')) {
        const entry = entryOf(rule, 'resources');
        const isRead = textsOf(rule, 'verbs').some((verb) => /^(get|list|watch)$/.test(verb));
        const isNamed = itemsAt(rule, 'resourceNames').length > 0;
        if (entry === undefined || !isRead || isNamed || !textsOf(rule, 'resources').includes('secrets'))
          continue;
        yield {
          at: entry.at,
          trail: places(rule),
          identity: resource.id,
          sink: resource.kind === 'ClusterRole' ? 'the cluster' : 'its namespace',
        };
      }
    }
  },
});

export const clusterAdmin = defineKubernetesRule({
  id: 'configuration/kubernetes-cluster-admin',
  title: 'Somebody becomes administrator by `{sink}`',
  cwe: 'CWE-269',
  severity: 'high',
  confidence: 0.9,
  why: 'Whoever gets hold of the account, by a pod that uses it or a leaked token, owns every workload and secret in its reach.',
  instead: 'Bind a role that names what is needed.',
  example: `roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: deployer`,
  *find({ resources }): Iterable<Fault> {
    for (const resource of resources.filter(isBinding)) {
      const entry = entryOf(resource.node, 'roleRef', 'name');
      const role = textAt(entry?.value) ?? '';
      if (entry === undefined || !/^(cluster-admin|system:master)$/.test(role)) continue;
      yield { ...placeOf(entry), identity: resource.id, sink: role };
    }
  },
});

export const anonymousAccess = defineKubernetesRule({
  id: 'configuration/kubernetes-anonymous-access',
  title: '`{sink}` gets a role: {source}',
  cwe: 'CWE-306',
  severity: 'critical',
  confidence: 0.95,
  why: 'Whoever reaches the API server, without any credential, may do what the role allows.',
  instead: 'Name the accounts or groups that are meant.',
  example: `subjects:
  - kind: ServiceAccount
    name: reader
    namespace: monitoring`,
  *find({ resources }): Iterable<Fault> {
    for (const resource of resources.filter(isBinding)) {
      for (const subject of itemsAt(resource.node, 'subjects')) {
        const entry = entryOf(subject, 'name');
        const name = textAt(entry?.value) ?? '';
        if (entry === undefined || !/^system:(anonymous|unauthenticated|authenticated)$/.test(name)) continue;
        const role = textAt(resource.node, 'roleRef', 'name') ?? '';
        if (/^system:(public-info-viewer|discovery|basic-user)$/.test(role)) continue;
        const isAnybody = name !== 'system:authenticated';
        yield {
          ...placeOf(entry),
          identity: `${resource.id} ${name}`,
          sink: name,
          source: isAnybody ? 'everybody, without a login' : 'everybody with any login',
          ...(isAnybody ? {} : { severity: 'high' }),
        };
      }
    }
  },
});
