import type { Fault, Guard } from '../configuration-rule.ts';
import { defineDockerRule } from './define.ts';
import { type DockerfileText, parentOf, type Stage, withDefaults } from './dockerfile.ts';

export const baseImage = defineDockerRule({
  id: 'configuration/docker-base-unpinned',
  title: '`{sink}` is a different image every time it is built',
  guardTitle: 'The change drops the digest of `{sink}`',
  cwe: 'CWE-1357',
  severity: 'medium',
  confidence: 0.9,
  isToldOnce: true,
  why: 'The next build takes whatever was pushed last: a breaking release, or an image that somebody slipped in. Nobody can build again what runs in production.',
  instead: 'Name the version, and its digest where an update bot keeps it fresh.',
  example: `FROM node:24.4-slim`,
  *find(file): Iterable<Fault> {
    if (file.isLocal) return;
    const shipped = shippedStages(file);
    for (const stage of file.stages) {
      const image = withDefaults(file, stage.image);
      if (!isFloating(file, stage, image)) continue;
      const severity = shipped.has(stage) ? 'medium' : 'low';
      yield { at: stage.from, identity: nameOf(image), sink: image, severity };
    }
  },
  *guards(file): Iterable<Guard> {
    for (const stage of file.stages) {
      if (!stage.image.includes('@sha256:')) continue;
      const name = nameOf(withDefaults(file, stage.image));
      yield {
        at: stage.from,
        identity: `${name} digest`,
        subject: `image:${name}`,
        sink: name,
        severity: 'low',
      };
    }
  },
});

export function nameOf(image: string): string {
  return image.replace(/@sha256:.*$/, '').replace(/:[^/:]*$/, '');
}

/** These registries publish `latest` and variants, no versions. */
const latestOnly = /^(cgr\.dev|gcr\.io\/distroless)\//;

/** The last stage and those that it builds on. What only hands files over is not what runs. */
function shippedStages(file: DockerfileText): ReadonlySet<Stage> {
  const shipped = new Set<Stage>();
  for (let stage = file.stages.at(-1); stage !== undefined; stage = parentOf(file, stage)) shipped.add(stage);
  return shipped;
}

/** A word that a script puts a name in for, as `BASEIMAGE`: names of images have no capitals. */
function isPlaceholder(image: string): boolean {
  return /[A-Z]/.test(nameOf(image).replace(/^[^/]*\.[^/]*\//, '')) || /[{}%<>]/.test(image);
}

function isFloating(file: DockerfileText, stage: Stage, image: string): boolean {
  const isStage = parentOf(file, stage) !== undefined || /^scratch$/i.test(image);
  if (isStage || image === '' || image.includes('$') || image.includes('@') || latestOnly.test(image))
    return false;
  if (/^\d+$/.test(image) || isPlaceholder(image)) return false;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}
