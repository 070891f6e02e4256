import { holdConfigurationCases } from '../configuration-cases.ts';

const safeContext = 'securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false}';
const deployment = (
  container: readonly string[],
  pod: readonly string[] = [],
  kind = 'Deployment',
) => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
${pod.map((line) => `      ${line}\n`).join('')}      containers:
        - name: web
          image: acme/web:1.2
          resources: {limits: {memory: 128Mi}}
${container.map((line) => `          ${line}\n`).join('')}`;
const role = (rule: string, kind = 'ClusterRole') =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata:\n  name: r\nrules:\n  - ${rule}\n`;
const binding = (subject: string, name: string) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\nsubjects:\n  - ${subject}\nroleRef:\n  kind: ClusterRole\n  name: ${name}\n`;
const ingress = (spec: string, annotations = '{}') =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations: ${annotations}\nspec:\n${spec}  rules:\n    - host: app.example.com\n`;

holdConfigurationCases('k8s/app.yaml', {
  'configuration/kubernetes-privileged': {
    faulty: [
      deployment(['securityContext:', '  privileged: true']),
      deployment(['securityContext: {privileged: true}'], [], 'DaemonSet'),
      `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    metadata: {name: p}\n    spec: {containers: [{name: a, securityContext: {privileged: true}}]}\n`,
      `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          initContainers:\n            - name: i\n              securityContext:\n                privileged: true\n          containers:\n            - name: a\n`,
    ],
    safe: [deployment([safeContext.replace('}', ', privileged: false}')])],
  },
  'configuration/kubernetes-host-path': {
    faulty: [
      deployment([safeContext], ['volumes:', '  - name: d', '    hostPath: {path: /var/run/docker.sock}']),
      deployment(
        [safeContext],
        ['volumes:', '  - name: d', '    hostPath:', '      path: /', '      type: Directory'],
      ),
    ],
    safe: [
      deployment([safeContext], ['volumes:', '  - name: d', '    emptyDir: {}']),
      deployment(
        [safeContext, 'volumeMounts: [{name: p, mountPath: /host/proc, readOnly: true}]'],
        ['volumes:', '  - {name: p, hostPath: {path: /proc}}'],
        'DaemonSet',
      ),
    ],
  },
  'configuration/kubernetes-host-namespace': {
    faulty: [deployment([safeContext], ['hostNetwork: true']), deployment([safeContext], ['hostPID: true'])],
    safe: [
      deployment([safeContext], ['hostNetwork: false']),
      deployment([safeContext], ['hostNetwork: true'])
        .replace('kind: Deployment', 'kind: DaemonSet')
        .replace(/(metadata:\n {2}name: \S+)/, '$1\n  namespace: kube-system'),
    ],
  },
  'configuration/kubernetes-capabilities': {
    faulty: [
      deployment(['securityContext: {capabilities: {add: [SYS_ADMIN]}}']),
      deployment(['securityContext:', '  capabilities:', '    add:', '      - NET_RAW']),
    ],
    safe: [deployment(['securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}'])],
  },
  'configuration/kubernetes-unconfined': {
    faulty: [deployment(['securityContext: {seccompProfile: {type: Unconfined}}'])],
    safe: [deployment(['securityContext: {seccompProfile: {type: RuntimeDefault}}'])],
  },
  'configuration/kubernetes-root-user': {
    faulty: [
      deployment(['securityContext: {runAsUser: 0}']),
      deployment(['image: b'], ['securityContext:', '  runAsNonRoot: false']),
      deployment([]),
    ],
    safe: [deployment(['securityContext: {runAsUser: 1000}']), deployment([safeContext])],
  },
  'configuration/kubernetes-privilege-escalation': {
    faulty: [deployment(['securityContext:', '  allowPrivilegeEscalation: true'])],
    safe: [deployment(['securityContext:', '  allowPrivilegeEscalation: false'])],
  },
  'configuration/kubernetes-no-limits': {
    faulty: [deployment([safeContext]).replace(/ *resources:.*\n/, '')],
    safe: [
      deployment([safeContext]),
      // A patch of Kustomize, which names the container and nothing of what it is.
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          env: [{name: LEVEL, value: debug}]\n`,
    ],
  },
  'configuration/kubernetes-removed-protection': {
    faulty: [],
    safe: [deployment([safeContext])],
    removed: [
      [
        deployment(['securityContext:', '  runAsNonRoot: true', '  readOnlyRootFilesystem: true']),
        deployment(['securityContext:', '  runAsNonRoot: true']),
      ],
      [
        deployment([safeContext, 'livenessProbe:', '  httpGet: {path: /health, port: 8080}']),
        deployment([safeContext]),
      ],
      [
        `${deployment([safeContext])}---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny}\nspec: {podSelector: {}}\n`,
        deployment([safeContext]),
      ],
    ],
    kept: [
      [
        deployment(['securityContext:', '  runAsNonRoot: true']),
        deployment([], ['securityContext:', '  runAsNonRoot: true']),
      ],
      [
        `${deployment([safeContext])}---\napiVersion: v1\nkind: Pod\nmetadata: {name: old}\nspec: {containers: [{name: a, ${safeContext}}]}\n`,
        deployment([safeContext]),
      ],
    ],
  },
  'configuration/kubernetes-wide-role': {
    faulty: [
      role('{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}'),
      role('apiGroups: [""]\n    resources: [pods]\n    verbs:\n      - "*"', 'Role'),
      role('{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [bind, escalate]}'),
      role('{apiGroups: [""], resources: [pods/exec], verbs: [create]}'),
    ],
    safe: [role('{apiGroups: [apps], resources: [deployments], verbs: [get, list, watch]}')],
  },
  'configuration/kubernetes-secret-access': {
    faulty: [role('{apiGroups: [""], resources: [secrets, configmaps], verbs: [get, list]}')],
    safe: [role('{apiGroups: [""], resources: [secrets], resourceNames: [app], verbs: [get]}', 'Role')],
  },
  'configuration/kubernetes-cluster-admin': {
    faulty: [binding('{kind: ServiceAccount, name: ci, namespace: ci}', 'cluster-admin')],
    safe: [binding('{kind: ServiceAccount, name: ci, namespace: ci}', 'view')],
  },
  'configuration/kubernetes-anonymous-access': {
    faulty: [
      binding('{kind: User, name: "system:anonymous"}', 'view'),
      binding('{kind: Group, name: "system:authenticated"}', 'edit'),
    ],
    safe: [binding('{kind: Group, name: developers}', 'view')],
  },
  'configuration/literal-secret': {
    faulty: [
      deployment([safeContext, 'env:', '  - name: DB_PASSWORD', '    value: hunter2']),
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  API_TOKEN: abcdef0123\n`,
      `apiVersion: v1\nkind: Secret\nmetadata: {name: c}\nstringData:\n  password: hunter2\n`,
      `apiVersion: v1\nkind: Secret\nmetadata: {name: c}\ndata:\n  password: ${Buffer.from('hunter2').toString('base64')}\n`,
    ],
    safe: [
      deployment([
        safeContext,
        'env:',
        '  - name: DB_PASSWORD',
        '    valueFrom: {secretKeyRef: {name: d, key: p}}',
      ]),
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  TOKEN_TTL: "60"\n  LOG_LEVEL: info\n`,
      `apiVersion: v1\nkind: Secret\nmetadata: {name: c}\nstringData:\n  type: git\n  url: https://git.example.com/a\n`,
      `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: c}\nspec: {encryptedData: {password: AgBx}}\n`,
      `apiVersion: v1\nkind: Secret\nmetadata: {name: c}\nstringData:\n  password: {{ .Values.password | quote }}\n`,
    ],
  },
  'configuration/tls-verification-off': {
    faulty: [
      deployment([safeContext, 'env: [{name: NODE_TLS_REJECT_UNAUTHORIZED, value: "0"}]']),
      `apiVersion: traefik.io/v1alpha1\nkind: ServersTransport\nmetadata: {name: t}\nspec:\n  insecureSkipVerify: true\n`,
    ],
    safe: [
      `apiVersion: traefik.io/v1alpha1\nkind: ServersTransport\nmetadata: {name: t}\nspec:\n  insecureSkipVerify: false\n`,
    ],
  },
  'configuration/kubernetes-ingress-without-tls': {
    faulty: [ingress('')],
    safe: [
      ingress('  tls: [{hosts: [app.example.com], secretName: s}]\n'),
      ingress('', '{alb.ingress.kubernetes.io/certificate-arn: "arn:x"}'),
      ingress('').replace('app.example.com', 'app.local'),
    ],
    removed: [[ingress('  tls: [{hosts: [app.example.com], secretName: s}]\n'), ingress('')]],
  },
  'configuration/kubernetes-snippet-annotation': {
    faulty: [
      ingress(
        '  tls: [{secretName: s}]\n',
        '{nginx.ingress.kubernetes.io/configuration-snippet: "more_set_headers a;"}',
      ),
      ingress('  tls: [{secretName: s}]\n', '{nginx.ingress.kubernetes.io/server-snippet: "x;"}'),
    ],
    safe: [ingress('  tls: [{secretName: s}]\n', '{nginx.ingress.kubernetes.io/proxy-body-size: 8m}')],
  },
  'configuration/kubernetes-selector-mismatch': {
    faulty: [deployment([safeContext]).replace('matchLabels: {app: web}', 'matchLabels: {app: wbe}')],
    safe: [
      deployment([safeContext]),
      `${deployment([safeContext])}---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}\n`,
    ],
  },
});
