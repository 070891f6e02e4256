import {
  entriesAt,
  entryOf,
  itemsAt,
  textAt,
  valueOf,
  type YamlEntry,
  type YamlNode,
} from '../yaml/yaml-node.ts';
import { readYaml } from '../yaml/read-yaml.ts';

export interface Container {
  readonly name: string;
  readonly node: YamlNode;
  readonly isInit: boolean;
}

/** A pod, or the template of one. */
export interface Pod {
  readonly spec: YamlNode;
  readonly containers: readonly Container[];
}

export interface Resource {
  /** `Kind/namespace/name`. */
  readonly id: string;
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly node: YamlNode;
  readonly pod: Pod | undefined;
}

export interface Manifest {
  readonly text: string;
  readonly resources: readonly Resource[];
  readonly gap: string | undefined;
}

/** The objects of all documents, those of lists included. */
export function readManifest(text: string): Manifest | undefined {
  const { documents, gap } = readYaml(text);
  const nodes = documents.flatMap((root) =>
    textAt(root, 'kind')?.endsWith('List') === true ? itemsAt(root, 'items') : [root],
  );
  const resources = nodes.flatMap((node) => {
    const kind = textAt(node, 'kind');
    const apiVersion = textAt(node, 'apiVersion');
    return kind === undefined || apiVersion === undefined ? [] : [toResource(node, kind, apiVersion)];
  });
  if (resources.length === 0 && gap === undefined) return undefined;
  return { text, resources, gap };
}

function toResource(node: YamlNode, kind: string, apiVersion: string): Resource {
  const name = textAt(node, 'metadata', 'name') ?? '';
  const namespace = textAt(node, 'metadata', 'namespace') ?? '';
  const spec = podSpecOf(node, kind);
  return {
    id: `${kind}/${namespace}/${name}`,
    kind,
    apiVersion,
    name,
    node,
    pod: spec === undefined ? undefined : { spec, containers: containersOf(spec) },
  };
}

/** Workloads of the platform and of operators hold a template under one of a few paths. */
const templatePaths: readonly (readonly string[])[] = [
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['spec', 'template', 'spec'],
  ['template', 'spec'],
];

function podSpecOf(node: YamlNode, kind: string): YamlNode | undefined {
  if (kind === 'Pod') return valueOf(node, 'spec');
  return templatePaths
    .map((path) => valueOf(node, ...path))
    .find((spec) => entryOf(spec, 'containers') !== undefined);
}

function containersOf(spec: YamlNode): readonly Container[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) =>
    itemsAt(spec, key).map((node) => ({
      name: textAt(node, 'name') ?? '',
      node,
      isInit: key !== 'containers',
    })),
  );
}

/** A setting of the security context of a container, or of its pod when the container leaves it open. */
export function securityOf(
  pod: Pod,
  container: Container,
  ...path: readonly string[]
): YamlEntry | undefined {
  return entryOf(container.node, 'securityContext', ...path) ?? entryOf(pod.spec, 'securityContext', ...path);
}

export interface Place {
  readonly id: string;
  readonly entry: YamlEntry;
}

/** A key of the security contexts of a resource, wherever it stands, with whose it is. */
export function* securityEntries({ id, pod }: Resource, ...path: readonly string[]): Generator<Place> {
  if (pod === undefined) return;
  const ofPod = entryOf(pod.spec, 'securityContext', ...path);
  if (ofPod !== undefined) yield { id, entry: ofPod };
  for (const { name, node } of pod.containers) {
    const entry = entryOf(node, 'securityContext', ...path);
    if (entry !== undefined) yield { id: `${id}/${name}`, entry };
  }
}

export function variablesOf({ node }: Container) {
  return itemsAt(node, 'env').flatMap((item) => {
    const name = textAt(item, 'name');
    const entry = entryOf(item, 'value');
    return name === undefined || entry?.value.kind !== 'scalar'
      ? []
      : [{ name, value: entry.value.text, isTemplated: entry.value.isTemplated, entry }];
  });
}

export function annotationsOf({ node }: Resource): readonly YamlEntry[] {
  return entriesAt(node, 'metadata', 'annotations');
}
