import { readYaml } from '../yaml/read-yaml.ts';
import {
  entriesAt,
  entryOf,
  scalarsOf,
  type YamlEntry,
  type YamlNode,
  type YamlScalar,
} from '../yaml/yaml-node.ts';

/** A job, or a template of jobs: what is hidden with a point in front runs where others extend it. */
export interface PipelineJob {
  readonly id: string;
  readonly node: YamlNode;
}

/** A pipeline of GitLab. */
export interface Pipeline {
  readonly text: string;
  readonly root: YamlNode;
  readonly jobs: readonly PipelineJob[];
  readonly gap: string | undefined;
}

/** Keys of the outermost level that are no jobs (docs.gitlab.com/ci/yaml, "Global keywords"). */
const globals =
  /^(default|include|stages|variables|workflow|spec|image|services|cache|before_script|after_script|pages:deploy)$/;

export function readPipeline(text: string): Pipeline | undefined {
  const { documents, gap } = readYaml(text);
  // `spec:` of a component stands in a document of its own before the pipeline.
  const root = documents.at(-1);
  if (root?.kind !== 'map') return undefined;
  const jobs = entriesAt(root)
    .filter(({ key, value }) => !globals.test(key) && value.kind === 'map')
    .map(({ key, value }) => ({ id: key, node: value }));
  return { text, root, jobs, gap };
}

/** The jobs, and the pipeline itself where it sets something for all of them. */
export function partsOf({ root, jobs }: Pipeline): readonly PipelineJob[] {
  const defaults = entryOf(root, 'default')?.value;
  return [
    { id: 'the pipeline', node: root },
    ...(defaults === undefined ? [] : [{ id: 'default', node: defaults }]),
    ...jobs,
  ];
}

/** Single commands, also out of lists in lists. */
export function commandsOf(node: YamlNode): readonly YamlScalar[] {
  return ['before_script', 'script', 'after_script'].flatMap((key) => flattened(entryOf(node, key)?.value));
}

function flattened(node: YamlNode | undefined): readonly YamlScalar[] {
  if (node?.kind !== 'list') return scalarsOf(node);
  return node.items.flatMap((item) => (item.kind === 'list' ? flattened(item) : scalarsOf(item)));
}

/** Variables by their name; a long form has its value below `value`. */
export function variablesOf(
  node: YamlNode,
): readonly { readonly name: string; readonly value: string; readonly entry: YamlEntry }[] {
  return entriesAt(node, 'variables').flatMap((entry) => {
    const scalar = entry.value.kind === 'map' ? entryOf(entry.value, 'value')?.value : entry.value;
    return scalar?.kind === 'scalar' ? [{ name: entry.key, value: scalar.text, entry }] : [];
  });
}
