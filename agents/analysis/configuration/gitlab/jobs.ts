import type { Fault, Guard } from '../configuration-rule.ts';
import {
  isTrue,
  entryOf,
  itemsAt,
  placeOf,
  textAt,
  type YamlEntry,
  type YamlNode,
} from '../yaml/yaml-node.ts';
import { defineGitlabRule } from './define.ts';
import { partsOf, type Pipeline, type PipelineJob } from './pipeline.ts';

const scanning =
  /(sast|dast|secret[-_]detection|dependency[-_]scanning|container[-_]scanning|security|audit|trivy|semgrep|gitleaks|snyk|bandit|codeql)/i;

export const unpinnedImage = defineGitlabRule({
  id: 'configuration/gitlab-unpinned-image',
  title: '`{sink}` is a different image every time it runs',
  cwe: 'CWE-829',
  severity: 'medium',
  why: 'The tag moves: whoever can push to it, or takes the registry over, runs code in the job with its variables and token.',
  instead: 'Name a version, best with its digest.',
  example: 'image: node:24.4-bookworm-slim',
  *find(pipeline): Iterable<Fault> {
    for (const { id, entry, image } of imagesOf(pipeline))
      if (image.endsWith(':latest')) yield { ...placeOf(entry), identity: `${id} ${image}`, sink: image };
  },
});

function* imagesOf(
  pipeline: Pipeline,
): Generator<{ readonly id: string; readonly entry: YamlEntry; readonly image: string }> {
  for (const { id, node } of partsOf(pipeline)) {
    const entry = entryOf(node, 'image');
    const image = textAt(entry?.value) ?? textAt(entry?.value, 'name');
    if (entry !== undefined && image !== undefined && !/[$]/.test(image)) yield { id, entry, image };
  }
}

export const remoteInclude = defineGitlabRule({
  id: 'configuration/gitlab-remote-include',
  title: 'The pipeline is made of a file that others can change: `{sink}`',
  cwe: 'CWE-829',
  severity: 'high',
  why: 'Whoever can change that file decides what the next pipeline runs, with the variables and the token of this project.',
  instead:
    'Include a file of a project at a commit or tag, or name the checksum of the remote file with `integrity`.',
  example:
    'include:\n  - project: acme/pipelines\n    ref: 5d41402abc4b2a76b9719d911017c592ae3f0b71\n    file: /build.yml',
  *find({ root }): Iterable<Fault> {
    const include = entryOf(root, 'include')?.value;
    for (const item of include?.kind === 'list' ? include.items : [include]) {
      const remote = remoteOf(item);
      const project = textAt(item, 'project');
      if (item === undefined) continue;
      if (remote !== undefined)
        yield { ...placeOf(item), identity: `remote ${remote.replace(/\/[^/]*$/, '')}`, sink: remote };
      if (project !== undefined && textAt(item, 'ref') === undefined)
        yield { ...placeOf(item), identity: `project ${project}`, sink: project, severity: 'low' };
    }
  },
});

/** The address of a file of elsewhere that no checksum fixes. */
function remoteOf(item: YamlNode | undefined): string | undefined {
  const remote = textAt(item, 'remote') ?? textAt(item) ?? '';
  const isFixed = textAt(item, 'integrity') !== undefined || remote.includes('$');
  return /^https?:/.test(remote) && !isFixed ? remote : undefined;
}

export const ignoredScan = defineGitlabRule({
  id: 'configuration/gitlab-ignored-scan',
  title: 'The result of `{sink}` no longer matters',
  guardTitle: 'The change removes the security scan `{sink}`',
  cwe: 'CWE-693',
  severity: 'medium',
  why: 'The pipeline stays green whatever the scan finds: a leaked key or a known hole is merged and nobody is told.',
  instead: 'Let the scan decide, and keep exceptions in its own configuration.',
  example: 'secret_detection:\n  allow_failure: false',
  *find(pipeline): Iterable<Fault> {
    for (const { id, node } of scansOf(pipeline)) {
      const entry = entryOf(node, 'allow_failure');
      if (entry !== undefined && isTrue(entry.value)) yield { ...placeOf(entry), identity: id, sink: id };
    }
  },
  *guards(pipeline): Iterable<Guard> {
    for (const { id, node } of scansOf(pipeline))
      yield { at: { start: node.start, end: node.end }, identity: `scan ${id}`, sink: id };
    const include = entryOf(pipeline.root, 'include');
    for (const item of itemsAt(include?.value)) {
      const template = textAt(item, 'template') ?? '';
      if (scanning.test(template)) yield { at: item, identity: `template ${template}`, sink: template };
    }
  },
});

function scansOf({ jobs }: Pipeline): readonly PipelineJob[] {
  return jobs.filter(({ id }) => scanning.test(id));
}
