import { entriesAt, entryOf, itemsAt, placeOf, textAt, valueOf } from '../yaml/yaml-node.ts';
import type { Fault, Guard } from '../configuration-rule.ts';
import { defineKubernetesRule } from './define.ts';
import { annotationsOf, type Resource } from './manifest.ts';

export const plainIngress = defineKubernetesRule({
  id: 'configuration/kubernetes-ingress-without-tls',
  title: 'The ingress serves its hosts without encryption',
  guardTitle: 'The change removes `{sink}` of the ingress: its hosts are served without encryption',
  cwe: 'CWE-319',
  severity: 'medium',
  confidence: 0.75,
  why: 'Whoever stands between a visitor and the cluster reads passwords and sessions, and changes what is shown.',
  instead: 'Name a certificate under `tls`.',
  example: `spec:
  tls:
    - hosts: [app.example.com]
      secretName: app-example-com-tls`,
  *find({ resources }): Iterable<Fault> {
    for (const resource of resources) {
      if (resource.kind !== 'Ingress') continue;
      const off = annotationsOf(resource).find(
        ({ key, value }) => /\/(force-)?ssl-redirect$/.test(key) && textAt(value) === 'false',
      );
      const isPlain = !isEncrypted(resource) && hasPublicHost(resource);
      if (off !== undefined && !isEncrypted(resource))
        yield { ...placeOf(off), identity: `${resource.id} redirect`, sink: resource.name };
      if (isPlain)
        yield {
          at: entryOf(resource.node, 'spec', 'rules')?.keyAt ?? resource.node,
          trail: [entryOf(resource.node, 'kind')?.at ?? resource.node],
          identity: `${resource.id} tls`,
          sink: resource.name,
        };
    }
  },
  *guards({ resources }): Iterable<Guard> {
    for (const { kind, id, node } of resources) {
      const tls = kind === 'Ingress' ? entryOf(node, 'spec', 'tls') : undefined;
      if (tls === undefined) continue;
      const at = { start: tls.keyAt.start, end: tls.at.end };
      yield { at, identity: `${id} tls`, subject: id, sink: 'tls' };
    }
  },
});

/** Controllers that end TLS by an annotation, or by themselves. */
function isEncrypted(resource: Resource): boolean {
  if (itemsAt(resource.node, 'spec', 'tls').length > 0) return true;
  const tls = valueOf(resource.node, 'spec', 'tls');
  if (tls?.kind === 'scalar' && tls.text !== '') return true;
  const ofClass = textAt(resource.node, 'spec', 'ingressClassName') ?? '';
  if (/alb|gce|tailscale|cloudflare|azure|internal|ngrok/i.test(ofClass)) return true;
  return annotationsOf(resource).some(
    ({ key, value }) =>
      /certificate|managed-cert|pre-shared-cert|listen-ports|router\.tls|entrypoints|route\.openshift|ssl-cert|cert-manager\.io|scheme/.test(
        key,
      ) ||
      (key === 'kubernetes.io/ingress.class' && /alb|gce|internal|azure/.test(textAt(value) ?? '')),
  );
}

function hasPublicHost({ node }: Resource): boolean {
  const hosts = itemsAt(node, 'spec', 'rules').map((rule) => textAt(rule, 'host') ?? '');
  return hosts.some(
    (host) =>
      !/(^|\.)(localhost|local|internal|test|lan|home|localdev|cluster\.local|nip\.io|sslip\.io)$|\u{E000}/u.test(
        host,
      ),
  );
}

export const snippetAnnotation = defineKubernetesRule({
  id: 'configuration/kubernetes-snippet-annotation',
  title: 'An annotation writes into the proxy’s own configuration: `{sink}`',
  cwe: 'CWE-94',
  severity: 'medium',
  confidence: 0.85,
  why: 'Whoever may edit an ingress can make the shared proxy read its service account’s token, and with it every secret of the cluster (CVE-2021-25742).',
  instead: 'Use the annotation made for the purpose, and keep snippets off in the controller.',
  example: `metadata:
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 8m`,
  *find({ resources }): Iterable<Fault> {
    for (const resource of resources) {
      for (const entry of annotationsOf(resource))
        if (/nginx\.(ingress\.kubernetes\.io|org)\/(\w+-)*snippets?$/.test(entry.key))
          yield {
            at: entry.keyAt,
            trail: [entry.at],
            identity: `${resource.id} ${entry.key}`,
            sink: entry.key,
          };
    }
  },
});

export const selectorMismatch = defineKubernetesRule({
  id: 'configuration/kubernetes-selector-mismatch',
  title: 'The selector finds no pod: `{sink}`',
  cwe: 'CWE-670',
  severity: 'medium',
  confidence: 0.85,
  why: 'The pods carry other labels than the ones that are looked for: the workload is refused, or the service has nobody to send to.',
  instead: 'Write the same labels in both places.',
  example: `selector:
  matchLabels: { app: web }
template:
  metadata:
    labels: { app: web }`,
  *find({ resources }): Iterable<Fault> {
    const workloads = resources.filter(({ pod }) => pod !== undefined);
    for (const resource of resources) {
      const isService = resource.kind === 'Service';
      const selector = isService
        ? entryOf(resource.node, 'spec', 'selector')
        : resource.pod && entryOf(resource.node, 'spec', 'selector', 'matchLabels');
      if (!selector) continue;
      const candidates = isService ? workloads : [resource];
      if (candidates.length === 0 || (isService && (candidates.length > 1 || workloads.length === 0)))
        continue;
      const wrong = wrongLabel(selector.value, candidates[0]);
      if (wrong === undefined) continue;
      yield {
        at: wrong.at,
        trail: [
          selector.at,
          ...candidates.flatMap(
            ({ node }) => entryOf(node, 'spec', 'template', 'metadata', 'labels')?.at ?? [],
          ),
        ],
        identity: resource.id,
        sink: `${wrong.key}: ${textAt(wrong.value)}`,
        ...(isService ? { confidence: 0.6, severity: 'low' } : {}),
      };
    }
  },
});

function wrongLabel(selector: Parameters<typeof entriesAt>[0], workload: Resource | undefined) {
  if (workload === undefined) return undefined;
  const path = workload.kind === 'Pod' ? ['metadata', 'labels'] : ['spec', 'template', 'metadata', 'labels'];
  const labels = new Map(entriesAt(workload.node, ...path).map(({ key, value }) => [key, value]));
  return entriesAt(selector).find(({ key, value }) => {
    const label = labels.get(key);
    const isUnknown = [value, label].some((node) => node?.kind === 'scalar' && node.isTemplated);
    return !isUnknown && textAt(label) !== textAt(value);
  });
}
