import { type ConfigurationRule, type Guard, rulesOf } from '../configuration-rule.ts';
import { defineTechnology } from '../technology.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import {
  allEntries,
  entriesAt,
  isFalse,
  isTrue,
  textAt,
  type YamlEntry,
  type YamlNode,
} from '../yaml/yaml-node.ts';

/** The values of a chart, or of one of its installations. */
interface Values {
  readonly root: YamlNode;
  readonly gap: string | undefined;
}

interface Placed {
  readonly entry: YamlEntry;
  readonly path: string;
}

/** Every entry with its path, outer ones first; a list ends a path. */
function* placed(node: YamlNode, prefix = ''): Generator<Placed> {
  for (const entry of entriesAt(node)) {
    const path = prefix === '' ? entry.key : `${prefix}.${entry.key}`;
    yield { entry, path };
    yield* placed(entry.value, path);
  }
}

const weakWhenTrue = /(^|\.)(privileged|allowPrivilegeEscalation|hostNetwork|hostPID|hostIPC|clusterAdmin)$/;
const weakWhenFalse =
  /[sS]ecurityContext\.(runAsNonRoot|readOnlyRootFilesystem)$|(^|\.)(auth|tls|networkPolicy)\.enabled$/;
const grave = /(^|\.)(privileged|clusterAdmin)$/;
/** What a chart leaves off by default is its own business; taking it away is not. */
const onlyAsGuard = /(^|\.)(auth|tls|networkPolicy)\.enabled$/;

function isWeak({ entry: { value }, path }: Placed): boolean {
  return (weakWhenTrue.test(path) && isTrue(value)) || (weakWhenFalse.test(path) && isFalse(value));
}

const values: ConfigurationRule<Values> = rulesOf<Values>('helm')({
  id: 'configuration/helm-values',
  title: 'These values take a protection from the pods: `{sink}`',
  guardTitle: 'The change takes a protection from the pods: `{sink}`',
  cwe: 'CWE-250',
  severity: 'medium',
  why: 'The templates hand the value on to every pod of the release: whoever takes over the process gets further, to the node or to its neighbours.',
  instead: 'Keep the protection, and give single rights where a container needs them.',
  example:
    'podSecurityContext:\n  runAsNonRoot: true\ncontainerSecurityContext:\n  allowPrivilegeEscalation: false\n  readOnlyRootFilesystem: true',
  *find({ root }) {
    for (const one of placed(root))
      if (isWeak(one) && !onlyAsGuard.test(one.path))
        yield {
          at: one.entry.at,
          trail: one.entry.value.via,
          identity: one.path,
          sink: `${one.path}: ${textAt(one.entry.value) ?? ''}`,
          ...(grave.test(one.path) ? { severity: 'high' as const } : {}),
        };
  },
  *guards({ root }): Iterable<Guard> {
    for (const { entry, path } of placed(root)) {
      const isProtection =
        (weakWhenFalse.test(path) && isTrue(entry.value)) ||
        (/(^|\.)allowPrivilegeEscalation$/.test(path) && isFalse(entry.value));
      if (isProtection) yield { at: entry.at, identity: path, sink: `${path}: ${textAt(entry.value) ?? ''}` };
    }
  },
});

export const helmTechnology = defineTechnology<Values>({
  id: 'helm',
  rules: [values],
  matches: (path, text) =>
    /(^|\/)[\w.-]*values[\w.-]*\.ya?ml$/.test(path) &&
    !/^\s*(apiVersion|services)\s*:/m.test(text.slice(0, 2_000)) &&
    /^\s*(image|replicaCount|\w*[sS]ecurityContext|ingress|resources|serviceAccount)\s*:/m.test(text),
  read: (text) => {
    const { documents, gap } = readYaml(text);
    const [root] = documents;
    return root?.kind === 'map' && [...allEntries(root)].length > 0 ? { root, gap } : undefined;
  },
  subjects: () => [],
});
